import type { ReadConclusion } from '../assessment/assessment.ts';
import type { Entry, FilmStudy, Measurement } from '../chart/chart.ts';
import type { Contradiction } from '../contradictions/contradiction.ts';
import { entryOf } from '../notes/concepts.ts';
import type { NoteStatement } from '../notes/hear-notes.ts';
import type { Score } from '../scores/score.ts';
import type { Desk, Source } from './reply.ts';

/** One value, by its Observation. */
export function ofValue({ voice }: Desk, measurement: Measurement): Source {
  const { observedAt, source } = measurement;
  const label = `${voice.measured(measurement)} ${voice.quantity(measurement)}, ${voice.when(observedAt)}`;
  return { kind: 'resource', ref: source, label, at: observedAt };
}

/** A condition, procedure or device as it was entered. */
export function ofEntry({ voice }: Desk, { text, at, source }: Entry): Source {
  return at === undefined
    ? { kind: 'resource', ref: source, label: text }
    : { kind: 'resource', ref: source, label: `${text}, ${voice.when(at)}`, at };
}

/** A note, by its title; never its words. */
export function ofNote({ voice, chart }: Desk, { source, at }: Pick<NoteStatement, 'source' | 'at'>): Source {
  const title = chart.notes.find((note) => note.source === source)?.title ?? voice.say('source.note');
  return at === undefined
    ? { kind: 'resource', ref: source, label: title }
    : { kind: 'resource', ref: source, label: `${title}, ${voice.when(at)}`, at };
}

/** The patient's own resource. */
export function ofPatient({ voice, chart }: Desk): Source {
  return { kind: 'resource', ref: `Patient/${chart.patient.id}`, label: voice.say('source.patient') };
}

/** The film that was read. */
export function ofFilm({ voice }: Desk, film: ReadConclusion): Source {
  const { acquiredAt: at, view, sopInstanceUid, studyInstanceUid } = film;
  const ref = sopInstanceUid === '' ? studyInstanceUid : sopInstanceUid;
  const label = voice.say(at ? 'source.filmAt' : 'source.film', { view, when: at ? voice.when(at) : '' });
  return { kind: 'film', ref, label, ...(at ? { at } : {}) };
}

/** A film study of the chart, read or not. */
export function ofStudy({ voice }: Desk, { source, startedAt: at }: FilmStudy): Source {
  const label = at ? voice.say('source.studyAt', { when: voice.when(at) }) : voice.say('source.study');
  return { kind: 'resource', ref: source, label, ...(at ? { at } : {}) };
}

/** The assessment as a whole: risk, shares, gaps. */
export function ofAssessment({ voice, assessment }: Desk): Source {
  const { id, asOf } = assessment;
  return {
    kind: 'assessment',
    ref: id,
    label: voice.say('source.assessment', { when: voice.when(asOf) }),
    at: asOf,
  };
}

export function ofScore({ voice, assessment }: Desk, score: Score): Source {
  const { name, points, outOf, missing } = score;
  const label = `${name} ${missing.length > 0 ? `${voice.say('score.atLeast')} ` : ''}${voice.number(points)}${
    outOf === undefined ? '' : ` ${voice.say('score.outOf')} ${voice.number(outOf)}`
  }`;
  return { kind: 'score', ref: name, label, at: assessment.asOf };
}

export function ofContradiction({ voice }: Desk, { id, by, at }: Contradiction): Source {
  const who = by?.name ?? by?.id ?? voice.say('source.unnamed');
  return { kind: 'contradiction', ref: id, label: `${who}, ${voice.when(at)}`, at };
}

export function ofModel(maker: string): Source {
  return { kind: 'model', ref: maker, label: maker };
}

/** The name of what a note states, in the answer's language. */
export function notedWords({ voice }: Desk, { concept }: Pick<NoteStatement, 'concept'>): string {
  const { words } = entryOf(concept);
  return voice.language === 'en' ? words : voice.term('noted', concept);
}
