import type { Contradiction, Target } from '../contradictions/contradiction.ts';
import { findingNamed } from '../findings/registry.ts';
import type { Coding } from './card.ts';
import { bullets, escapeMarkdown, heading } from './markdown.ts';
import { ago } from './numbers.ts';
import { english } from './wording.ts';

/** What clinicians said of the evidence that a card rests on, and the words for their reasons. */
export type WordsSaid = {
  readonly standing: readonly Contradiction[];
  /** When the report on its film that stands here was signed, ISO 8601. */
  readonly signedAt?: string | undefined;
  readonly overrideReasons: readonly Coding[];
};

const rank = { card: 0, risk: 1, finding: 2, missed: 3 } as const satisfies Record<Target['kind'], number>;

/** What a word is about: `pleural effusion`, `The risk`. */
export function aboutWords(target: Target): string {
  if (target.kind === 'finding') return findingNamed(target.name)?.words.en ?? target.name;
  return english.about[target.kind];
}

/** `Dr Osei disagrees: skin fold, clothing or overlying device, 10 min ago: “moves with the gown”`. */
function lineOf(word: Contradiction, { overrideReasons }: WordsSaid, asOf: string): string {
  const { by, verdict, reason, words, target, at } = word;
  const missed = target.kind === 'missed' && target.name ? findingNamed(target.name)?.words.en : undefined;
  const why = overrideReasons.find(({ code }) => code === reason)?.display ?? reason;
  const said = [missed, why].filter((text) => text !== undefined).join(', ');
  const who = escapeMarkdown(by?.name ?? english.aClinician);
  return [
    `${aboutWords(target)}: ${who} ${english.verdict[verdict]}`,
    ...(said ? [`: ${escapeMarkdown(said)}`] : []),
    `, ${ago(at, asOf)}`,
    ...(words ? [`: “${escapeMarkdown(words)}”`] : []),
  ].join('');
}

/** What clinicians said, the card as a whole first; nothing when nobody did. */
export function wordsSection(said: WordsSaid, asOf: string): string[] {
  if (said.standing.length === 0) return [];
  const sorted = said.standing.toSorted((a, b) => rank[a.target.kind] - rank[b.target.kind]);
  const lines = sorted.map((word) => lineOf(word, said, asOf));
  return [`${heading(english.cliniciansSay)}\n\n${bullets(lines)}`];
}

/** Whether somebody disagrees with it. */
export function isDisputed({ standing }: WordsSaid, kind: 'card' | 'risk'): boolean {
  return standing.some(({ target, verdict }) => target.kind === kind && verdict === 'disagree');
}
