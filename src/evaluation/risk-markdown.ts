import type { Figures } from './figures.ts';
import { intervalText, numberText, percentText, subgroupHeader, subgroupRows, tableOf } from './markdown.ts';
import type { Baseline, RiskReport, SubsetFigures } from './risk-report.ts';

/** What a report says of itself: how it was made. */
export type Making = {
  readonly command: string;
  readonly date: string;
  readonly models: readonly string[];
  readonly notes: readonly string[];
};

/** The lines every report begins with. */
export function headOf(title: string, { command, date, models, notes }: Making): string {
  return [
    `# ${title}`,
    '',
    '```',
    command,
    '```',
    '',
    `${date}. Models: ${models.join(', ')}.`,
    '',
    ...notes.map((note) => `- ${note}`),
    '- Intervals are 95 %, from resamples of whole patients.',
    '- ECE: expected calibration error over ten bins of equal count.',
  ].join('\n');
}

function figureRows(figures: Figures): (string | number)[][] {
  return [
    ['cases, patients, events', `${figures.n}, ${figures.patients}, ${figures.events}`],
    ['AUROC', intervalText(figures.auroc)],
    ['AUPRC (average precision)', intervalText(figures.auprc)],
    ['Brier score', intervalText(figures.brier)],
    ['ECE', intervalText(figures.ece)],
    ['calibration slope', intervalText(figures.calibrationSlope)],
    ['calibration intercept', intervalText(figures.calibrationIntercept)],
    ['mean width of the 90 % interval', numberText(figures.meanWidth)],
    [
      'tenths whose observed rate lies inside their mean interval',
      percentText(figures.binsInsideIntervals.value),
    ],
  ];
}

function subsetRow(subset: SubsetFigures): (string | number)[] {
  const heard = subset.heard.join(' + ') || 'none (age and sex only)';
  if (subset.state === 'none') return [heard, 0, `n/a: ${subset.because}`, '', '', '', ''];
  const { n, events, auroc, brier, ece, meanWidth } = subset.figures;
  const cells = [intervalText(auroc), intervalText(brier), intervalText(ece), numberText(meanWidth)];
  return [heard, n, events, ...cells];
}

function baselineRow({
  name,
  n,
  events,
  auroc,
  modelAuroc,
  gain,
  meanMissing,
}: Baseline): (string | number)[] {
  const missing = meanMissing === undefined ? '' : meanMissing.toFixed(1);
  return [name, n, events, missing, intervalText(auroc), intervalText(modelAuroc), intervalText(gain)];
}

/** The report of `vigie evaluate` as Markdown; the pictures lie beside it. */
export function riskMarkdown(report: RiskReport, making: Making): string {
  const withheld = Object.entries(report.withheld).map(([because, count]) => [because, count]);
  return [
    headOf('Evaluation of the risk', making),
    '## Figures',
    tableOf(['', ''], figureRows(report.figures)),
    '![Reliability](reliability.svg)',
    '## Withheld',
    withheld.length === 0 ? 'No risk was withheld.' : tableOf(['because', 'charts'], withheld),
    '## Every subset of the parts, by masking',
    'Each line counts the charts that have all of its parts, the others masked.',
    tableOf(
      ['heard', 'n', 'events', 'AUROC', 'Brier', 'ECE', 'mean interval width'],
      report.subsets.map(subsetRow),
    ),
    '## Beside the model, on the same patients',
    'A score with items missing counts what it has. Gain: AUROC of the model minus that of the baseline.',
    tableOf(
      ['baseline', 'n', 'events', 'items missing', 'its AUROC', "the model's AUROC", 'gain'],
      report.baselines.map(baselineRow),
    ),
    '## Decision curve',
    'A score enters as the probability that a line fitted on these very cases gives it, which favours the score.',
    '![Decision curve](decision-curve.svg)',
    tableOf(
      ['act from', 'sensitivity', 'specificity', 'PPV', 'NPV', 'at prevalence'],
      report.operatingPoints.map((point) => [
        percentText(point.threshold),
        numberText(point.sensitivity),
        numberText(point.specificity),
        numberText(point.ppv),
        numberText(point.npv),
        percentText(point.prevalence),
      ]),
    ),
    '## Subgroups',
    tableOf(subgroupHeader, subgroupRows(report.subgroups)),
    '',
  ].join('\n\n');
}
