import { type Modality, modalities } from '../chart/chart.ts';
import type { Feature } from '../features/tabular.ts';
import type { Tensor } from '../inference/tensor.ts';
import type { FusionManifest } from './manifest.ts';

/** One row of the graph's inputs; NaN is "not known". */
export type Row = {
  readonly tabular: Float32Array;
  readonly film: readonly number[];
  readonly notes: readonly number[];
};

export function modalitiesIn(mask: number): Modality[] {
  return modalities.filter((_, at) => (mask & (1 << at)) !== 0);
}

export function maskOf(heard: ReadonlySet<Modality>): number {
  return modalities.reduce((mask, modality, at) => mask | (heard.has(modality) ? 1 << at : 0), 0);
}

/** The row as it would be had only the modalities of `mask` been heard; age and sex always are. */
export function hearing(row: Row, features: readonly Feature[], mask: number): Row {
  const heard = modalitiesIn(mask);
  const hears = (modality: Feature['modality']) => modality === 'demographics' || heard.includes(modality);
  const silent = (values: readonly number[]) => values.map(() => Number.NaN);
  return {
    tabular: row.tabular.map((value, at) => {
      const feature = features[at];
      return feature && hears(feature.modality) ? value : Number.NaN;
    }),
    film: heard.includes('film') ? row.film : silent(row.film),
    notes: heard.includes('notes') ? row.notes : silent(row.notes),
  };
}

type TypicalFeature = FusionManifest['features'][number];

/** How a series was charted says nothing about its values. */
const ofCharting = ['ageHours', 'firstAgeHours', 'count'];

/** The same row with one concept's measured values as the typical training patient has them, charted as they are. */
export function typicalIn(row: Row, features: readonly TypicalFeature[], concept: string): Row {
  const tabular = row.tabular.map((value, at) => {
    const feature = features[at];
    if (feature?.concept !== concept || ofCharting.includes(feature.stat) || Number.isNaN(value))
      return value;
    return feature.typical;
  });
  return { ...row, tabular };
}

export function typicalLatest(features: readonly TypicalFeature[], concept: string): number {
  const latest = features.find((feature) => feature.concept === concept && feature.stat === 'latest');
  return latest?.typical ?? Number.NaN;
}

/** The concepts with at least one value in the row, each with its modality. */
export function measuredConcepts(
  features: readonly Feature[],
  row: Float32Array,
): Map<string, 'labs' | 'vitals'> {
  const measured = new Map<string, 'labs' | 'vitals'>();
  features.forEach(({ concept, modality }, at) => {
    if (modality !== 'demographics' && !Number.isNaN(row[at] ?? Number.NaN)) measured.set(concept, modality);
  });
  return measured;
}

function tensorOf(rows: readonly ArrayLike<number>[]): Tensor {
  const width = rows[0]?.length ?? 0;
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    data.set(row, at * width);
  });
  return { data, shape: [rows.length, width] };
}

/** Rows as one batch of the graph's inputs. */
export function stack(rows: readonly Row[]): { tabular: Tensor; film: Tensor; notes: Tensor } {
  return {
    tabular: tensorOf(rows.map(({ tabular }) => tabular)),
    film: tensorOf(rows.map(({ film }) => film)),
    notes: tensorOf(rows.map(({ notes }) => notes)),
  };
}
