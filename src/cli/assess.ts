import type { Assessment } from '../assessment/assessment.ts';
import { modalities } from '../chart/chart.ts';
import type { Config } from '../config.ts';
import { openModels } from '../open-models.ts';
import { scoreNames } from '../scores/score.ts';
import { type AssessedChart, assessedCharts, type ChartFiles } from './assessed-charts.ts';
import { type Row, writeTable } from './write-rows.ts';

export type AssessOptions = ChartFiles & { readonly out: string; readonly config: Config };

const columns = [
  ...['key', 'probability', 'low', 'high', 'withheld_because', 'as_of', 'film'],
  ...modalities.map((modality) => `share_${modality}`),
  ...scoreNames.flatMap((name) => [name, `${name}_missing`]),
  // The PSI if a clinician confirmed the effusion that the film seems to show.
  'PSI_unconfirmed',
  'later_than_t0',
];

/** Points, missing items, and why a score is not given. */
function scoreCells({ scores, scoresWithheld }: Assessment): Row {
  return Object.fromEntries([
    ...scores.flatMap(({ name, points, missing, unconfirmed }) => [
      [name, points],
      [`${name}_missing`, missing.join('; ')],
      ...(unconfirmed ? [[`${name}_unconfirmed`, unconfirmed.points]] : []),
    ]),
    ...scoresWithheld.map(({ name, because }) => [`${name}_missing`, `not given: ${because}`]),
  ]);
}

function rowOf(one: AssessedChart): Row {
  if (one.state === 'fault') return { key: `line ${one.line}`, withheld_because: one.because };
  const { risk, film, shares, asOf, laterDropped } = one.assessment;
  const numbers =
    risk.kind === 'estimated'
      ? {
          probability: risk.value.toFixed(6),
          low: risk.low.toFixed(6),
          high: risk.high.toFixed(6),
        }
      : { withheld_because: risk.because };
  return {
    key: one.key,
    ...numbers,
    as_of: asOf,
    film: film.state === 'read' ? 'read' : `${film.state}: ${film.because}`,
    ...Object.fromEntries(shares.map(({ modality, logit }) => [`share_${modality}`, logit.toFixed(6)])),
    ...scoreCells(one.assessment),
    later_than_t0: laterDropped,
  };
}

/**
 * `vigie assess`: one CSV row for each chart, in order. A line that is no chart becomes a row that says why.
 * Answers how many such lines there were.
 */
export async function assessCharts({ out, config, ...files }: AssessOptions): Promise<number> {
  await using models = await openModels(config, { reasons: 'not-told' });
  let faults = 0;
  const rows = async function* () {
    for await (const one of assessedCharts(files, models)) {
      if (one.state === 'fault') faults += 1;
      yield rowOf(one);
    }
  };
  await writeTable({ out, columns, rows: rows() });
  return faults;
}
