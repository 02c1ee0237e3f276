import type { Contradiction } from '../../contradictions/contradiction.ts';
import { answered, type Desk, notOnRecord, type Reply, type Said, type StandingWord } from '../reply.ts';
import { ofContradiction } from '../sources.ts';

function targetWords({ voice }: Desk, { target }: Contradiction): string {
  if (target.kind === 'finding') return voice.finding(target.name);
  if (target.kind === 'missed')
    return target.name
      ? voice.say('people.missed', { name: voice.finding(target.name) })
      : voice.say('people.missedUnnamed');
  return voice.say(`people.${target.kind}`);
}

/** `Dr Rao disagrees with pneumonia: skin fold (24 Nov, 03:10 UTC).` */
export function wordSaid(desk: Desk, contradiction: StandingWord): Said {
  const { voice } = desk;
  const { verdict, by, reason, words, at, stands } = contradiction;
  const because = [reason ? voice.term('reason', reason) : '', words ? `“${words}”` : '']
    .filter((text) => text !== '')
    .join(', ');
  const text = voice.say(`people.${verdict}`, {
    who: by?.name ?? by?.id ?? voice.say('source.unnamed'),
    what: targetWords(desk, contradiction),
    because: because === '' ? '' : voice.say('people.because', { because }),
    when: voice.when(at),
  });
  const older = stands === false ? ` ${voice.say('people.older')}` : '';
  return { text: `${text}${older}`, by: [ofContradiction(desk, contradiction)] };
}

/** Who disagreed with one finding, or with any where none is named. */
export function disagreementsSaid(desk: Desk, name?: string): Said[] {
  return desk.contradictions
    .filter(({ verdict, stands }) => verdict === 'disagree' && stands !== false)
    .filter(({ target }) => target.kind === 'finding' && (name === undefined || target.name === name))
    .map((contradiction) => wordSaid(desk, contradiction));
}

function answerVerdicts(desk: Desk, verdicts: readonly Contradiction['verdict'][], none: string): Reply {
  const words = desk.contradictions.filter(({ verdict }) => verdicts.includes(verdict));
  if (words.length === 0) return notOnRecord({ text: desk.voice.say(none), by: [] });
  return answered(words.map((contradiction) => wordSaid(desk, contradiction)));
}

/** Who said no, or named what was missed, and why. */
export function answerDisagreed(desk: Desk): Reply {
  return answerVerdicts(desk, ['disagree', 'add'], 'people.nobodyDisagreed');
}

export function answerAgreed(desk: Desk): Reply {
  return answerVerdicts(desk, ['agree'], 'people.nobodyAgreed');
}
