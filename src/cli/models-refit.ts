import type { Config } from '../config.ts';
import { usualResampling } from '../evaluation/bootstrap.ts';
import { intervalText, numberText, tableOf } from '../evaluation/markdown.ts';
import { type Refit, refitOn } from '../evaluation/refit.ts';
import { keepSiteLine, removeSiteLine, type SiteLine } from '../fusion/site-line.ts';
import { openModels } from '../open-models.ts';
import type { ChartFiles } from './assessed-charts.ts';
import { readRiskCases } from './risk-cases.ts';

export type RefitOptions = ChartFiles & {
  readonly outcomes: string;
  readonly config: Config;
  /** Told the figures and what was done. */
  readonly say: (line: string) => void;
};

/** Fewer events, or fewer cases without one, change nothing: a line would be fitted to chance. */
export const fewestEvents = 50;

function tellFigures({ before, after, gain, line }: Refit): string {
  const names = ['auroc', 'brier', 'ece', 'calibrationSlope', 'calibrationIntercept'] as const;
  const rows = names.map((name) => [name, intervalText(before[name], 4), intervalText(after[name], 4)]);
  return [
    tableOf(['', 'before', 'after, each case under a line of other patients'], rows),
    `Brier score gained: ${intervalText(gain, 4)} (95 %, over patients)`,
    `line: log-odds = ${numberText(line.slope)} × log-odds as shipped + ${numberText(line.intercept)}`,
  ].join('\n');
}

/**
 * `vigie models refit-calibration`: a site's own line for the risk, from its own cases, kept in the data directory.
 * Nothing is changed below `fewestEvents` events or as many cases without one. Answers how many lines were no chart.
 * @throws Error saying how many events there are, when they are too few
 */
export async function refitCalibration({ outcomes, config, say, ...files }: RefitOptions): Promise<number> {
  await using models = await openModels(config, { risk: 'as-shipped', reasons: 'not-told' });
  const { cases: all, faults } = await readRiskCases(files, outcomes, models);
  const cases = all.flatMap(({ risk, outcome, patient }) =>
    risk ? [{ score: risk.value, low: risk.low, high: risk.high, outcome, patient }] : [],
  );
  const events = cases.filter(({ outcome }) => outcome).length;
  if (Math.min(events, cases.length - events) < fewestEvents)
    throw new Error(
      `nothing is changed: ${events} events among ${cases.length} cases; at least ${fewestEvents} with and ${fewestEvents} without are needed`,
    );
  const refit = refitOn(cases, usualResampling);
  say(tellFigures(refit));
  const { slope, intercept, cov } = refit.line;
  if (!(slope > 0))
    throw new Error('nothing is changed: here the risk falls where it should rise; look at the outcomes');
  const file = models.files.find(({ id }) => models.fusion.maker.startsWith(`${id}@`));
  if (!file) throw new Error(`no file of ${models.fusion.maker}`);
  const line: SiteLine = {
    ...{ model: models.fusion.maker, sha256: file.sha256, date: new Date().toISOString().slice(0, 10) },
    ...{ cases: cases.length, patients: refit.before.patients, events },
    ...{ slope, intercept, cov: cov.map((row) => [...row]) },
  };
  await keepSiteLine(config.dataDir, line);
  if (!(refit.gain.low > 0)) say('that the line helps is not shown: the interval of its gain holds zero');
  say('kept; it holds from the next start on. Back to the risk as shipped: --reset');
  return faults;
}

/** `vigie models refit-calibration --reset`. */
export async function resetCalibration({ config, say }: Pick<RefitOptions, 'config' | 'say'>): Promise<void> {
  await removeSiteLine(config.dataDir);
  say('the risk is as shipped from the next start on');
}
