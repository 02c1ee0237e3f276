import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { modalities } from '../chart/chart.ts';
import type { Config } from '../config.ts';
import { usualResampling } from '../evaluation/bootstrap.ts';
import { jsonOf } from '../evaluation/markdown.ts';
import { drawDecisionCurve, drawReliability } from '../evaluation/pictures/draw.ts';
import { type Making, riskMarkdown } from '../evaluation/risk-markdown.ts';
import { measureRisk } from '../evaluation/risk-report.ts';
import { openModels } from '../open-models.ts';
import type { ChartFiles } from './assessed-charts.ts';
import { type RiskCases, readRiskCases } from './risk-cases.ts';

export type EvaluateOptions = ChartFiles & {
  readonly outcomes: string;
  /** Share of patients with the outcome, for predictive values; by default that of the cases. */
  readonly prevalence?: number;
  readonly repeats?: number;
  /** Folder to write to; made when it is not there. */
  readonly out: string;
  readonly config: Config;
};

function commandOf({ charts, films, at, outcomes, prevalence, out }: EvaluateOptions): string {
  const given = { charts, outcomes, films, out };
  const paths = Object.entries(given).flatMap(([name, path]) =>
    path ? [`--${name} ${basename(path)}`] : [],
  );
  const rest = [...(at ? [`--at ${at}`] : []), ...(prevalence ? [`--prevalence ${prevalence}`] : [])];
  return ['vigie evaluate', ...paths, ...rest].join(' ');
}

function notesOf({ cases, chartsWithoutOutcome, outcomesWithoutChart, faults }: RiskCases): string[] {
  return [
    `${cases.length} charts with an outcome, each through the path that answers the EHR.`,
    `${chartsWithoutOutcome} charts without an outcome and ${outcomesWithoutChart} outcomes without a chart are left out.`,
    ...(faults > 0 ? [`${faults} lines are no chart.`] : []),
  ];
}

/** `vigie evaluate`: how good the risk is on charts whose outcome is known. Answers how many lines were no chart. */
export async function evaluateRisk(options: EvaluateOptions): Promise<number> {
  const { outcomes, prevalence, out, config, repeats = usualResampling.repeats } = options;
  await mkdir(out, { recursive: true });
  await using models = await openModels(config, { reasons: 'not-told' });
  const found = await readRiskCases(options, outcomes, models);
  const { sample, ...report } = measureRisk(found.cases, {
    modalities,
    resampling: { ...usualResampling, repeats },
    ...(prevalence === undefined ? {} : { prevalence }),
  });
  const making: Making = {
    command: commandOf(options),
    date: new Date().toISOString().slice(0, 10),
    models: [models.fusion.maker, models.encoder.maker],
    notes: notesOf(found),
  };
  const curves = report.decisionCurves.map(({ name, curve }) => ({ words: name, curve }));
  const files = {
    'report.md': riskMarkdown({ ...report, sample }, making),
    'report.json': jsonOf({ ...making, ...report }),
    'reliability.svg': drawReliability('Risk said and observed', sample),
    'decision-curve.svg': drawDecisionCurve('Net benefit of acting on the risk', curves),
  };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(out, name), text)));
  return found.faults;
}
