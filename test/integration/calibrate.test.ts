import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createUniform } from '../../src/evaluation/bootstrap.ts';
import { drawPhantom } from '../../src/sandbox/phantom/phantom.ts';
import { headlessNet } from '../onnx-graphs.ts';
import { openCommandLine } from './command-line.ts';

const { at, vigie, rowsOf, [Symbol.dispose]: leave } = openCommandLine();
afterAll(leave);

// Every command opens the models anew, and they read two hundred films between them.
vi.setConfig({ testTimeout: 300_000 });

const side = 256;
const filmCount = 60;
const uniform = createUniform(11);

type Drawn = {
  readonly file: string;
  readonly patient: string;
  readonly hasFluid: boolean;
  /** What a reader says of it, who errs once in ten films. */
  readonly effusion: boolean;
  readonly noise: boolean;
};

/** A chest that is no other's, with or without fluid at the left base. */
async function draw({ file, hasFluid }: Drawn, seed: number): Promise<void> {
  const [sex, ageYears] = [uniform() < 0.5 ? 'male' : 'female', Math.round(30 + 50 * uniform())] as const;
  const found = hasFluid ? { effusion: { side: 'left', amount: 0.4 + 0.3 * uniform() } as const } : {};
  const { pixels } = drawPhantom({ seed, sex, ageYears, view: 'PA', findings: found }, side);
  await sharp(
    Uint8Array.from(pixels, (grey) => grey >> 4),
    {
      raw: { width: side, height: side, channels: 1 },
    },
  )
    .png()
    .toFile(at(`films/${file}`));
}

const films: readonly Drawn[] = Array.from({ length: filmCount }, (_, n) => {
  const hasFluid = uniform() < 0.3;
  return {
    file: `${String(n).padStart(3, '0')}.png`,
    patient: `p${Math.floor(n / 2)}`,
    hasFluid,
    effusion: hasFluid !== uniform() < 0.1,
    /** A label that has nothing to do with the film. */
    noise: uniform() < 0.4,
  };
});

beforeAll(async () => {
  mkdirSync(at('films'));
  for (const [seed, film] of films.entries()) await draw(film, seed);
  mkdirSync(at('few'));
  for (const { file } of films.slice(0, 8)) copyFileSync(at(`films/${file}`), at(`few/${file}`));
  writeFileSync(at('films/broken.png'), 'no film at all');
  const rows = films.map(({ file, patient, effusion, noise }) =>
    [file, patient, +effusion, +noise, ''].join(','),
  );
  writeFileSync(
    at('labels.csv'),
    ['file,patient,Effusion,Mass,Hernia', ...rows, 'broken.png,p0,1,0,'].join('\n'),
  );
  const graph = headlessNet();
  writeFileSync(at('net.onnx'), graph);
  const manifest = {
    id: 'headless',
    version: '1.0.0',
    sha256: createHash('sha256').update(graph).digest('hex'),
    licence: 'CC0-1.0',
    intendedUse: 'Proving that heads can be fitted on the embedding of a model without any.',
    input: { name: 'film' },
    outputs: { embedding: 'embedding' },
    preprocessing: {
      resizeTo: 64,
      fit: 'squash',
      interpolation: 'triangle-antialias',
      normalise: { mean: [0.5], std: [0.25] },
    },
  };
  writeFileSync(at('net.json'), JSON.stringify(manifest));
  // Its first field, a corner of the film, for a distance: no film of this site lies within the limit.
  const gate = { output: 'embedding', refuseAbove: -9, siteMayRaiseTo: 9 };
  writeFileSync(at('strict.json'), JSON.stringify({ ...manifest, id: 'strict', gate }));
});

describe('a model without findings of its own', () => {
  test('gets them from the films of the site, with shares, dates, a gate, and abstention where nothing is learned', () => {
    expect(vigie('models', 'add', 'net.onnx', '--manifest', 'net.json').status).toBe(0);
    const run = vigie('models', 'calibrate', 'headless', '--films', 'films', '--labels', 'labels.csv');
    expect(run.status).toBe(0);
    expect(run.stderr).toMatch(
      /Effusion: AUROC 0\.[789]\d\d .*, share 0\.\d+, assessed, head fitted with penalty/,
    );
    expect(run.stderr).toMatch(/Mass: AUROC .*not assessed: not better than chance at 95 %/);
    expect(run.stderr).toContain('Hernia: not calibrated; no film is labelled for it');
    expect(run.stderr).toContain('calibrated on 60 films (30 patients); 1 was refused: corrupt-pixels 1');
    expect(run.stderr).toContain(
      'Cardiomegaly is judged by the measured heart (shipped outline) where it can be measured',
    );
    expect(run.stderr).not.toContain('replaces');
    const kept = JSON.parse(readFileSync(at('.vigie/eyes/headless@1.0.0/calibration.json'), 'utf8'));
    expect(kept).toMatchObject({ model: 'headless@1.0.0', films: 60, patients: 30, groupedBy: 'patient' });
    expect(kept.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(kept.gate.films).toBe(60);
    const listed = vigie('models', 'list').stdout;
    expect(listed).toContain('headless@1.0.0 (CC0-1.0) calibrated here on 60 films, ');
    expect(listed).toContain(
      '2 findings: 2 calibrated (2 here), 1 of them assessed (not shown to beat chance: Mass), 0 uncalibrated',
    );
  });

  test('then reads films with probabilities that match how often they came true', () => {
    expect(vigie('models', 'use', 'headless').status).toBe(0);
    expect(vigie('read', '--films', 'films', '--out', 'preds.csv').status).toBe(0);
    const rows = new Map(rowsOf('preds.csv').map((row) => [row.file, row]));
    const accepted = films.filter(({ file }) => rows.get(file)?.accepted === 'true');
    // Its own gate: about one in a hundred of the films it was fitted on.
    expect(accepted.length).toBeGreaterThanOrEqual(filmCount - 5);
    const said = accepted.map(({ file }) => Number(rows.get(file)?.Effusion));
    const mean = said.reduce((sum, value) => sum + value, 0) / said.length;
    const share = accepted.filter(({ effusion }) => effusion).length / accepted.length;
    expect(Math.abs(mean - share)).toBeLessThan(0.08);
    const [row] = accepted.map(({ file }) => rows.get(file)!);
    expect(row).toMatchObject({
      Effusion_state: 'assessed',
      Mass_state: 'not-assessed',
      Hernia_state: 'not-offered',
    });
    expect(Number(row?.Effusion_low)).toBeLessThan(Number(row?.Effusion_high));
    expect(Number(row?.age)).not.toBeNaN();
  });

  test('for a declared prevalence says less where the finding is rarer', () => {
    const args = ['--films', 'films', '--labels', 'labels.csv', '--prevalence', 'Effusion=0.02'];
    const former = readFileSync(at('.vigie/eyes/headless@1.0.0/calibration.json'), 'utf8');
    expect(vigie('models', 'calibrate', 'headless', ...args).stderr).toMatch(
      /it replaces the calibration of \d{4}-\d\d-\d\d \(60 films\), kept beside it as calibration\.previous\.json/,
    );
    expect(readFileSync(at('.vigie/eyes/headless@1.0.0/calibration.previous.json'), 'utf8')).toBe(former);
    expect(vigie('read', '--films', 'few', '--out', 'rare.csv').status).toBe(0);
    const before = new Map(rowsOf('preds.csv').map((row) => [row.file, Number(row.Effusion)]));
    for (const row of rowsOf('rare.csv').filter(({ accepted }) => accepted === 'true'))
      expect(Number(row.Effusion)).toBeLessThanOrEqual(before.get(row.file)!);
  });

  test('is refused labels that name no film there, or say neither 0 nor 1', () => {
    const calibrate = (labels: string) => {
      writeFileSync(at('wrong.csv'), labels);
      return vigie('models', 'calibrate', 'headless', '--films', 'films', '--labels', 'wrong.csv').stderr;
    };
    expect(calibrate('file,Effusion\nnobody.png,1\n')).toContain('no film in films has a label');
    expect(calibrate('file,Effusion\n000.png,2\n')).toContain(
      'line 2: Effusion must be 0, 1 or empty (given: 2)',
    );
    expect(calibrate('file,Effusion\n000.png,1\n')).toContain(
      'nothing could be calibrated; nothing is stored',
    );
  });
});

describe('a model whose gate refuses the films of the site', () => {
  const calibrate = (labels: string) =>
    vigie('models', 'calibrate', 'strict@1.0.0', '--films', 'films', '--labels', labels);

  test('has its limits raised to them, says so, and reads them', () => {
    expect(vigie('models', 'add', 'net.onnx', '--manifest', 'strict.json').status).toBe(0);
    const run = calibrate('labels.csv');
    expect(run.status).toBe(0);
    expect(run.stderr).toMatch(
      /its gate is raised to these films \(distance\): of 60 films it refused 60, now 1; of further ones like these expect \d+ in 60/,
    );
    expect(run.stderr).toMatch(
      /look at the 59 films it would have refused, .*\.png \(foreign-image\), .* and 49 more/,
    );
    expect(run.stderr).toContain(
      'calibrated on 59 films (30 patients); 2 were refused: corrupt-pixels 1, foreign-image 1',
    );
    expect(vigie('models', 'list').stdout).toContain('its gate is raised to 60 films of this site: distance');
    expect(vigie('models', 'use', 'strict').status).toBe(0);
    expect(vigie('read', '--films', 'few', '--out', 'strict.csv').status).toBe(0);
    const accepted = rowsOf('strict.csv').filter((row) => row.accepted === 'true');
    expect(accepted.length).toBeGreaterThanOrEqual(7);
  });

  test('has them raised also where no finding can be fitted, and is not called calibrated', () => {
    const none = films.map(({ file, patient }) => `${file},${patient},0`);
    writeFileSync(at('none.csv'), ['file,patient,Hernia', ...none].join('\n'));
    const run = calibrate('none.csv');
    expect(run.status).toBe(0);
    expect(run.stderr).toContain('no finding of strict@1.0.0 is calibrated on 59 films');
    expect(vigie('models', 'list').stdout).toMatch(/strict@1\.0\.0 \(CC0-1\.0\) not calibrated/);
  });

  test('keeps them where the films are too few', () => {
    const few = readFileSync(at('labels.csv'), 'utf8').split('\n').slice(0, 41);
    writeFileSync(at('forty.csv'), few.join('\n'));
    const run = calibrate('forty.csv');
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('nothing could be calibrated; nothing is stored');
  });
});

test('a model is named as the list names it, and none that is not there', () => {
  const [shipped] = /chest-xray-encoder@\S+/.exec(vigie('models', 'list').stdout) ?? [];
  expect(vigie('models', 'use', `${shipped}`).status).toBe(0);
  expect(vigie('models', 'use', 'chest-xray-encoder@0.0.1').stderr).toContain(
    `there is no film model chest-xray-encoder@0.0.1; there are: ${shipped}`,
  );
  expect(vigie('models', 'remove', 'chest-xray-encoder').stderr).toContain('comes with Vigie and stays');
});

test('the shipped model is calibrated anew by the same command, and stores nothing on too few films', () => {
  const run = vigie('models', 'calibrate', 'chest-xray-encoder', '--films', 'few', '--labels', 'labels.csv');
  expect(run.status).toBe(1);
  expect(run.stderr).toContain('nothing could be calibrated; nothing is stored');
});
