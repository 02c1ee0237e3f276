import { mayBeThere } from '../../assessment/film-conclusion.ts';
import type { Measurement } from '../../chart/chart.ts';
import type { Concept } from '../../chart/codes.ts';
import type { FindingName } from '../../findings/registry.ts';
import type { NoteConcept } from '../../notes/concepts.ts';
import { newestWord } from '../../notes/facts.ts';
import { answered, type Desk, type Reply, type Said } from '../reply.ts';
import { notedWords, ofNote, ofValue } from '../sources.ts';
import { capital } from '../voice.ts';
import { conclusionSaid, silentSaid } from './film.ts';
import { disagreementsSaid } from './people.ts';
import { isOld } from './values.ts';

/**
 * What any ward or laboratory calls normal in an adult, where the laboratory's own range is not on record: vitals by the
 * rows of NEWS2 that give no points, labs by the narrowest limits in use. What lies outside speaks for nothing here; it is only not counter-evidence.
 */
const usual: Readonly<Partial<Record<Concept, readonly [low: number, high: number]>>> = {
  temperature: [36.1, 38],
  respiratoryRate: [12, 20],
  oxygenSaturation: [96, 100],
  crp: [0, 5],
  procalcitonin: [0, 0.1],
  wbc: [4, 10],
};

type Bearing = { readonly values: readonly Concept[]; readonly noted: readonly NoteConcept[] };
const infection: Bearing = {
  values: ['temperature', 'crp', 'procalcitonin', 'wbc', 'respiratoryRate', 'oxygenSaturation'],
  noted: ['fever', 'cough', 'dyspnoea', 'chills'],
};
const gasExchange: Bearing = { values: ['oxygenSaturation', 'respiratoryRate'], noted: ['dyspnoea'] };

/** What else of the record bears on a finding: values, and what notes may deny. */
const bearing: Readonly<Partial<Record<FindingName, Bearing>>> = {
  Pneumonia: infection,
  Consolidation: infection,
  Infiltration: infection,
  Edema: { ...gasExchange, noted: ['dyspnoea', 'orthopnoea', 'leg-oedema', 'heart-failure'] },
  Effusion: gasExchange,
  Pneumothorax: { ...gasExchange, noted: ['dyspnoea', 'chest-pain'] },
  Atelectasis: gasExchange,
  Cardiomegaly: { values: [], noted: ['heart-failure', 'orthopnoea', 'leg-oedema'] },
  Emphysema: { values: ['oxygenSaturation'], noted: ['copd', 'smoking'] },
};

function newestOf({ chart }: Desk, concept: Concept): Measurement | undefined {
  return chart.measurements
    .filter((measurement) => measurement.concept === concept && !isOld(measurement, chart.asOf))
    .sort((a, b) => Date.parse(b.observedAt) - Date.parse(a.observedAt))[0];
}

function onOxygen({ chart }: Desk): boolean {
  return chart.measurements.some(
    (measurement) =>
      measurement.concept === 'oxygenFlow' && measurement.value > 0 && !isOld(measurement, chart.asOf),
  );
}

/** A value within the usual range speaks against; a saturation on oxygen speaks neither way. */
function valuesSaid(desk: Desk, concepts: readonly Concept[]): { against: Said[]; not: Said[] } {
  const { voice } = desk;
  const newest = concepts
    .filter((concept) => concept !== 'oxygenSaturation' || !onOxygen(desk))
    .flatMap((concept) => newestOf(desk, concept) ?? []);
  const isUsual = ({ concept, value, range }: Measurement) => {
    const [low, high] = range ? [range.low ?? 0, range.high ?? Infinity] : (usual[concept] ?? []);
    return low !== undefined && high !== undefined && value >= low && value <= high;
  };
  const say = (key: string, measurement: Measurement): Said => ({
    text: voice.say(key, {
      what: capital(`${voice.measured(measurement)} ${voice.quantity(measurement)}`),
      ago: voice.ago(measurement.observedAt),
    }),
    by: [ofValue(desk, measurement)],
  });
  return {
    against: newest.filter(isUsual).map((measurement) => say('against.inRange', measurement)),
    not: newest
      .filter((measurement) => !isUsual(measurement))
      .map((measurement) => say('against.outOfRange', measurement)),
  };
}

function deniedSaid(desk: Desk, concepts: readonly NoteConcept[]): Said[] {
  const { voice, assessment } = desk;
  const words = newestWord(assessment.statements ?? []);
  return concepts.flatMap((concept) => {
    const statement = words.get(concept);
    if (statement?.assertion !== 'negated') return [];
    const ago = statement.at ? voice.ago(statement.at) : voice.say('record.undated');
    return [
      {
        text: voice.say('against.denied', { what: notedWords(desk, statement), ago }),
        by: [ofNote(desk, statement)],
      },
    ];
  });
}

function filmSaid(desk: Desk, name: FindingName): { against: Said[]; not: Said[] } {
  const { film } = desk.assessment;
  if (film.state !== 'read') return { against: [], not: [silentSaid(desk, film)] };
  const finding = film.findings.find((each) => each.name === name);
  if (!finding) return { against: [], not: [] };
  const said = conclusionSaid(desk, film, finding);
  if (finding.word === 'unlikely') return { against: said, not: [] };
  const comment = mayBeThere(finding.word) ? 'against.filmFor' : 'against.filmNeither';
  return { against: [], not: [...said, { text: desk.voice.say(comment), by: [] }] };
}

/** Everything on record that speaks against a finding; then what was looked at and does not. */
export function answerAgainst(desk: Desk, name: FindingName): Reply {
  const { voice } = desk;
  const { values, noted } = bearing[name] ?? { values: [], noted: [] };
  const [film, measured] = [filmSaid(desk, name), valuesSaid(desk, values)];
  const against = [
    ...film.against,
    ...disagreementsSaid(desk, name),
    ...deniedSaid(desk, [name, ...noted]),
    ...measured.against,
  ];
  const called = voice.finding(name);
  const head = voice.say(against.length > 0 ? 'against.some' : 'against.nothing', { name: called });
  const not = [...film.not, ...measured.not];
  const rest = not.length > 0 ? [{ text: voice.say('against.notAgainst'), by: [] }, ...not] : [];
  return answered({ text: head, by: [] }, against, rest);
}
