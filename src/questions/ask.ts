import type { Language } from '../words/words.ts';
import type { Answer, Citation } from './answer.ts';
import { answerAgainst } from './answers/against.ts';
import {
  answerFilm,
  answerFilmAge,
  answerFinding,
  answerHeart,
  answerPrior,
  answerQuality,
  answerWhere,
} from './answers/film.ts';
import { answerAgreed, answerDisagreed } from './answers/people.ts';
import { answerChanged, answerMade, answerModels, answerValidated } from './answers/provenance.ts';
import {
  answerAdmitted,
  answerDevices,
  answerHistory,
  answerMissing,
  answerNoted,
  answerNotes,
  answerPatient,
  answerStale,
} from './answers/record.ts';
import { answerHelp, answerRefused, answerUnclear, notRead, notUnderstood } from './answers/refused.ts';
import {
  answerCounter,
  answerRisk,
  answerShare,
  answerSure,
  answerWhy,
  answerWithout,
} from './answers/risk.ts';
import { answerScore } from './answers/scores.ts';
import { answerValues } from './answers/values.ts';
import { type Intent, intentOf, type Plain } from './intent.ts';
import type { Asked, Desk, Reply, Said, Source } from './reply.ts';
import { suggestionsFor } from './suggestions.ts';
import { understand } from './understanding/understand.ts';
import { createVoice } from './voice.ts';

/** Characters of a question. */
export const longestQuestion = 500;

const plainAnswers: Readonly<Record<Plain, (desk: Desk) => Reply>> = {
  risk: answerRisk,
  sure: answerSure,
  counter: answerCounter,
  film: answerFilm,
  heart: answerHeart,
  where: (desk) => answerWhere(desk),
  prior: answerPrior,
  'film-age': answerFilmAge,
  quality: answerQuality,
  missing: answerMissing,
  stale: answerStale,
  notes: answerNotes,
  devices: answerDevices,
  history: answerHistory,
  patient: answerPatient,
  admitted: answerAdmitted,
  made: answerMade,
  models: answerModels,
  validated: answerValidated,
  disagreed: answerDisagreed,
  agreed: answerAgreed,
  changed: answerChanged,
  unread: notRead,
  help: answerHelp,
  'not-understood': notUnderstood,
};

function replyTo(desk: Desk, intent: Intent): Reply {
  switch (intent.kind) {
    case 'refused':
      return answerRefused(desk, intent.why);
    case 'unclear':
      return answerUnclear(desk, intent);
    case 'values':
      return answerValues(desk, intent);
    case 'why':
      return answerWhy(desk, intent.toward);
    case 'finding':
      return answerFinding(desk, intent.names);
    case 'against':
      return answerAgainst(desk, intent.name);
    case 'noted':
      return answerNoted(desk, intent.concepts);
    case 'score':
      return answerScore(desk, intent.names);
    case 'without':
      return answerWithout(desk, intent);
    case 'share':
      return answerShare(desk, intent.modalities);
    default:
      return plainAnswers[intent.kind](desk);
  }
}

/** Two values of one resource (a blood pressure) are two citations. */
function keyOf({ kind, ref, label }: Source): string {
  return JSON.stringify([kind, ref, label]);
}

/** Numbers the sources in the order in which the sentences need them; what was said already is not said again. */
function numbered(said: readonly Said[]): Pick<Answer, 'sentences' | 'citations'> {
  const citations = new Map<string, Citation>();
  const cite = (source: Source): number => {
    const known = citations.get(keyOf(source));
    if (known) return known.number;
    const number = citations.size + 1;
    citations.set(keyOf(source), { number, ...source });
    return number;
  };
  const once = said.filter(({ text }, at) => said.findIndex((other) => other.text === text) === at);
  const sentences = once.map(({ text, by }) => ({ text, citations: [...new Set(by.map(cite))] }));
  return { sentences, citations: [...citations.values()] };
}

/** A mistyped word that was read as something says as what. */
function readAs({ voice }: Desk, corrected: readonly string[]): Said[] {
  if (corrected.length === 0) return [];
  return [{ text: voice.say('readAs', { words: voice.list(corrected.map((word) => `“${word}”`)) }), by: [] }];
}

/**
 * Answers a question about one summary from its chart, assessment and contradictions and from nothing else: every number
 * of a sentence stands in a source that the sentence cites. Pure; the same question gets the same answer.
 */
export function ask(asked: Asked): Answer {
  const { question, chart, assessment, timeZone = 'UTC' } = asked;
  const admittedAt = chart.encounter?.startedAt;
  const now = { asOf: chart.asOf, timeZone, ...(admittedAt ? { admittedAt } : {}) };
  const understood = understand(question, now, asked.language ?? asked.readersLanguage);
  const language: Language = asked.language ?? understood.language;
  const desk: Desk = { ...asked, voice: createVoice(language, assessment.asOf, timeZone) };
  const intent = intentOf(understood);
  const { kind, said } = replyTo(desk, intent);
  const first = kind === 'answered' || kind === 'not-on-record' ? readAs(desk, understood.corrected) : [];
  return {
    question,
    language,
    kind,
    ...numbered([...first, ...said]),
    suggestions: suggestionsFor(desk, intent),
    asOf: assessment.asOf,
  };
}
