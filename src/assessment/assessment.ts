import type { Gap, Measurement, Modality } from '../chart/chart.ts';
import type { Places } from '../encoders/place.ts';
import type { Standing } from '../fusion/population.ts';
import type { Estimate } from '../lib/estimate.ts';
import type { NoteStatement } from '../notes/hear-notes.ts';
import type { Extent, OutlineRefusal } from '../outline/outline.ts';
import type { WithheldScore } from '../scores/published-scores.ts';
import type { Score } from '../scores/score.ts';

/** A number, or the reason why there is none. Never a score that merely looks sure. */
export type Probability =
  | ({ readonly kind: 'estimated' } & Estimate)
  | { readonly kind: 'withheld'; readonly because: string };

/** What makes a finding on this film less sure than its number. */
export type Doubt = 'chest-drain' | 'ap-view' | 'many-findings';

/** One finding's conclusion on one film. */
export type FindingConclusion = {
  readonly name: string;
  readonly probability: Probability;
  /** Share of the films the model was calibrated on that showed it; absent when it was calibrated on none. */
  readonly prevalence?: number;
  /** How the probability is said: from its interval and the prevalence; `no-evidence` speaks neither for nor against. */
  readonly word:
    | 'likely'
    | 'possible'
    | 'unlikely'
    | 'uncertain'
    | 'no-evidence'
    | 'not-assessed'
    | 'uncalibrated'
    | 'not-offered';
  /** Why the word is weaker than the number. */
  readonly doubts?: readonly Doubt[];
};

/** Cardiothoracic ratio of a PA film with its 90 % interval, and where its two lines lie on the film; or why there is none. */
export type HeartMeasure =
  | { readonly kind: 'measured'; readonly ratio: Estimate; readonly heart: Extent; readonly chest: Extent }
  | { readonly kind: 'not-measured'; readonly because: OutlineRefusal | 'ap-view' };

/** What the film says, or why it says nothing. */
export type FilmConclusion =
  | {
      readonly state: 'read';
      readonly studyInstanceUid: string;
      readonly sopInstanceUid: string;
      readonly acquiredAt?: string;
      readonly view: 'PA' | 'AP';
      readonly abnormal: Probability;
      /** Share of the films the model was calibrated on that were abnormal. */
      readonly abnormalPrevalence?: number;
      readonly findings: readonly FindingConclusion[];
      /** Where what is told lies, by name, `abnormal` too; absent until it was sought. */
      readonly places?: Places;
      /** Contradictions between the film and the person in the chart. */
      readonly warnings: readonly string[];
      /** What is amiss with the film itself, though it was read. */
      readonly filmWarnings?: readonly string[];
      readonly model: string;
      /** The model that judged view, sex, age or kind of film where `model` does not. */
      readonly beside?: string;
      /** Absent on readings from before films were outlined. */
      readonly heart?: HeartMeasure;
      /** The model that outlined lungs and heart. */
      readonly outlinedBy?: string;
    }
  | { readonly state: 'pending' | 'refused' | 'failed' | 'none'; readonly because: string };

export type ReadConclusion = Extract<FilmConclusion, { state: 'read' }>;

/** One fact that moves the risk, in logit units of the fused model (positive raises it). */
export type Reason = {
  readonly words: string;
  readonly modality: Modality;
  readonly effect: number;
  readonly measurement?: Measurement;
  /** What the effect is told against: the latest value of the typical patient in training, in the same unit. */
  readonly typical?: number;
};

/** Shapley share of one modality in the fused log-odds; shares sum to f(all) − f(none). */
export type Share = {
  readonly modality: Modality;
  readonly logit: number;
  readonly present: boolean;
  /** The film was read by another encoder than the film term knows: its findings alone were used. */
  readonly findingsOnly?: true;
};

/** Vigie's whole statement about one patient at one time; the unit that is stored and shown. */
export type Assessment = {
  readonly id: string;
  readonly patientId: string;
  readonly asOf: string;
  readonly createdAt: string;
  readonly risk: Probability;
  readonly horizon: string;
  readonly population: string;
  /** How like the training population the chart is; `far` has widened the interval. Absent on older assessments. */
  readonly standing?: Standing['kind'];
  /**
   * The risk had only these modalities been heard, wherever it would have been given: labs or vitals among them. Absent
   * where no risk is given, and on assessments from before it was kept.
   */
  readonly subsets?: readonly { readonly heard: readonly Modality[]; readonly risk: Estimate }[];
  readonly shares: readonly Share[];
  readonly raises: readonly Reason[];
  readonly lowers: readonly Reason[];
  /** Scores made by others, beside the model's own risk. */
  readonly scores: readonly Score[];
  /** Those that are not given for this patient, and why. */
  readonly scoresWithheld: readonly WithheldScore[];
  /** The score that leads the card, because it decides better than the model where a clinician would act. */
  readonly leads?: Score['name'];
  readonly film: FilmConclusion;
  /** What the notes state, newest note first; absent on assessments from before notes were read. */
  readonly statements?: readonly NoteStatement[];
  readonly gaps: readonly Gap[];
  readonly laterDropped: number;
  /** `id@version` of every model that spoke. */
  readonly models: readonly string[];
};
