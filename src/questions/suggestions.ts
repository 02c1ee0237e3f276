import type { Concept } from '../chart/codes.ts';
import type { Intent } from './intent.ts';
import type { Desk } from './reply.ts';

const most = 4;

/** Values a clinician asks for first. */
const askedFirst: readonly Concept[] = [
  'lactate',
  'creatinine',
  'crp',
  'oxygenSaturation',
  'systolicPressure',
];

/** Questions that this summary can answer, by the key of their words and the kind of question they are. */
function answerable({ chart, assessment, contradictions }: Desk): [key: string, kind: string][] {
  const { risk, film, scores, gaps, statements = [] } = assessment;
  const given = risk.kind === 'estimated';
  const offers: [isThere: boolean, key: string, kind: string][] = [
    [true, given ? 'why' : 'risk', 'why'],
    [given, 'against', 'counter'],
    [film.state === 'read', 'film', 'film'],
    [gaps.length > 0 || scores.some(({ missing }) => missing.length > 0), 'missing', 'missing'],
    [given && (assessment.subsets?.length ?? 0) > 1 && film.state === 'read', 'without', 'without'],
    [scores.some(({ name }) => name === 'NEWS2'), 'news2', 'score'],
    [contradictions.some(({ verdict }) => verdict !== 'agree'), 'disagreed', 'disagreed'],
    [statements.length > 0, 'notes', 'notes'],
    [chart.measurements.length > 0, 'changed', 'changed'],
    [true, 'models', 'models'],
  ];
  return offers.filter(([isThere]) => isThere).map(([, key, kind]) => [key, kind]);
}

/** What can be asked next: other questions than the one just asked, each with an answer on record. */
export function suggestionsFor(desk: Desk, intent: Intent): string[] {
  const { voice, chart } = desk;
  const concept = askedFirst.find((each) => chart.measurements.some((one) => one.concept === each));
  const value =
    concept && intent.kind !== 'values' ? [voice.say('suggest.last', { name: voice.concept(concept) })] : [];
  const others = answerable(desk)
    .filter(([, kind]) => kind !== intent.kind)
    .map(([key]) => voice.say(`suggest.${key}`));
  const [first, ...rest] = others;
  return [...(first ? [first] : []), ...value, ...rest].slice(0, most);
}
