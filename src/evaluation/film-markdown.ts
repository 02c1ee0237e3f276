import type { FilmReport, FindingReport, NamedPoint } from './film-report.ts';
import { intervalText, numberText, percentText, subgroupHeader, subgroupRows, tableOf } from './markdown.ts';
import { headOf, type Making } from './risk-markdown.ts';

type Ranked = FindingReport & { state: 'ranked' };

function isRanked(finding: FindingReport): finding is Ranked {
  return finding.state === 'ranked';
}

function summaryRow(finding: FindingReport): (string | number)[] {
  const { name, n, events } = finding;
  if (finding.state === 'none') return [name, n, events, `n/a: ${finding.because}`, '', '', '', '', ''];
  const { figures } = finding;
  const asProbability = figures
    ? [
        intervalText(figures.ece),
        intervalText(figures.brier),
        intervalText(figures.calibrationSlope),
        percentText(figures.binsInsideIntervals.value),
      ]
    : ['ranks only', '', '', ''];
  const { shown, uncertain, 'not-assessed': notAssessed } = finding.shown;
  const abstained = `${percentText((uncertain + notAssessed) / (shown + uncertain + notAssessed))}`;
  return [name, n, events, intervalText(finding.auroc), ...asProbability, abstained];
}

function pointRow(name: string, point: NamedPoint): (string | number)[] {
  const { rule, threshold, sensitivity, specificity, ppv, npv, prevalence } = point;
  const rates = [threshold, sensitivity, specificity, ppv, npv].map((value) => numberText(value));
  return [name, rule, ...rates, percentText(prevalence)];
}

function refusedPart({ refused, films }: FilmReport): string {
  const rows = Object.entries(refused).map(([because, count]) => [
    because,
    count,
    percentText(count / films),
  ]);
  return rows.length === 0 ? 'No film was refused.' : tableOf(['because', 'films', 'share'], rows);
}

/** The report of `vigie validate` as Markdown; the pictures lie beside it. */
export function filmMarkdown(report: FilmReport, making: Making): string {
  const ranked = report.findings.filter(isRanked);
  const { over, value } = report.meanAuroc;
  return [
    headOf('Validation of the film model', making),
    '## Findings',
    `Mean AUROC over ${over.length} findings: ${intervalText(value)}.`,
    tableOf(
      ['finding', 'n', 'events', 'AUROC', 'ECE', 'Brier', 'slope', 'tenths inside interval', 'abstained'],
      report.findings.map(summaryRow),
    ),
    'Abstained: films on which a card would say "not assessed" or "uncertain". Tenths inside interval: share of ten bins of equal count whose observed rate lies inside their mean stated 90 % interval, which is of the share among 100 films: with fewer than 1,000 films the tenths vary more.',
    '## Refused films',
    refusedPart(report),
    '## Operating points',
    tableOf(
      ['finding', 'rule', 'threshold', 'sensitivity', 'specificity', 'PPV', 'NPV', 'at prevalence'],
      ranked.flatMap(({ name, operatingPoints }) => operatingPoints.map((point) => pointRow(name, point))),
    ),
    '## Subgroups',
    tableOf(
      ['finding', ...subgroupHeader],
      ranked.flatMap(({ name, subgroups }) => subgroupRows(subgroups).map((row) => [name, ...row])),
    ),
    '## Pictures',
    ...ranked
      .filter(({ figures }) => figures !== undefined)
      .map(({ name }) => `![${name}](${name}-reliability.svg) ![${name}](${name}-risk-coverage.svg)`),
    '',
  ].join('\n\n');
}
