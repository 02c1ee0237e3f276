import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { exportFeedback } from './feedback-export.ts';
import { forget } from './forget.ts';

export type KeptParts = {
  readonly settings: () => Pick<Config, 'database'>;
  readonly say: (line: string) => void;
  /** Reads an option that is a time. @throws InvalidArgumentError */
  readonly instantOf: (text: string) => string;
};

const locked = 'The embedded database belongs to one process: stop the service first, or use PostgreSQL.';

/** The commands about what is kept: taken out, and deleted. */
export function addKeptCommands(program: Command, { settings, say, instantOf }: KeptParts): void {
  program
    .command('feedback')
    .description('what clinicians said of cards and findings')
    .command('export')
    .description('every word and every feedback with the statement it was about')
    .requiredOption('--out <file>', 'file to write, ending in .csv or .ndjson')
    .option('--with-names', 'also who said it')
    .addHelpText('after', `\n${locked}\nExample: vigie feedback export --out feedback.csv`)
    .action(async (options: { out: string; withNames?: boolean }) =>
      say(`${await exportFeedback({ ...options, config: settings() })} lines`),
    );

  program
    .command('forget')
    .description('delete for good what is kept of a patient, or from before a time')
    .option('--patient <reference>', 'https://ehr.example/fhir/Patient/123')
    .option('--before <time>', 'what was kept before this time', instantOf)
    .addHelpText(
      'after',
      `\nWith both, what was kept of that patient before that time. ${locked}\nExample: vigie forget --before 2026-01-01T00:00:00Z`,
    )
    .action(async (options: { patient?: string; before?: string }) => {
      for (const line of await forget({ ...options, config: settings() })) say(line);
    });
}
