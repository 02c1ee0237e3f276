import type { Probability } from '../../../src/assessment/assessment.ts';
import type { Chart, Measurement } from '../../../src/chart/chart.ts';
import type { Estimate } from '../../../src/lib/estimate.ts';
import type { Citation } from '../../../src/questions/answer.ts';
import type { Asked } from '../../../src/questions/reply.ts';
import { readSpan } from '../../../src/questions/understanding/time-span.ts';
import { plain } from '../../../src/questions/understanding/understand.ts';

/**
 * The numbers of the record behind a citation, found by its kind and ref alone and written here anew: what an answer may
 * say with that citation, and nothing else.
 */

/** Names with digits that are no numbers. */
const names =
  /NEWS2|CURB-65|CRB-65|4C Mortality|SpO2|PaO2|FiO2|COVID-19|10³|10⁹|PhysioNet 2012|@[\d.]+|HTI-1|24 Fr/g;

/** Every number of a text, decimal commas and signs made one. */
export function numbersIn(text: string): string[] {
  return (text.replaceAll(names, ' ').match(/\d+(?:[.,\u202f]\d+)*/g) ?? []).map((number) =>
    String(
      Number(
        number
          .replaceAll('\u202f', '')
          .replace(/,(?=\d{3}\b)/, '')
          .replace(',', '.'),
      ),
    ),
  );
}

function percents({ value, low, high }: Estimate): string[] {
  return [value, low, high].flatMap((each) => [
    String(Math.round(each * 100)),
    ...(each < 0.01 ? ['1'] : []),
    ...(each > 0.99 ? ['99'] : []),
  ]);
}

function probability(of: Probability): string[] {
  return of.kind === 'estimated' ? [...percents(of), '90'] : [];
}

/** Clock, date and age of a moment. */
function moment(at: string | undefined, asOf: string): string[] {
  if (!at) return [];
  const [, year = '', month = '', day = '', hour = '', minute = ''] =
    /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?/.exec(at) ?? [];
  const hours = (Date.parse(asOf) - Date.parse(at)) / 3_600_000;
  const ages = [Math.round(hours * 60), Math.round(hours), Math.round(hours / 24)];
  return [year, month, day, hour, minute, ...ages].map((part) => String(Number(part)));
}

function value({ value: kept, recorded, observedAt, range }: Measurement, asOf: string): string[] {
  const shown = recorded?.value ?? kept;
  const scale = shown / kept;
  const limits = [range?.low, range?.high].flatMap((limit) =>
    limit === undefined ? [] : [String(Number((limit * scale).toPrecision(3)))],
  );
  return [String(shown), ...limits, ...moment(observedAt, asOf)];
}

function resource({ chart, assessment }: Asked, ref: string): string[] {
  const { asOf } = assessment;
  const values = chart.measurements.filter(({ source }) => source === ref);
  const others = [...chart.conditions, ...chart.procedures, ...chart.devices].filter(
    ({ source }) => source === ref,
  );
  const dated = [
    ...chart.notes.map(({ source, at }) => ({ source, at })),
    ...chart.films.map(({ source, startedAt: at }) => ({ source, at })),
    ...(chart.encounter ? [{ source: chart.encounter.source, at: chart.encounter.startedAt }] : []),
  ].filter(({ source }) => source === ref);
  return [
    ...values.flatMap((one) => value(one, asOf)),
    ...others.flatMap(({ text, at }) => [...numbersIn(text), ...moment(at, asOf)]),
    ...dated.flatMap(({ at }) => moment(at, asOf)),
    ...(ref === `Patient/${chart.patient.id}` ? [String(chart.patient.ageYears)] : []),
  ];
}

function film({ assessment }: Asked): string[] {
  const { film: read, asOf } = assessment;
  if (read.state !== 'read') return [];
  const ratio = read.heart?.kind === 'measured' ? Object.values(read.heart.ratio) : [];
  return [
    ...moment(read.acquiredAt, asOf),
    ...probability(read.abnormal),
    String(Math.round((read.abnormalPrevalence ?? 0) * 100)),
    ...read.findings.flatMap((one) => [
      ...probability(one.probability),
      String(Math.round((one.prevalence ?? 0) * 100)),
    ]),
    ...ratio.map((each) => String(Number(each.toFixed(2)))),
    ...(ratio.length > 0 ? ['90'] : []),
  ];
}

function assessed({ assessment, changes }: Asked): string[] {
  const { risk, subsets = [], shares, raises, lowers, gaps, population, asOf, createdAt } = assessment;
  const logits = [...shares.map(({ logit }) => logit), ...[...raises, ...lowers].map(({ effect }) => effect)];
  return [
    ...probability(risk),
    ...subsets.flatMap((subset) => percents(subset.risk)),
    ...logits.map((logit) => String(Number(Math.abs(logit).toFixed(2)))),
    ...gaps.flatMap(({ what, detail = '' }) => numbersIn(`${what} ${detail}`)),
    ...numbersIn(population),
    // "under 18": a refusal's own words.
    ...(risk.kind === 'withheld' && risk.because === 'child' ? ['18'] : []),
    ...moment(asOf, asOf),
    ...moment(createdAt, asOf),
    ...moment(changes?.since, asOf),
    String(assessment.laterDropped),
  ];
}

function score({ assessment }: Asked, ref: string): string[] {
  const found = assessment.scores.find(({ name }) => name === ref);
  if (!found) return [];
  return [
    ...[found.points, found.outOf ?? 0].map(String),
    ...found.items.flatMap(({ name, points = 0, open = '', measurement }) => [
      // A mean pressure is made of the two that were measured.
      ...(measurement ? value(measurement, assessment.asOf) : []),
      ...numbersIn(`${name} ${open}`),
      String(points),
    ]),
    ...numbersIn(`${found.band ?? ''} ${found.missing.join(' ')}`),
  ];
}

function contradiction({ contradictions, assessment }: Asked, ref: string): string[] {
  const found = contradictions.find(({ id }) => id === ref);
  return found ? [...numbersIn(found.words ?? ''), ...moment(found.at, assessment.asOf)] : [];
}

function model({ modelCards }: Asked, ref: string): string[] {
  return (modelCards?.get(ref)?.attributes ?? []).flatMap(({ text }) => numbersIn(text));
}

const factsBy: Readonly<Record<Citation['kind'], (asked: Asked, ref: string) => string[]>> = {
  resource,
  film,
  assessment: assessed,
  score,
  contradiction,
  model,
};

/** What the citations of one sentence bear: their own numbers, and how many values they are. */
export function factsOf(asked: Asked, citations: readonly Citation[]): ReadonlySet<string> {
  const values = citations.filter(({ ref }) => ref.startsWith('Observation/'));
  return new Set([
    ...citations.flatMap(({ kind, ref }) => factsBy[kind](asked, ref)),
    ...(values.length > 0 ? [String(values.length)] : []),
  ]);
}

/** The moment that the question itself names ("since Monday"), counted back from the prediction time. */
export function sinceOf({ question, chart }: Asked): string[] {
  const admittedAt = chart.encounter?.startedAt;
  const now = { asOf: chart.asOf, timeZone: 'UTC', ...(admittedAt ? { admittedAt } : {}) };
  return moment(readSpan(plain(question), now).span?.from, chart.asOf);
}

/** Whether a ref opens something of the record. */
export function isOfRecord({ chart, assessment, contradictions }: Asked, { kind, ref }: Citation): boolean {
  if (kind === 'assessment') return ref === assessment.id;
  if (kind === 'score') return assessment.scores.some(({ name }) => name === ref);
  if (kind === 'contradiction') return contradictions.some(({ id }) => id === ref);
  if (kind === 'model') return assessment.models.includes(ref);
  if (kind === 'film') return assessment.film.state === 'read' && assessment.film.sopInstanceUid === ref;
  return sourcesOf(chart).has(ref);
}

function sourcesOf({
  patient,
  encounter,
  measurements,
  conditions,
  procedures,
  devices,
  notes,
  films,
}: Chart) {
  const held = [...measurements, ...conditions, ...procedures, ...devices, ...notes, ...films];
  const others = [`Patient/${patient.id}`, ...(encounter ? [encounter.source] : [])];
  return new Set([...held.map(({ source }) => source), ...others]);
}
