import { type Chart, type Modality, modalities } from '../chart/chart.ts';
import { buildTabular } from '../features/tabular.ts';
import type { Engine } from '../inference/engine.ts';
import type { ModelFile } from '../inference/model-file.ts';
import type { Tensor } from '../inference/tensor.ts';
import { SourceUnavailable } from '../lib/errors.ts';
import { type Estimate, sigmoid } from '../lib/estimate.ts';
import { type FilmEvidence, filmColumns, isFittedOn, type NotesEvidence, notesColumns } from './evidence.ts';
import { type FusionManifest, readFusionManifest } from './manifest.ts';
import { type Standing, standingOf, widening } from './population.ts';
import {
  hearing,
  maskOf,
  measuredConcepts,
  modalitiesIn,
  type Row,
  stack,
  typicalIn,
  typicalLatest,
} from './rows.ts';
import { shapley, subsets } from './shapley.ts';

export type Fused = {
  readonly risk: Estimate;
  /** The risk had only these modalities been heard: one for each subset of those present, none of them first. */
  readonly subsets: readonly { readonly heard: readonly Modality[]; readonly risk: Estimate }[];
  /** Exact Shapley share of each modality in the fused log-odds; sums to f(all) − f(none). */
  readonly shares: readonly {
    readonly modality: Modality;
    readonly logit: number;
    readonly present: boolean;
    /** The film was read by an encoder the film term was not fitted on, so its findings alone were used. */
    readonly findingsOnly?: true;
  }[];
  /**
   * What each measured concept adds to the log-odds: f(all) − f(all, but this concept as in the typical patient). Empty
   * where nobody reads reasons.
   */
  readonly effects: readonly {
    readonly concept: string;
    readonly modality: 'labs' | 'vitals';
    readonly logit: number;
    /** The typical patient's latest value, in the concept's unit. */
    readonly typical: number;
  }[];
  /** How unlike the training population this chart is; beyond `far` every interval is wider. */
  readonly standing: Standing;
};

export type Fusion = {
  readonly maker: string;
  readonly horizon: string;
  readonly population: string;
  /** What the record shows the film to add; `none` when the interval of its gain holds zero. */
  readonly filmClaim: string;
  /** Published scores that the record shows to decide better than the model somewhere between 5 and 50 %. */
  readonly beatenBy: readonly string[];
  /** Hours of chart history the model looks at. */
  readonly windowHours: number;
  readonly fuse: (
    chart: Chart,
    film: FilmEvidence | undefined,
    notes?: NotesEvidence | undefined,
  ) => Promise<Fused>;
};

/** What the ensemble says of one row: mean and spread of its members' log-odds. */
type Answer = { readonly mean: number; readonly sd: number };

function answersOf({ data, shape }: Tensor): Answer[] {
  const [rows = 0, members = 1] = shape;
  return Array.from({ length: rows }, (_, row) => {
    const values = data.subarray(row * members, (row + 1) * members);
    const mean = values.reduce((sum, value) => sum + value, 0) / members;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (members - 1));
    return { mean, sd };
  });
}

/** The name under which the manifest keeps the interval of what was heard. */
function intervalKey(heard: readonly Modality[]): string {
  return (['vitals', 'labs'] as const).filter((modality) => heard.includes(modality)).join('+') || 'none';
}

function toEstimate(
  { mean, sd }: Answer,
  { intervalRule }: FusionManifest,
  { heard, wider }: { heard: readonly Modality[]; wider: number },
): Estimate {
  const extra = intervalRule.extraSd[intervalKey(heard)];
  if (extra === undefined)
    throw new SourceUnavailable(`the fusion manifest has no interval for ${intervalKey(heard)}`);
  const spread = intervalRule.z * Math.hypot(sd, extra) * wider;
  return { value: sigmoid(mean), low: sigmoid(mean - spread), high: sigmoid(mean + spread) };
}

/** The answer for every subset of the modalities; a subset that differs only in what is absent has its equal's. */
function everySubset(answers: readonly Answer[], masks: readonly number[], present: number): Answer[] {
  const unknown = { mean: Number.NaN, sd: Number.NaN };
  return subsets(modalities.length).map((mask) => answers[masks.indexOf(mask & present)] ?? unknown);
}

function sharesOf(bySubset: readonly Answer[], heard: ReadonlySet<Modality>, findingsOnly: boolean) {
  const logits = shapley(
    bySubset.map(({ mean }) => mean),
    modalities.length,
  );
  return modalities.map((modality, at) => {
    const share = { modality, logit: logits[at] ?? 0, present: heard.has(modality) };
    return modality === 'film' && findingsOnly ? { ...share, findingsOnly: true as const } : share;
  });
}

/** Reasons cost one row of the graph for each measured concept, most of the time of a chart. */
export type Reasons = 'told' | 'not-told';

export type FusionParts = { readonly model: ModelFile; readonly engine: Engine; readonly reasons?: Reasons };

/**
 * The fusion model. One batched run answers for every subset of the modalities that are there and, where reasons are
 * told, for each measured concept at its typical value.
 */
export function createFusion({ model, engine, reasons = 'told' }: FusionParts): Fusion {
  const manifest = readFusionManifest(model);
  const { features } = manifest;

  const fuse: Fusion['fuse'] = async (chart, film, notes) => {
    const tabular = buildTabular(chart, features, manifest.windowHours);
    const row: Row = { tabular, film: filmColumns(manifest, film), notes: notesColumns(notes) };
    const measured = measuredConcepts(features, tabular);
    const heard = new Set<Modality>(measured.values());
    if (film) heard.add('film');
    if (notes) heard.add('notes');
    const present = maskOf(heard);
    const masks = subsets(modalities.length).filter((mask) => (mask & ~present) === 0);
    const concepts = reasons === 'told' ? [...measured] : [];
    const outputs = await engine.run(
      model.id,
      stack([
        ...masks.map((mask) => hearing(row, features, mask)),
        ...concepts.map(([concept]) => typicalIn(row, features, concept)),
      ]),
    );
    const logits = outputs.member_logits;
    if (!logits) throw new SourceUnavailable('the fusion model has no output member_logits');
    const answers = answersOf(logits);
    const bySubset = everySubset(answers, masks, present);
    const all = bySubset.at(-1) ?? { mean: Number.NaN, sd: Number.NaN };
    const standing = standingOf(manifest.guard, features, tabular);
    const wider = widening(standing, manifest.guard);
    return {
      risk: toEstimate(all, manifest, { heard: [...heard], wider }),
      subsets: masks.map((mask, at) => {
        const of = modalitiesIn(mask);
        return { heard: of, risk: toEstimate(answers[at] ?? all, manifest, { heard: of, wider }) };
      }),
      shares: sharesOf(bySubset, heard, film !== undefined && !isFittedOn(manifest, film)),
      effects: concepts.map(([concept, modality], at) => ({
        concept,
        modality,
        logit: all.mean - (answers[masks.length + at]?.mean ?? all.mean),
        typical: typicalLatest(features, concept),
      })),
      standing,
    };
  };

  return {
    maker: model.maker,
    horizon: manifest.horizon,
    population: manifest.population,
    filmClaim: manifest.film.claim,
    beatenBy: manifest.beatenBy,
    windowHours: manifest.windowHours,
    fuse,
  };
}
