import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { validateFilms } from '../../src/cli/validate.ts';
import { loadConfig } from '../../src/config.ts';
import { inventedCases } from '../unit/evaluation/cases.ts';
import { root } from './service.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-validate-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Effusion with ties, Mass that only ranks, Nodule that nobody has, Edema with intervals; one film refused. */
const films = inventedCases({ steps: true });
const predictions = films.map(({ score }, n) => {
  const edema =
    n < 6
      ? [0.3, 0.1, 0.9, 'assessed']
      : n < 12
        ? [0.3, 0.2, 0.4, 'not-assessed']
        : [0.3, 0.2, 0.4, 'assessed'];
  return [`f${n}.png`, 'true', '', score, score, 'uncalibrated', 0.1, ...edema].join();
});
const labels = films.map(({ outcome, patient }, n) => {
  const flag = outcome ? 1 : 0;
  return [
    `f${n}.png`,
    flag,
    flag,
    0,
    n % 2,
    n % 3 === 0 ? 0 : '',
    patient,
    n < 40 ? 'PA' : 'AP',
    20 + n,
  ].join();
});

const said: string[] = [];

async function validate(labelled: readonly string[] = labels) {
  const columns =
    'file,accepted,reason,Effusion,Mass,Mass_state,Nodule,Edema,Edema_low,Edema_high,Edema_state';
  writeFileSync(
    at('preds.csv'),
    `${[columns, ...predictions, 'hand.png,false,foreign-image,,,,,,,,'].join('\n')}\n`,
  );
  const header = 'file,Effusion,Mass,Nodule,Edema,no_finding,patient,view,age';
  writeFileSync(at('labels.csv'), `${[header, ...labelled, 'hand.png,0,0,0,0,,p0,PA,50'].join('\n')}\n`);
  const files = { predictions: at('preds.csv'), labels: at('labels.csv'), out: at('out') };
  const prevalence = { Effusion: 0.1 };
  await validateFilms({
    ...files,
    prevalence,
    repeats: 100,
    config: loadConfig({}),
    say: (line) => said.push(line),
  });
  return JSON.parse(readFileSync(at('out/report.json'), 'utf8'));
}

describe('vigie validate', () => {
  let report: Awaited<ReturnType<typeof validate>>;
  const finding = (name: string) => report.findings.find((one: { name: string }) => one.name === name);
  beforeAll(async () => {
    report = await validate();
  });

  test('finds the figures scikit-learn finds, in intervals over the twenty patients', () => {
    const { figures, auroc } = finding('Effusion');
    expect(figures).toMatchObject({ n: 60, patients: 20, events: 37 });
    expect(auroc.value).toBeCloseTo(0.653937, 5);
    expect(figures.auprc.value).toBeCloseTo(0.701818, 5);
    expect(figures.brier.value).toBeCloseTo(0.253577, 5);
    expect(auroc.low).toBeLessThan(auroc.value);
    expect(auroc.high).toBeGreaterThan(auroc.value);
  });

  test('gives predictive values for the stated prevalence', () => {
    const point = finding('Effusion').operatingPoints.find(({ rule }: { rule: string }) =>
      rule.includes('Youden'),
    );
    const { sensitivity, specificity, ppv, prevalence } = point;
    expect(prevalence).toBe(0.1);
    expect(ppv).toBeCloseTo((0.1 * sensitivity) / (0.1 * sensitivity + 0.9 * (1 - specificity)), 5);
  });

  test('counts what was refused, not assessed and uncertain', () => {
    expect(report.refused).toEqual({ 'foreign-image': 1 });
    expect(finding('Edema').shown).toEqual({ shown: 48, 'not-assessed': 6, uncertain: 6 });
  });

  test('claims no calibration for a score that only ranks, and nothing for a finding nobody has', () => {
    expect(finding('Mass').auroc.value).toBeCloseTo(0.653937, 5);
    expect(finding('Mass').figures).toBeUndefined();
    expect(finding('Nodule')).toMatchObject({ state: 'none', because: 'the films do not differ in it' });
    expect(finding('Hernia')).toMatchObject({ state: 'none', n: 0 });
    expect(report.meanAuroc.over).toEqual(['Edema', 'Effusion', 'Mass']);
  });

  test('looks inside views and age bands, and says where there are too few films', () => {
    const groups = finding('Effusion').subgroups;
    expect(groups).toContainEqual(
      expect.objectContaining({ by: 'view', group: 'PA', n: 40, state: 'measured' }),
    );
    expect(groups).toContainEqual(
      expect.objectContaining({ by: 'view', group: 'AP', n: 20, state: 'insufficient' }),
    );
    expect(groups).toContainEqual(
      expect.objectContaining({ by: 'age', group: '65–79', n: 15, state: 'insufficient' }),
    );
  });

  test('writes a report and two pictures for each finding that is a probability', () => {
    const pictures = ['Edema', 'Effusion'].flatMap((name) => [
      `${name}-reliability.svg`,
      `${name}-risk-coverage.svg`,
    ]);
    expect(readdirSync(at('out')).sort()).toEqual([...pictures, 'report.json', 'report.md']);
    expect(readFileSync(at('out/report.md'), 'utf8')).toContain('| Effusion | 60 | 37 | .654 (');
    expect(said[0]).toBe(`61 labelled films measured (as in the predictions file): ${at('out/report.md')}`);
  });

  test('names the line of a label that is neither 0 nor 1', async () => {
    const wrong = labels.map((line, n) =>
      n === 4 ? line.replace('f4.png,', 'f4.png,maybe').replace(/maybe\d/, 'maybe') : line,
    );
    await expect(validate(wrong)).rejects.toThrow(/labels\.csv, line 6: Effusion must be 0, 1 or empty/);
  });
});

describe('vigie validate on films', () => {
  const config = loadConfig({ VIGIE_MODELS_DIR: join(root, 'models'), VIGIE_DATA_DIR: at('data') });
  const read = async (out: string, labelled: string) => {
    const told: string[] = [];
    writeFileSync(at(`${out}.csv`), labelled);
    const files = { films: at('films'), labels: at(`${out}.csv`), out: at(out) };
    await validateFilms({ ...files, repeats: 10, config, say: (line) => told.push(line) });
    return told;
  };
  beforeAll(() => {
    mkdirSync(at('films'));
    for (const name of ['a.png', 'b.png', 'c.png']) writeFileSync(at(`films/${name}`), 'no film at all');
  });

  test('reads those that have a label only, and says how many are left out before it begins', async () => {
    const told = await read('some', 'file,Effusion\na.png,1\nc.png,0\ngone.png,1\n');
    const leftOut = 'left out: 1 film without a label, 1 label without a film';
    expect(told[0]).toBe(leftOut);
    const [, ...rows] = readFileSync(at('some/predictions.csv'), 'utf8').trim().split('\n');
    expect(rows.map((row) => row.split(',')[0])).toEqual(['a.png', 'c.png']);
    const { notes } = JSON.parse(readFileSync(at('some/report.json'), 'utf8'));
    expect(notes).toEqual(['2 labelled films; 1 without a label and 1 labels without a film are left out.']);
  });

  test('reads none where no label is of a film there', async () => {
    await expect(read('none', 'file,Effusion\nfilms/a.png,1\n')).rejects.toThrow(
      `no film in ${at('films')} has a label; are the files named alike in both?`,
    );
    expect(existsSync(at('none'))).toBe(false);
  });

  test('reads none where the labels say nothing of any finding', async () => {
    await expect(read('other', 'file,age\na.png,57\n')).rejects.toThrow('has no column of a finding');
    expect(existsSync(at('other'))).toBe(false);
  });
});
