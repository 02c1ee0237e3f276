/** Where a fact of an answer comes from: what the app opens when its number is chosen. */
export type Citation = {
  /** 1, 2, 3 … in the order of the answer. */
  readonly number: number;
  readonly kind: 'resource' | 'film' | 'assessment' | 'score' | 'contradiction' | 'model';
  /** `Observation/<id>`, a SOP instance UID, an assessment's id, a score's name, a contradiction's id, `id@version`. */
  readonly ref: string;
  /** What it is, in the answer's language: `lactate 4.1 mmol/L, 24 Nov 03:10`. */
  readonly label: string;
  /** ISO 8601. */
  readonly at?: string;
};

/** A sentence, and the citations that bear it. */
export type Sentence = { readonly text: string; readonly citations: readonly number[] };

/** An answer to a question about one summary; composed of the chart and the assessment, never invented. */
export type Answer = {
  readonly question: string;
  readonly language: 'en' | 'fr';
  /**
   * `answered`; `not-on-record`: understood, and the record holds nothing; `out-of-reach`: not a question this box
   * answers (treatment, other patients, the future); `not-understood`: neither.
   */
  readonly kind: 'answered' | 'not-on-record' | 'out-of-reach' | 'not-understood';
  readonly sentences: readonly Sentence[];
  readonly citations: readonly Citation[];
  /** Questions that can be answered next. */
  readonly suggestions: readonly string[];
  /** What the record was as of, ISO 8601. */
  readonly asOf: string;
  /** Said by the site's language model and found to hold every number and fact of the composed answer. */
  readonly rephrasedBy?: string;
};
