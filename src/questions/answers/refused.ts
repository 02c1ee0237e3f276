import type { Intent } from '../intent.ts';
import { type Desk, notOnRecord, type Reply } from '../reply.ts';
import type { Meaning, RefusalReason } from '../understanding/meaning.ts';

/** What the box does not answer, and why; plainly, and with nothing beside it. */
export function answerRefused({ voice }: Desk, why: RefusalReason): Reply {
  return { kind: 'out-of-reach', said: [{ text: voice.say(`refused.${why}`), by: [] }] };
}

export function notUnderstood({ voice }: Desk): Reply {
  return { kind: 'not-understood', said: [{ text: voice.say('notUnderstood'), by: [] }] };
}

export function answerHelp({ voice }: Desk): Reply {
  return { kind: 'answered', said: [{ text: voice.say('help'), by: [] }] };
}

/** Understood, and nothing that Vigie gathers. */
export function notRead({ voice }: Desk): Reply {
  return notOnRecord({ text: voice.say('notRead'), by: [] });
}

/** What a thing is called, in the answer's language. */
export function nameOf({ voice }: Desk, meaning: Meaning): string | undefined {
  if (meaning.tag === 'values') return meaning.concepts.map((concept) => voice.concept(concept)).join(' / ');
  if (meaning.tag === 'finding') return voice.finding(meaning.name);
  if (meaning.tag === 'score') return meaning.names.join(' / ');
  return meaning.tag === 'noted' ? voice.term('noted', meaning.concept) : undefined;
}

/** A mistyped word that may be one of several things: which? */
export function answerUnclear(desk: Desk, { typed, between }: Extract<Intent, { kind: 'unclear' }>): Reply {
  const { voice } = desk;
  const names = voice.list(between.flatMap((meaning) => nameOf(desk, meaning) ?? []));
  return { kind: 'not-understood', said: [{ text: voice.say('unclear', { typed, names }), by: [] }] };
}
