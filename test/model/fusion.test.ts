import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Chart, Measurement } from '../../src/chart/chart.ts';
import { type Concept, specOf } from '../../src/chart/codes.ts';
import { buildTabular, type Feature } from '../../src/features/tabular.ts';
import { createFusion } from '../../src/fusion/fuse.ts';
import { logitOf } from '../../src/lib/estimate.ts';
import { root } from '../integration/service.ts';
import { type Held, openShipped, worstOf } from './parity.ts';

type Rows = readonly (readonly (number | null)[])[];
/** Row by row: the chart, the inputs it gives (null = not known) and what each member answered. */
type Parity = {
  readonly tolerance: number;
  readonly charts: readonly {
    readonly ageYears: number;
    readonly male: boolean;
    /** Minutes before the prediction time and value, oldest first. */
    readonly series: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  }[];
  readonly tabular: Rows;
  readonly film: Rows;
  readonly notes: Rows;
  readonly member_logits: readonly (readonly number[])[];
};

type Manifest = {
  readonly features: readonly Feature[];
  readonly plausible: Readonly<Record<string, readonly [number, number]>>;
  readonly notes: { readonly perComorbidity: number; readonly confusion: number };
};

function readManifest(): Manifest {
  return JSON.parse(readFileSync(join(root, 'models', 'fusion', 'manifest.json'), 'utf8')) as Manifest;
}

/** The same numbers in [0, 1) on every run. @see https://prng.di.unimi.it (a linear congruential generator will do here) */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

let shipped: Held<Parity>;
beforeAll(async () => {
  shipped = await openShipped<Parity>('fusion');
});
afterAll(() => shipped[Symbol.asyncDispose]());

function tensorOf(rows: Rows) {
  const data = Float32Array.from(rows.flat(), (value) => value ?? Number.NaN);
  return { data, shape: [rows.length, rows[0]!.length] };
}

test('the fusion graph answers here as it did where it was trained', async () => {
  const { tabular, film, notes, member_logits: expected, tolerance } = shipped.parity;
  expect(tolerance).toBeLessThanOrEqual(1e-4);
  expect(expected.length).toBeGreaterThanOrEqual(5);
  const inputs = { tabular: tensorOf(tabular), film: tensorOf(film), notes: tensorOf(notes) };
  const outputs = await shipped.engine.run('fusion', inputs);
  expect(worstOf(outputs.member_logits?.data, expected.flat())).toBeLessThan(tolerance);
});

const asOf = '2026-03-01T12:00:00.000Z';
const { features } = readManifest();

function chartWith(measurements: readonly Measurement[], { ageYears = 71, isMale = true } = {}): Chart {
  return {
    patient: { id: 'p', identifiers: [], sex: isMale ? 'male' : 'female', ageYears },
    asOf,
    measurements,
    ...{ conditions: [], procedures: [], devices: [], notes: [], films: [], gaps: [], laterDropped: 0 },
  };
}

function measured(concept: Concept, value: number, minutesBefore = 0): Measurement {
  const observedAt = new Date(Date.parse(asOf) - minutesBefore * 60_000).toISOString();
  return { concept, value, ucum: specOf(concept).ucum, observedAt, source: `Observation/${concept}` };
}

test('a chart gives the same row here as where the model was trained', () => {
  const { charts, tabular } = shipped.parity;
  charts.forEach(({ ageYears, male, series }, at) => {
    const values = Object.entries(series).flatMap(([concept, points]) =>
      points.map(([minutes, value]) => measured(concept as Concept, value, minutes)),
    );
    const row = buildTabular(chartWith(values, { ageYears, isMale: male }), features, 48);
    const expected = tabular[at]!;
    expect(row).toHaveLength(expected.length);
    expected.forEach((value, column) => {
      const scale = Math.max(1, Math.abs(value ?? 0));
      const got = row[column]! / scale;
      if (value === null) expect(got, features[column]?.name).toBeNaN();
      else expect(Math.abs(got - value / scale), features[column]?.name).toBeLessThan(1e-4);
    });
  });
});

test('the model was taught the same plausible ranges that a chart is read with', () => {
  const taught = readManifest().plausible;
  for (const concept of new Set(features.map((feature) => feature.concept)))
    if (concept !== 'age' && concept !== 'sexMale')
      expect(taught[concept], concept).toEqual(specOf(concept as Concept).plausible);
});

test('no pattern of missing values makes the answer other than a number', async () => {
  const random = seeded(11);
  const holes = (rows: Rows, share: number) =>
    rows.map((row) => row.map((value) => (random() < share ? null : (value ?? random()))));
  const { tabular, film, notes } = shipped.parity;
  for (const share of [0, 0.1, 0.5, 0.9, 0.99, 1]) {
    const inputs = {
      tabular: tensorOf(holes(tabular, share)),
      film: tensorOf(holes(film, share)),
      notes: tensorOf(holes(notes, share)),
    };
    const outputs = await shipped.engine.run('fusion', inputs);
    for (const value of outputs.member_logits?.data ?? [Number.NaN]) expect(value).toSatisfy(Number.isFinite);
  }
});

test('all sixteen subsets answer, shares are exact, and the interval is never narrower for having heard less', async () => {
  const film = { abnormalLogit: 1, viewApProbability: 0.8, findings: {}, encoder: 'any@1' };
  const fusion = createFusion(shipped);
  const charts = [20, 60, 100].map((bun) =>
    chartWith([measured('heartRate', 60 + bun), measured('bun', bun)]),
  );
  const fused = await Promise.all(
    charts.map((chart) => fusion.fuse(chart, film, { comorbidities: 2, confusion: 1 })),
  );
  const meanWidths = fused[0]!.subsets.map((_, at) => {
    const risks = fused.map(({ subsets }) => subsets[at]!.risk);
    return risks.reduce((sum, { low, high }) => sum + logitOf(high) - logitOf(low), 0) / risks.length;
  });
  expect(meanWidths).toHaveLength(16);
  const heardIn = fused[0]!.subsets.map(({ heard }) => heard);
  heardIn.forEach((less, at) => {
    heardIn.forEach((more, beside) => {
      if (less.every((part) => more.includes(part)))
        expect(meanWidths[at], `${less} beside ${more}`).toBeGreaterThan(meanWidths[beside]! - 1e-9);
    });
  });
  for (const { shares, subsets } of fused) {
    const sum = shares.reduce((total, { logit }) => total + logit, 0);
    const whole = logitOf(subsets.at(-1)!.risk.value) - logitOf(subsets[0]!.risk.value);
    expect(Math.abs(sum - whole)).toBeLessThan(1e-9);
  }
});

test('notes move the risk by their declared prior and no more; without them nothing changes', async () => {
  const fusion = createFusion(shipped);
  const chart = chartWith([measured('heartRate', 128), measured('bun', 60)]);
  const shareOf = async (comorbidities: number, confusion: number) => {
    const { shares } = await fusion.fuse(chart, undefined, { comorbidities, confusion });
    return shares.find(({ modality }) => modality === 'notes')?.logit;
  };
  const prior = readManifest().notes;
  expect(await shareOf(1, 0)).toBeCloseTo(0, 5);
  expect(await shareOf(5, 0)).toBeCloseTo(prior.perComorbidity, 5);
  expect(await shareOf(0, 1)).toBeCloseTo(prior.confusion - prior.perComorbidity, 5);
  const awake = chartWith([...chart.measurements, measured('glasgowComaScore', 15)]);
  const [silent, told] = await Promise.all([
    fusion.fuse(awake, undefined),
    fusion.fuse(awake, undefined, { comorbidities: 1, confusion: 1 }),
  ]);
  expect(told.risk.value).toBeCloseTo(silent.risk.value, 6);
});

test('a chart unlike any in training has a wider interval, and is said to be far', async () => {
  const usual = chartWith([measured('heartRate', 88), measured('bun', 22), measured('sodium', 139)]);
  const strange = chartWith([measured('heartRate', 299), measured('bun', 299), measured('sodium', 96)]);
  const fusion = createFusion(shipped);
  const [near, far] = await Promise.all([fusion.fuse(usual, undefined), fusion.fuse(strange, undefined)]);
  expect(near.standing.kind).toBe('usual');
  expect(far.standing.kind).not.toBe('usual');
  expect(far.standing.distance).toBeGreaterThan(near.standing.distance);
});

test('what each part alone would have said stands beside the risk, and is never surer than the whole', async () => {
  const chart = chartWith([measured('heartRate', 128), measured('bun', 60)]);
  const { risk, subsets } = await createFusion(shipped).fuse(chart, undefined);
  expect(subsets.map(({ heard }) => heard)).toEqual([[], ['labs'], ['vitals'], ['labs', 'vitals']]);
  expect(subsets.at(-1)?.risk).toEqual(risk);
  const [none, labs, vitals, both] = subsets.map(({ risk: { low, high } }) => high - low);
  for (const part of [labs, vitals]) expect(part).toBeGreaterThan(both ?? 1);
  expect(none).toBeGreaterThan(0);
});
