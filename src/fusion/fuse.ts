import type { Chart, Modality } from '../chart/chart.ts';
import { modalities } from '../chart/chart.ts';
import { buildTabular, type Feature } from '../features/tabular.ts';
import type { Engine } from '../inference/engine.ts';
import type { ModelFile } from '../inference/model-file.ts';
import type { Tensor } from '../inference/tensor.ts';
import { SourceUnavailable } from '../lib/errors.ts';
import { type Estimate, sigmoid } from '../lib/estimate.ts';
import { type FusionManifest, readFusionManifest } from './manifest.ts';
import { shapley, subsets } from './shapley.ts';

/** What the film says to the fusion model: calibrated log-odds of "any abnormality", probability of an AP view. */
export type FilmEvidence = { readonly abnormalLogit: number; readonly viewApProbability: number };

export type Fused = {
  readonly risk: Estimate;
  /** The risk had only these modalities been heard: one for each subset of those present, none of them first. */
  readonly subsets: readonly { readonly heard: readonly Modality[]; readonly risk: Estimate }[];
  /** Exact Shapley share of each modality in the fused log-odds; sums to f(all) − f(none). */
  readonly shares: readonly {
    readonly modality: Modality;
    readonly logit: number;
    readonly present: boolean;
  }[];
  /** What each measured concept adds to the log-odds: f(all) − f(all, but this concept as in the typical patient). */
  readonly effects: readonly {
    readonly concept: string;
    readonly modality: 'labs' | 'vitals';
    readonly logit: number;
    /** The typical patient's latest value, in the concept's unit. */
    readonly typical: number;
  }[];
};

export type Fusion = {
  readonly maker: string;
  readonly horizon: string;
  readonly population: string;
  /** What the record shows the film to add; `none` when the interval of its gain holds zero. */
  readonly filmClaim: string;
  /** Hours of chart history the model looks at. */
  readonly windowHours: number;
  readonly fuse: (chart: Chart, film: FilmEvidence | undefined) => Promise<Fused>;
};

type Row = { readonly tabular: Float32Array; readonly film: readonly [number, number] };

const noFilm = [Number.NaN, Number.NaN] as const;

/** The same row with the given features unknown. */
function without(
  tabular: Float32Array,
  features: readonly Feature[],
  hide: (feature: Feature) => boolean,
): Float32Array {
  return tabular.map((value, at) => {
    const feature = features[at];
    return feature && hide(feature) ? Number.NaN : value;
  });
}

type TypicalFeature = FusionManifest['features'][number];

/** How a series was charted says nothing about its values. */
const ofCharting = ['ageHours', 'count'];

/** The same row with one concept's measured values as the typical training patient has them, charted as they are. */
function typicalIn(
  tabular: Float32Array,
  features: readonly TypicalFeature[],
  concept: string,
): Float32Array {
  return tabular.map((value, at) => {
    const feature = features[at];
    if (feature?.concept !== concept || ofCharting.includes(feature.stat) || Number.isNaN(value))
      return value;
    return feature.typical;
  });
}

function typicalLatest(features: readonly TypicalFeature[], concept: string): number {
  return (
    features.find((feature) => feature.concept === concept && feature.stat === 'latest')?.typical ??
    Number.NaN
  );
}

function stack(rows: readonly Row[], columns: number): { tabular: Tensor; film: Tensor } {
  const tabular = new Float32Array(rows.length * columns);
  const film = new Float32Array(rows.length * 2);
  rows.forEach((row, at) => {
    tabular.set(row.tabular, at * columns);
    film.set(row.film, at * 2);
  });
  return {
    tabular: { data: tabular, shape: [rows.length, columns] },
    film: { data: film, shape: [rows.length, 2] },
  };
}

/** Mean and standard deviation over the ensemble's members, one pair a row. */
function overMembers({ data, shape }: Tensor): { mean: number; sd: number }[] {
  const [rows = 0, members = 1] = shape;
  return Array.from({ length: rows }, (_, row) => {
    const values = data.subarray(row * members, (row + 1) * members);
    const mean = values.reduce((sum, value) => sum + value, 0) / members;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (members - 1));
    return { mean, sd };
  });
}

function toEstimate(
  { mean, sd }: { mean: number; sd: number },
  manifest: FusionManifest,
  subset: string,
): Estimate {
  const extra = manifest.intervalRule.extraSd[subset];
  if (extra === undefined) throw new SourceUnavailable(`the fusion manifest has no interval for ${subset}`);
  const spread = manifest.intervalRule.z * Math.hypot(sd, extra);
  return { value: sigmoid(mean), low: sigmoid(mean - spread), high: sigmoid(mean + spread) };
}

function modalitiesIn(mask: number): Modality[] {
  return modalities.filter((_, at) => (mask & (1 << at)) !== 0);
}

/** The name under which the manifest keeps the interval of what was heard. */
function intervalKey(heard: readonly Modality[]): string {
  return (['vitals', 'labs'] as const).filter((modality) => heard.includes(modality)).join('+') || 'none';
}

/** The concepts with at least one value in the row, each with its modality. */
function measuredConcepts(features: readonly Feature[], row: Float32Array): Map<string, 'labs' | 'vitals'> {
  const measured = new Map<string, 'labs' | 'vitals'>();
  features.forEach(({ concept, modality }, at) => {
    if (modality !== 'demographics' && !Number.isNaN(row[at] ?? Number.NaN)) measured.set(concept, modality);
  });
  return measured;
}

/** Runs the fusion graph once for all subsets of modalities and one row for each measured concept at its typical value. */
export function createFusion({ model, engine }: { model: ModelFile; engine: Engine }): Fusion {
  const manifest = readFusionManifest(model);
  const { features } = manifest;

  const rowFor = (tabular: Float32Array, film: FilmEvidence | undefined, mask: number): Row => {
    const heard = modalitiesIn(mask);
    const hears = (modality: Modality) => heard.includes(modality);
    const kept = without(
      tabular,
      features,
      ({ modality }) => modality !== 'demographics' && !hears(modality),
    );
    const shown = hears('film') ? film : undefined;
    return { tabular: kept, film: shown ? [shown.abnormalLogit, shown.viewApProbability] : noFilm };
  };

  const fuse = async (chart: Chart, film: FilmEvidence | undefined): Promise<Fused> => {
    const tabular = buildTabular(chart, features, manifest.windowHours);
    const measured = measuredConcepts(features, tabular);
    const heard = new Set<Modality>([...measured.values(), ...(film ? ['film' as const] : [])]);
    const masks = subsets(modalities.length);
    const all = masks.length - 1;
    const rows = masks.map((mask) => rowFor(tabular, film, mask));
    for (const concept of measured.keys()) {
      const row = rowFor(tabular, film, all);
      rows.push({ ...row, tabular: typicalIn(row.tabular, features, concept) });
    }
    const outputs = await engine.run(model.id, stack(rows, features.length));
    const logits = outputs.member_logits;
    if (!logits) throw new SourceUnavailable('the fusion model has no output member_logits');
    const values = overMembers(logits);
    const fusedAll = values[all] ?? { mean: Number.NaN, sd: Number.NaN };
    return {
      risk: toEstimate(fusedAll, manifest, intervalKey([...heard])),
      subsets: masks
        .map((mask) => ({ of: modalitiesIn(mask), member: values[mask] ?? fusedAll }))
        .filter(({ of }) => of.every((modality) => heard.has(modality)))
        .map(({ of, member }) => ({ heard: of, risk: toEstimate(member, manifest, intervalKey(of)) })),
      shares: shapley(
        values.slice(0, masks.length).map(({ mean }) => mean),
        modalities.length,
      ).map((logit, at) => {
        const modality = modalities[at] ?? 'notes';
        return { modality, logit, present: heard.has(modality) };
      }),
      effects: [...measured].map(([concept, modality], at) => ({
        concept,
        modality,
        logit: fusedAll.mean - (values[masks.length + at]?.mean ?? fusedAll.mean),
        typical: typicalLatest(features, concept),
      })),
    };
  };

  return {
    maker: model.maker,
    horizon: manifest.horizon,
    population: manifest.population,
    filmClaim: manifest.film.claim,
    windowHours: manifest.windowHours,
    fuse,
  };
}
