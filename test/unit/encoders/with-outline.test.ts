import { describe, expect, test } from 'vitest';
import { concludeFilm } from '../../../src/assessment/film-conclusion.ts';
import type { CardiomegalyRule } from '../../../src/encoders/outline-manifest.ts';
import type { ReadFilm } from '../../../src/encoders/reading.ts';
import { withOutline } from '../../../src/encoders/with-outline.ts';
import type { Outline } from '../../../src/outline/outline.ts';

const rule: CardiomegalyRule = {
  insteadOf: 'chest-xray-encoder',
  intercept: -12,
  weights: { ratio: 22, logAreaRatio: 1, uncertainty: -4, ap: 1, apRatio: -4 },
  platt: {
    slope: 1,
    intercept: 0,
    cov: [
      [0.01, 0],
      [0, 0.01],
    ],
  },
  residualSd: 0.2,
  prevalence: 0.05,
};

const own = {
  name: 'Cardiomegaly',
  state: 'assessed',
  probability: { value: 0.11, low: 0.05, high: 0.2 },
  prevalence: 0.07,
} as const;

const film: ReadFilm = {
  state: 'read',
  model: 'chest-xray-encoder@0.2.0',
  facts: { viewPosition: 'PA' },
  findings: [{ name: 'Effusion', state: 'not-offered' }, own],
  abnormal: { state: 'not-offered' },
  viewApProbability: 0.1,
  maleProbability: 0.5,
  ageYears: 60,
};

const empty = { side: 2, leftLung: [4], rightLung: [4], heart: [4] };
const measured = (value: number, half = 0.03): Outline => ({
  state: 'measured',
  model: 'chest-outline@0.1.0',
  ratio: { value, low: value - half, high: value + half },
  areaRatio: 0.4,
  uncertainty: 0.1,
  heart: { left: 0.4, right: 0.7, row: 0.6 },
  chest: { left: 0.2, right: 0.9, row: 0.6 },
  shapes: empty,
});
const whiteLung: Outline = {
  state: 'refused',
  model: 'chest-outline@0.1.0',
  because: 'white-lung',
  shapes: empty,
};

async function read(outline: Outline, reading: ReadFilm = film) {
  const encoder = {
    maker: reading.model,
    preprocessing: 'p',
    spec: {} as never,
    findingNames: [],
    read: async () => reading,
  };
  const outliner = { maker: 'chest-outline@0.1.0', cardiomegaly: rule, outline: async () => outline };
  return (await withOutline(encoder, outliner).read(new Uint8Array())) as ReadFilm;
}

function cardiomegaly({ findings }: ReadFilm) {
  const finding = findings.find(({ name }) => name === 'Cardiomegaly');
  if (finding?.state !== 'assessed') throw new Error('not assessed');
  return finding.probability;
}

describe('cardiomegaly by measure', () => {
  test('rises with the ratio and stands in for what the classifier guessed', async () => {
    const [small, large] = [await read(measured(0.42)), await read(measured(0.62))];
    expect(cardiomegaly(small).value).toBeLessThan(0.1);
    expect(cardiomegaly(large).value).toBeGreaterThan(0.5);
    expect(small.findings[0]).toEqual(film.findings[0]);
  });

  test('is less sure where the ratio is', async () => {
    const width = async (half: number) => {
      const { low, high } = cardiomegaly(await read(measured(0.52, half)));
      return high - low;
    };
    expect(await width(0.06)).toBeGreaterThan(1.3 * (await width(0.02)));
  });

  test('asks more of an AP film, which magnifies the heart', async () => {
    const ap = { ...film, facts: { viewPosition: 'AP' } };
    expect(cardiomegaly(await read(measured(0.56), ap)).value).toBeLessThan(
      cardiomegaly(await read(measured(0.56))).value,
    );
  });

  test('leaves the classifier’s own word where the outline is not believed', async () => {
    const reading = await read(whiteLung);
    expect(cardiomegaly(reading)).toEqual(own.probability);
    expect(reading.outline).toEqual(whiteLung);
  });

  test('stands in for a classifier that is not shown to beat chance; without a heart to measure nothing is told', async () => {
    const unsure = { ...film, findings: [{ ...own, state: 'not-assessed' as const }] };
    const patient = { id: 'p1', identifiers: [] };
    const wordOn = async (outline: Outline) => {
      const reading = await read(outline, unsure);
      const told = concludeFilm({ state: 'reading', studyInstanceUid: '1.2', reading }, patient as never);
      if (told.state !== 'read') throw new Error('refused');
      return told.findings[0];
    };
    expect((await read(measured(0.62), unsure)).findings[0]?.state).toBe('assessed');
    expect(await wordOn(measured(0.62))).toMatchObject({
      word: 'likely',
      probability: { kind: 'estimated' },
    });
    expect((await read(whiteLung, unsure)).findings[0]).toEqual(unsure.findings[0]);
    expect(await wordOn(whiteLung)).toMatchObject({
      word: 'not-assessed',
      probability: { kind: 'withheld', because: 'not-assessed' },
    });
  });

  test('does not overrule another model that was calibrated for it', async () => {
    const other = { ...film, model: 'site-densenet@3' };
    expect(cardiomegaly(await read(measured(0.62), other))).toEqual(own.probability);
    const silent = { ...other, findings: [{ name: 'Cardiomegaly', state: 'not-offered' } as const] };
    expect(cardiomegaly(await read(measured(0.62), silent)).value).toBeGreaterThan(0.5);
  });
});

test.each<[string, Outline, string, unknown]>([
  ['a PA film', measured(0.5), 'PA', { kind: 'measured', ratio: { value: 0.5, low: 0.47, high: 0.53 } }],
  ['an AP film', measured(0.5), 'AP', { kind: 'not-measured', because: 'ap-view' }],
  ['a white lung', whiteLung, 'PA', { kind: 'not-measured', because: 'white-lung' }],
])('what is said of the heart on %s', async (_, outline, viewPosition, heart) => {
  const reading = await read(outline, { ...film, facts: { viewPosition } });
  const patient = { id: 'p1', identifiers: [] };
  expect(
    concludeFilm({ state: 'reading', studyInstanceUid: '1.2', reading }, patient as never),
  ).toMatchObject({ heart, outlinedBy: 'chest-outline@0.1.0' });
});
