import { fold } from '../notes/tokens.ts';
import type { Answer } from './answer.ts';
import { isWordOf, thingsIn } from './understanding/understand.ts';

/** Longer or shorter than this share of what was composed, a sentence says more or less than it. */
const [shortest, longest] = [0.4, 1.7];

const units = String.raw`%|°[CF]|h|min|d|j|days?|jours?|points?|mmHg|kPa|kg|g|mL|lb|[a-zµ10³⁹]*[A-Za-zµ³⁹]*\/[A-Za-zµ]+`;
const quantities = new RegExp(
  String.raw`([<>−+–-]?\s?\d+(?:[.,\u202f]\d+)*)(?:\s?(${units})(?![\p{L}\d/]))?`,
  'gu',
);
const mark = /\[(\d+)\]/g;

/**
 * Words that turn a sentence round or change how sure it is, folded; each has to be there as often as it was, no other may
 * come in. English and French.
 */
const turning = new Set(
  [
    'no not never nothing none nobody neither nor without cannot only unless except denies deny missing absent lacks',
    'likely unlikely possible probable uncertain certain sure probably possibly maybe perhaps may might must should',
    'against raises lowers raised lowered raise lower rose fell risen fallen rising falling same about steady stable',
    'highest lowest above below under over least most more less before after since first last newest old older',
    'within normal abnormal high low higher severe moderate disagrees agrees adds states state left right upper middle',
    'pas non ne ni jamais rien aucun aucune personne sans seulement uniquement sauf nient nie manque absent absents',
    'probable improbable peu possible incertain certain sur sure peut doit devrait peutetre',
    'contre augmente abaisse hausse baisse stable maximum minimum dessus dessous moins plus avant apres depuis',
    'dernier derniere recente ancienne dans hors normal anormal eleve faible severe modere desaccord accord ajoute',
    'indiquent indique gauche droite superieure moyenne inferieure mediane',
  ].flatMap((line) => line.split(' ')),
);

/** In the order of the text: two values that change places are two wrong statements. */
function listed(words: readonly string[]): string {
  return words.join(' | ');
}

/** Numbers with their signs and units, as often as they stand. */
function quantitiesIn(text: string): string {
  const found = [...text.replaceAll(mark, ' ').matchAll(quantities)];
  return listed(found.map(([, number = '', unit = '']) => `${number.replaceAll(/\s/g, '')} ${unit}`));
}

function marksIn(text: string): string {
  return listed([...text.matchAll(mark)].map(([, number = '']) => number));
}

function turningIn(text: string): string {
  const words = text.normalize('NFC').match(/[\p{L}\p{M}]+/gu) ?? [];
  return listed(words.map(fold).filter((word) => turning.has(word)));
}

/** Names of people, films, scores and time zones: words with a capital, but for a common word that begins the line. */
function namesIn(text: string, language: Answer['language']): string {
  const words = text.replaceAll(mark, ' ').match(/[\p{L}\p{M}\d'’-]+/gu) ?? [];
  const isName = (word: string, at: number) => /\p{Lu}/u.test(word) && (at > 0 || !isWordOf(word, language));
  return listed(words.filter(isName));
}

/** A sentence as it is sent and as it comes back: with the marks of its citations. */
function marked({ text, citations }: Answer['sentences'][number]): string {
  return `${text}${citations.map((number) => `[${number}]`).join('')}`;
}

/** Why a rephrased sentence does not say what was composed, if so. */
function faultIn(composed: string, rephrased: string, language: Answer['language']): string | undefined {
  const ratio = rephrased.length / composed.length;
  if (ratio < shortest || ratio > longest) return 'length';
  if (marksIn(composed) !== marksIn(rephrased)) return 'citations';
  if (quantitiesIn(composed) !== quantitiesIn(rephrased)) return 'numbers';
  if (namesIn(composed, language) !== namesIn(rephrased, language)) return 'names';
  if (turningIn(composed) !== turningIn(rephrased)) return 'negations';
  if (listed(thingsIn(composed, language)) !== listed(thingsIn(rephrased, language))) return 'things';
  return undefined;
}

/** The lines that are sent to a language model: nothing but what was composed. */
export function linesOf({ sentences }: Answer): readonly string[] {
  return sentences.map(marked);
}

/**
 * The answer in a language model's lines, one for each sentence, if every one of them holds the same numbers with units,
 * the same citations, the same negations and degrees, and the same clinical things; else why not.
 */
export function accept(
  answer: Answer,
  lines: readonly string[],
  by: string,
): { readonly answer: Answer } | { readonly fault: string } {
  const composed = linesOf(answer);
  if (lines.length !== composed.length) return { fault: 'lines' };
  const fault = composed
    .map((line, at) => faultIn(line, lines[at] ?? '', answer.language))
    .find((found) => found !== undefined);
  if (fault) return { fault };
  const sentences = answer.sentences.map((sentence, at) => ({
    ...sentence,
    text: (lines[at] ?? '')
      .replaceAll(mark, '')
      .replaceAll(/\s+([.,])/g, '$1')
      .trim(),
  }));
  return { answer: { ...answer, sentences, rephrasedBy: by } };
}
