import type { Assessment } from '../assessment/assessment.ts';
import type { Measurement } from '../chart/chart.ts';
import { specOf } from '../chart/codes.ts';
import type { WithheldScore } from '../scores/published-scores.ts';
import type { Score, ScoreItem } from '../scores/score.ts';
import { bullets, escapeMarkdown, heading, table } from './markdown.ts';
import { ago, amount, unitText } from './numbers.ts';
import { english } from './wording.ts';

/** A value as it was recorded, with its unit, or in the words of its code. */
function recordedText(measurement: Measurement): string {
  const { value, ucum, words, status, recorded = { value, unit: ucum } } = measurement;
  const said = words ?? `${amount(recorded.value)} ${unitText(recorded.unit)}`.trim();
  return escapeMarkdown(status ? `${said} (${english.status[status]})` : said);
}

/** `NEWS2 at least 9 of 20`; with an unconfirmed finding of the film, `PSI 84 without / 94 with …`. */
function pointsText({ name, points, outOf, missing, unconfirmed }: Score): string {
  const least = missing.length > 0 ? `${english.atLeast} ` : '';
  const most = outOf === undefined ? '' : ` ${english.outOf} ${outOf}`;
  if (!unconfirmed) return `${name} ${least}${points}${most}`;
  const withFilm = `${unconfirmed.points} ${english.withFilm(unconfirmed.finding)}`;
  return `${name} ${least}${points} ${english.withoutFilm} / ${withFilm}`;
}

function bandText({ band, isHighestBand, missing, unconfirmed }: Score): string {
  const least = missing.length > 0 && !isHighestBand ? `${english.atLeast} ` : '';
  const higher =
    unconfirmed?.band && unconfirmed.band !== band ? `${unconfirmed.band} ${english.ifConfirmed}` : '';
  return [band ? `${least}${band}` : '', higher].filter((text) => text !== '').join('; ');
}

function scoreLine(score: Score): string {
  const { missing, remarks = [] } = score;
  const absent = missing.length > 0 ? `${english.itemsMissing(missing.length)}: ${missing.join(', ')}` : '';
  const told = [bandText(score), absent, ...remarks.map(escapeMarkdown)].filter((text) => text !== '');
  return [heading(pointsText(score)), ...told].join('; ');
}

type Row = { readonly cells: readonly string[]; readonly points: string[] };

function cellsOf({ name, measurement, entries = [] }: ScoreItem, asOf: string): readonly string[] {
  if (measurement) {
    const { concept, observedAt, source } = measurement;
    const cells = [specOf(concept).words, recordedText(measurement), ago(observedAt, asOf)];
    return [...cells, escapeMarkdown(source)];
  }
  const times = entries.flatMap(({ at }) => (at ? [ago(at, asOf)] : []));
  const texts = entries.map(({ text }) => escapeMarkdown(text));
  const sources = entries.map(({ source }) => escapeMarkdown(source));
  return [name, texts.join('; '), times.join('; '), sources.join('; ')];
}

/** Each value once, with what it gives in every score. */
function itemRows(scores: readonly Score[], asOf: string): string[][] {
  const rows = new Map<string, Row>();
  for (const score of scores) {
    for (const item of score.items.filter(({ points }) => points !== undefined)) {
      const cells = cellsOf(item, asOf);
      const key = cells.join('|');
      const row = rows.get(key) ?? { cells, points: [] };
      const points = item.points ?? 0;
      row.points.push(`${score.name} ${points > 0 ? '+' : ''}${points}`);
      rows.set(key, row);
    }
  }
  return [...rows.values()].map(({ cells, points }) => [...cells, points.join(', ')]);
}

function withheldText(withheld: readonly WithheldScore[]): string {
  const names = new Map<string, string[]>();
  for (const { name, because } of withheld) {
    const words = english.scoreWithheld[because];
    names.set(words, [...(names.get(words) ?? []), name]);
  }
  return `${english.notGiven}: ${[...names].map(([words, its]) => `${its.join(', ')} (${words})`).join('; ')}.`;
}

/** The published scores, and which are not given and why. */
export function scoresSections({ scores, scoresWithheld }: Assessment): string[] {
  if (scores.length + scoresWithheld.length === 0) return [];
  return [
    heading(english.scores),
    ...(scores.length > 0 ? [bullets(scores.map(scoreLine))] : []),
    ...(scoresWithheld.length > 0 ? [withheldText(scoresWithheld)] : []),
  ];
}

/** Every value behind the scores with its time and source: the longest part of a card, so it comes last. */
export function scoreItemsSection({ scores, asOf }: Assessment): string[] {
  if (scores.length === 0) return [];
  return [table(['Behind the scores', 'Value', 'When', 'Source', 'Points'], itemRows(scores, asOf))];
}
