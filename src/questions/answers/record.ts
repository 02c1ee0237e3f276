import type { Entry, Gap } from '../../chart/chart.ts';
import { type Concept, conceptNames, specOf } from '../../chart/codes.ts';
import { entryOf, type Kind, type NoteConcept } from '../../notes/concepts.ts';
import { isHad, newestWord } from '../../notes/facts.ts';
import type { NoteStatement } from '../../notes/hear-notes.ts';
import { readNote } from '../../notes/read-note.ts';
import { answered, type Desk, notOnRecord, type Reply, type Said } from '../reply.ts';
import { notedWords, ofAssessment, ofEntry, ofFilm, ofNote, ofPatient, ofValue } from '../sources.ts';
import { capital } from '../voice.ts';
import { missingSaid } from './scores.ts';
import { isOld } from './values.ts';

function timeWords({ voice }: Desk, at: string | undefined): string {
  return at ? voice.ago(at) : voice.say('record.undated');
}

function statementSaid(desk: Desk, statement: NoteStatement): Said {
  const key = isHad(statement) ? 'record.noteStates' : `record.note-${statement.assertion}`;
  return {
    text: desk.voice.say(key, { what: notedWords(desk, statement), ago: timeWords(desk, statement.at) }),
    by: [ofNote(desk, statement)],
  };
}

function entrySaid(desk: Desk, entry: Entry): Said {
  const { voice } = desk;
  const state = entry.state ? ` (${voice.say(`record.${entry.state}`)})` : '';
  return { text: voice.say('record.entry', { text: `${entry.text}${state}` }), by: [ofEntry(desk, entry)] };
}

/** Whether an entry's own words state a concept. */
function states({ text }: Entry, concept: NoteConcept): boolean {
  return readNote(text).some((statement) => statement.concept === concept);
}

/** What notes and coded entries say of a concept: the newest note's word first. */
export function recordedSaid(desk: Desk, concept: NoteConcept): Said[] {
  const { chart, assessment } = desk;
  const statements = assessment.statements ?? [];
  const word =
    newestWord(statements).get(concept) ?? statements.find((statement) => statement.concept === concept);
  const entries = [...chart.conditions, ...chart.procedures, ...chart.devices];
  return [
    ...(word ? [statementSaid(desk, word)] : []),
    ...entries.filter((entry) => states(entry, concept)).map((entry) => entrySaid(desk, entry)),
  ];
}

/** Whether the record speaks of a disease, symptom or sign. */
export function answerNoted(desk: Desk, concepts: readonly NoteConcept[]): Reply {
  const said = concepts.flatMap((concept) => recordedSaid(desk, concept));
  if (said.length > 0) return answered(said);
  const names = desk.voice.list(concepts.map((concept) => notedWords(desk, { concept })));
  return notOnRecord({ text: desk.voice.say('record.notNoted', { names }), by: [] });
}

function unsaid(text: string): Said {
  return { text, by: [] };
}

const toldKinds = [
  'comorbidity',
  'acute',
  'confusion',
  'oxygen',
  'device',
  'symptom',
] as const satisfies readonly Kind[];

function kindSaid(desk: Desk, kind: Kind, words: readonly NoteStatement[], isDenied: boolean): Said[] {
  const { voice } = desk;
  const mine = words.filter(({ concept }) => entryOf(concept).kind === kind);
  if (mine.length === 0) return [];
  const list = voice.list(mine.map((statement) => notedWords(desk, statement)));
  const key = isDenied ? 'notes.denied' : 'notes.stated';
  return [
    {
      text: voice.say(key, { kind: voice.term('notedKind', kind), list }),
      by: mine.map((statement) => ofNote(desk, statement)),
    },
  ];
}

/** What the notes state and deny, by kind; their words stay in the notes. */
export function answerNotes(desk: Desk): Reply {
  const { voice, assessment } = desk;
  const words = [...newestWord(assessment.statements ?? []).values()];
  const had = words.filter(isHad);
  const denied = words.filter(({ assertion }) => assertion === 'negated');
  const said = toldKinds.flatMap((kind) => [
    ...kindSaid(desk, kind, had, false),
    ...kindSaid(desk, kind, denied, true),
  ]);
  if (said.length > 0) return answered(said, unsaid(voice.say('notes.byRules')));
  return notOnRecord(unsaid(voice.say(desk.chart.notes.length > 0 ? 'notes.nothing' : 'notes.none')));
}

/** Drains, tubes and lines: coded, or in the notes. */
export function answerDevices(desk: Desk): Reply {
  const { voice, chart, assessment } = desk;
  const words = [...newestWord(assessment.statements ?? []).values()].filter(
    ({ concept }) => entryOf(concept).kind === 'device',
  );
  const isDevice = (entry: Entry) =>
    readNote(entry.text).some(({ concept }) => entryOf(concept).kind === 'device');
  const entries = [...chart.devices, ...chart.procedures.filter(isDevice)];
  const said = [
    ...entries.map((entry) => entrySaid(desk, entry)),
    ...words.map((statement) => statementSaid(desk, statement)),
  ];
  const unseen = unsaid(voice.say('devices.unseen'));
  return said.length > 0 ? answered(said, unseen) : notOnRecord(unsaid(voice.say('devices.none')), unseen);
}

/** Conditions on the problem list and what the notes call lived with. */
export function answerHistory(desk: Desk): Reply {
  const { voice, chart, assessment } = desk;
  const words = [...newestWord(assessment.statements ?? []).values()].filter(isHad);
  const said = [
    ...chart.conditions.map((entry) => entrySaid(desk, entry)),
    ...kindSaid(desk, 'comorbidity', words, false),
  ];
  return said.length > 0 ? answered(said) : notOnRecord(unsaid(voice.say('record.noHistory')));
}

export function answerPatient(desk: Desk): Reply {
  const { voice, chart } = desk;
  const { ageYears, sex } = chart.patient;
  if (ageYears === undefined) return notOnRecord(unsaid(voice.say('patient.ageUnknown')));
  const text = voice.say('patient.age', { count: ageYears, sex: sex ? `, ${voice.term('sex', sex)}` : '' });
  return answered({ text, by: [ofPatient(desk)] });
}

export function answerAdmitted(desk: Desk): Reply {
  const { voice, chart } = desk;
  const { encounter } = chart;
  if (!encounter?.startedAt) return notOnRecord(unsaid(voice.say('patient.noAdmission')));
  const { startedAt: at, source: ref } = encounter;
  const when = voice.when(at);
  const label = voice.say('source.encounter', { when });
  return answered({
    text: voice.say('patient.admitted', { ago: voice.ago(at), when }),
    by: [{ kind: 'resource', ref, label, at }],
  });
}

/** What is missing, in the answer's language: a concept, a part, or the words of the gap. */
function gapName({ voice }: Desk, { what }: Gap): string {
  const concept = conceptNames.find((name) => specOf(name).words === what);
  return concept ? voice.concept(concept) : voice.told(what);
}

function gapReason({ voice }: Desk, { reason, detail }: Gap): string {
  const words = voice.term('gap', reason);
  if (detail === undefined || reason === 'pending') return words;
  return `${words} (${voice.why(detail)})`;
}

function gapsSaid(desk: Desk): Said[] {
  const { voice, assessment } = desk;
  const named = new Map<string, string[]>();
  for (const gap of assessment.gaps) {
    const reason = gapReason(desk, gap);
    named.set(reason, [...(named.get(reason) ?? []), gapName(desk, gap)]);
  }
  return [...named].map(([reason, things]) => ({
    text: voice.say('missing.line', { things: capital(voice.list(things)), reason }),
    by: [ofAssessment(desk)],
  }));
}

/** What the models would have used and did not have; what scores lack; what the film model does not judge. */
export function answerMissing(desk: Desk): Reply {
  const { voice, assessment } = desk;
  const { film, scores, laterDropped } = assessment;
  const notJudged = film.state === 'read' ? film.findings.filter(({ word }) => word === 'not-assessed') : [];
  const names = voice.list(notJudged.map(({ name }) => voice.finding(name)));
  const said = [
    ...gapsSaid(desk),
    ...scores.flatMap((score) => missingSaid(desk, score)),
    ...(film.state === 'read' && notJudged.length > 0
      ? [{ text: voice.say('film.notAssessed', { names }), by: [ofFilm(desk, film)] }]
      : []),
    ...(laterDropped > 0
      ? [{ text: voice.say('missing.later', { count: laterDropped }), by: [ofAssessment(desk)] }]
      : []),
  ];
  return answered(said.length > 0 ? said : { text: voice.say('missing.nothing'), by: [ofAssessment(desk)] });
}

function newestOf({ chart }: Desk, concept: Concept) {
  return chart.measurements
    .filter((measurement) => measurement.concept === concept)
    .sort((a, b) => Date.parse(b.observedAt) - Date.parse(a.observedAt))[0];
}

/** Values whose newest is too old for the scores, parts that are too old to count, and the film's age. */
export function answerStale(desk: Desk): Reply {
  const { voice, assessment, chart } = desk;
  const old = conceptNames
    .flatMap((concept) => newestOf(desk, concept) ?? [])
    .filter((measurement) => isOld(measurement, chart.asOf));
  const gaps = assessment.gaps.filter(({ reason }) => reason === 'too-old');
  const said = [
    ...gaps.map((gap) => ({
      text: voice.say('missing.line', {
        things: capital(gapName(desk, gap)),
        reason: gapReason(desk, gap),
      }),
      by: [ofAssessment(desk)],
    })),
    ...old.map((measurement) => ({
      text: voice.say('stale.value', {
        what: capital(`${voice.measured(measurement)} ${voice.quantity(measurement)}`),
        ago: voice.ago(measurement.observedAt),
      }),
      by: [ofValue(desk, measurement)],
    })),
  ];
  if (said.length === 0) return answered(unsaid(voice.say('stale.nothing')));
  return answered(said, unsaid(voice.say('stale.legend')));
}
