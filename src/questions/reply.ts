import type { Assessment } from '../assessment/assessment.ts';
import type { Change } from '../assessment/changes.ts';
import type { Chart } from '../chart/chart.ts';
import type { Contradiction } from '../contradictions/contradiction.ts';
import type { ModelCard } from '../model-cards/model-card.ts';
import type { Language } from '../words/words.ts';
import type { Answer, Citation } from './answer.ts';
import type { Voice } from './voice.ts';

/** A clinician's word, and whether it is about the evidence of this assessment; it is where nothing is said. */
export type StandingWord = Contradiction & { readonly stands?: boolean };

/** A question, and everything an answer may be made of. */
export type Asked = {
  readonly question: string;
  /** Of the answer; by the question's words where it is not given. */
  readonly language?: Language;
  /** Decides where the question's words tell no language. */
  readonly readersLanguage?: Language;
  /** IANA name, in which "since Monday" is meant and times are told; UTC where it is not given. */
  readonly timeZone?: string;
  readonly chart: Chart;
  readonly assessment: Assessment;
  readonly contradictions: readonly StandingWord[];
  /** Cards of the models that may have spoken, by `id@version`. */
  readonly modelCards?: ReadonlyMap<string, ModelCard>;
  /** What differs from the assessment before, where there is one, and since when. */
  readonly changes?: { readonly since: string; readonly list: readonly Change[] };
};

/** A citation before it has its number. */
export type Source = Omit<Citation, 'number'>;

/** A sentence and what bears it. */
export type Said = { readonly text: string; readonly by: readonly Source[] };

/** What one kind of question is answered with, before citations are numbered. */
export type Reply = {
  readonly kind: Answer['kind'];
  readonly said: readonly Said[];
};

/** What an answer is made with: the record, and the words. */
export type Desk = Asked & { readonly voice: Voice };

/** An answer of these statements, in this order. */
export function answered(...said: readonly (Said | readonly Said[])[]): Reply {
  return { kind: 'answered', said: said.flat() };
}

/** The record does not hold it; what is said tells what was looked for. */
export function notOnRecord(...said: readonly Said[]): Reply {
  return { kind: 'not-on-record', said };
}
