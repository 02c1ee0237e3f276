import type { Config } from '../config.ts';
import { BadRequest } from '../lib/errors.ts';
import { readModelCards } from '../model-cards/model-card.ts';
import { openModels } from '../open-models.ts';
import type { Answer } from '../questions/answer.ts';
import { ask, longestQuestion } from '../questions/ask.ts';
import type { Language } from '../words/words.ts';
import { assessedChart, type ChartFiles } from './assessed-charts.ts';

export type AskOptions = ChartFiles & {
  readonly question: string;
  readonly key: string;
  readonly language?: Language;
  readonly timeZone?: string;
  readonly json?: boolean;
  readonly config: Config;
};

function marks(numbers: readonly number[]): string {
  return numbers.map((number) => ` [${number}]`).join('');
}

/** The sentences with their marks, then what each mark stands for. */
function inWords({ sentences, citations }: Answer): string {
  const said = sentences.map(({ text, citations: numbers }) => `${text}${marks(numbers)}`);
  const sources = citations.map(({ number, label, ref }) => `[${number}] ${label} · ${ref}`);
  return `${[...said, ...(sources.length > 0 ? ['', ...sources] : [])].join('\n')}\n`;
}

/**
 * `vigie ask`: the answer to a question about one chart, in words or as JSON.
 * @throws BadRequest for a question that is empty or too long; Error when the file has no chart of that key
 */
export async function askChart(options: AskOptions): Promise<string> {
  const { question, language, timeZone, json, config, ...files } = options;
  if (question.trim() === '') throw new BadRequest('the question is empty; ask something');
  if (question.length > longestQuestion)
    throw new BadRequest(`the question is longer than ${longestQuestion} characters; ask it shorter`);
  await using models = await openModels(config);
  const [{ chart, assessment }, modelCards] = await Promise.all([
    assessedChart(files, models),
    readModelCards(
      config.modelsDir,
      models.files.map(({ id }) => id),
    ),
  ]);
  const answer = ask({
    question,
    ...(language ? { language } : {}),
    ...(timeZone ? { timeZone } : {}),
    ...{ chart, assessment, contradictions: [], modelCards },
  });
  return json ? `${JSON.stringify(answer, null, 2)}\n` : inWords(answer);
}
