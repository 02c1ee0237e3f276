import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findings } from '../../src/findings/registry.ts';
import { writeDicom } from '../../src/sandbox/dicom-file.ts';
import { drawForeign, drawPhantom } from '../../src/sandbox/phantom/phantom.ts';
import { openCommandLine } from './command-line.ts';
import { root } from './service.ts';

const { folder, at, vigie, rowsOf, [Symbol.dispose]: leave } = openCommandLine();
afterAll(leave);

const names = { studyInstanceUid: '1.2.3', seriesInstanceUid: '1.2.3.1', modality: 'DX' } as const;

function partOf(out: string): string | undefined {
  return readdirSync(folder).find((name) => name.startsWith(`${out}.`));
}

/** `vigie read`, killed when a few of its rows are there. */
async function killHalfWay(films: string, out: string): Promise<void> {
  const args = [join(root, 'src/main.ts'), 'read', '--films', films, '--out', out];
  const run = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
  const exited = once(run, 'exit');
  const lines = () => {
    const part = partOf(out);
    return part ? readFileSync(at(part), 'utf8').split('\n').length : 0;
  };
  while (lines() < 4) await wait(5);
  run.kill('SIGKILL');
  await exited;
}

beforeAll(async () => {
  mkdirSync(at('films'));
  const film = drawPhantom({ seed: 8, sex: 'female', ageYears: 50, view: 'PA', findings: {} }, 1024);
  const hand = drawForeign('hand', 1024);
  const taken = { studyDateTime: '2026-03-01T10:00:00Z', bodyPart: 'CHEST', viewPosition: 'PA' };
  for (const [name, picture] of Object.entries({ film, hand })) {
    const header = { ...names, ...taken, patientId: name, sopInstanceUid: `1.2.3.1.${name.length}` };
    writeFileSync(at(`films/${name}.dcm`), writeDicom({ ...picture, bitsStored: 12 }, header));
  }
  const grey = Uint8Array.from(film.pixels, (code) => code >> 4);
  await sharp(grey, { raw: { width: 1024, height: 1024, channels: 1 } })
    .png()
    .toFile(at('films/same.png'));
  writeFileSync(at('films/broken.dcm'), 'no film at all');
  writeFileSync(at('films/notes.txt'), 'left alone');
});

describe('vigie read', () => {
  test('gives each film a row through the serving path, and a bad file its reason', () => {
    const { status, stderr } = vigie('read', '--films', 'films', '--out', 'preds.csv');
    expect(stderr).toMatch(
      /^1 passed over, named like no PNG, JPEG or DICOM file: notes\.txt\nread with chest-xray-encoder@\S+: preds\.csv\n$/,
    );
    expect(status).toBe(0);
    const [broken, film, hand, same] = rowsOf('preds.csv');
    expect(broken).toMatchObject({ file: 'broken.dcm', accepted: 'false', reason: 'not-dicom' });
    expect(hand).toMatchObject({
      file: 'hand.dcm',
      accepted: 'false',
      reason: 'not-a-chest-film',
      Effusion: '',
    });
    expect(film).toMatchObject({ file: 'film.dcm', accepted: 'true', reason: '' });
    // The same picture in 12 bits and in 8.
    for (const name of ['Effusion', 'Cardiomegaly', 'Pleural_Thickening'])
      expect(Math.abs(Number(film?.[name]) - Number(same?.[name]))).toBeLessThan(0.02);
    expect(rowsOf('preds.csv')).toHaveLength(4);
  });

  test('follows a link to a film, and names one that leads nowhere', () => {
    mkdirSync(at('links'));
    symlinkSync(at('films/film.dcm'), at('links/film.dcm'));
    symlinkSync(at('films/gone.dcm'), at('links/gone.dcm'));
    expect(vigie('read', '--films', 'links', '--out', 'linked.csv').status).toBe(0);
    expect(rowsOf('linked.csv')).toMatchObject([
      { file: 'film.dcm', accepted: 'true' },
      { file: 'gone.dcm', accepted: 'false', reason: 'file-not-readable' },
    ]);
  });

  test('writes the outlines at the film’s own size, a bit a structure', async () => {
    expect(vigie('read', '--films', 'films', '--out', 'masked.csv', '--masks', 'masks').status).toBe(0);
    const [, film] = rowsOf('masked.csv');
    const mask = sharp(at('masks/film.png'));
    expect(await mask.metadata()).toMatchObject({ width: 1024, height: 1024, channels: 1 });
    const data = await mask.toColourspace('b-w').raw().toBuffer();
    const share = (bit: number) => data.filter((flags) => (flags & bit) !== 0).length / data.length;
    for (const bit of [1, 2, 4]) expect(share(bit)).toBeGreaterThan(0.02);
    // The patient's right lung lies on the picture's left.
    const middle = (bit: number) => {
      const columns = [...data].flatMap((flags, index) => ((flags & bit) !== 0 ? [index % 1024] : []));
      return columns.reduce((sum, column) => sum + column, 0) / columns.length;
    };
    expect(middle(2)).toBeLessThan(middle(4));
    expect(middle(4)).toBeLessThan(middle(1));
    expect(Number(film?.ctr_low)).toBeLessThan(Number(film?.ctr));
    expect(Number(film?.ctr)).toBeLessThan(Number(film?.ctr_high));
    expect(readdirSync(at('masks')).sort()).toEqual(['film.png', 'same.png']);
  });

  test('gives each film an outline of its own, also where two share a name, and reads what is named by a UID', () => {
    mkdirSync(at('twins'));
    for (const name of ['a.png', 'a.jpg', '1.2.840.1', '1.2.840.2', 'scan.tif'])
      copyFileSync(at('films/same.png'), at(`twins/${name}`));
    const told = vigie('read', '--films', 'twins', '--out', 'tables/twins.csv', '--masks', 'twin-masks');
    expect(told.stderr).toContain('1 passed over, named like no PNG, JPEG or DICOM file: scan.tif');
    const files = ['1.2.840.1', '1.2.840.2', 'a.jpg', 'a.png'];
    expect(rowsOf('tables/twins.csv').map(({ file }) => file)).toEqual(files);
    expect(readdirSync(at('twin-masks')).sort()).toEqual(files.map((file) => `${file}.png`));
  });

  test('writes no outline among the films, where it would take the place of one', () => {
    const film = readFileSync(at('films/same.png'));
    const told = vigie('read', '--films', 'films', '--out', 'among.csv', '--masks', 'films');
    expect(told.status).toBe(1);
    expect(told.stderr).toContain('the outlines may not lie among the films');
    expect(readFileSync(at('films/same.png')).equals(film)).toBe(true);
  });

  test('gives every finding its number, interval and state, and view, sex and age', () => {
    const [, film] = rowsOf('preds.csv');
    const names = findings.map(({ name }) => name as string);
    const columns = [...names, 'abnormal'].flatMap((name) => [
      name,
      `${name}_low`,
      `${name}_high`,
      `${name}_state`,
    ]);
    const identity = ['file', 'accepted', 'reason', 'view', 'sex_p', 'age'];
    const first = [...identity, 'ctr', 'ctr_low', 'ctr_high', 'ctr_reason'];
    expect(Object.keys(film!)).toEqual([...first, ...columns, 'warnings']);
    for (const name of [...names, 'abnormal']) {
      expect(['assessed', 'not-assessed']).toContain(film![`${name}_state`]);
      const [low, value, high] = [`${name}_low`, name, `${name}_high`].map((column) => Number(film![column]));
      // Of a finding that is all but excluded both are 0 in the table's digits.
      expect(low).toBeLessThanOrEqual(value!);
      expect(value).toBeLessThan(high!);
    }
    expect(film).toMatchObject({ view: 'PA', ctr_reason: '' });
    expect(Number(film?.age)).toBeGreaterThan(0);
  });

  test('killed half-way, goes on where it stopped and writes the same table', async () => {
    mkdirSync(at('many'));
    for (let n = 10; n < 40; n++) copyFileSync(at('films/same.png'), at(`many/${n}.png`));
    const part = () => partOf('many.csv');
    await killHalfWay('many', 'many.csv');
    writeFileSync(at(part()!), readFileSync(at(part()!), 'utf8').slice(0, -9));
    const second = vigie('read', '--films', 'many', '--out', 'many.csv');
    expect(second.stderr).toMatch(/going on after [1-9]\d? of 30 rows/);
    expect(rowsOf('many.csv').map(({ file }) => file)).toEqual(readdirSync(at('many')).sort());
    const [row, ...others] = rowsOf('many.csv').map(({ file, ...rest }) => rest);
    for (const other of others) expect(other).toEqual(row);
    expect(part()).toBeUndefined();
  });

  test('killed half-way, keeps no row for films of another folder that are named alike', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `${n + 10}.png`);
    for (const name of ['first', 'second']) mkdirSync(at(name));
    for (const name of names) copyFileSync(at('films/same.png'), at(`first/${name}`));
    for (const name of names) writeFileSync(at(`second/${name}`), 'no film at all');
    await killHalfWay('first', 'mixed.csv');
    const second = vigie('read', '--films', 'second', '--out', 'mixed.csv');
    expect(second.stderr).toMatch(
      /^starting over: the rows in mixed\.csv\..*\.part are of another folder, or of films that changed since$/m,
    );
    expect(rowsOf('mixed.csv').map(({ reason }) => reason)).toEqual(names.map(() => 'corrupt-pixels'));
  });

  test('says at once that its table would lie where a folder is', () => {
    mkdirSync(at('tables.csv'));
    const { status, stderr } = vigie('read', '--films', 'films', '--out', 'tables.csv');
    expect(status).toBe(1);
    expect(stderr).toBe('tables.csv is a folder; --out must name a file\n');
  });

  test('says what is wrong with its arguments or its folders', () => {
    expect(vigie('read', '--films', 'films').status).toBe(2);
    const missing = vigie('read', '--films', 'nowhere', '--out', 'x.csv');
    expect(missing.status).toBe(1);
    expect(missing.stderr).toContain('nowhere');
  });
});

function observation(loinc: string, value: number, unit: string, effectiveDateTime: string) {
  return {
    resource: {
      resourceType: 'Observation',
      id: `${loinc}-${effectiveDateTime.replaceAll(/\D/g, '')}`,
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: loinc }] },
      subject: { reference: 'Patient/p1' },
      effectiveDateTime,
      valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
    },
  };
}

function chart(key: string, birthDate: string, entries: readonly unknown[]): string {
  const patient = { resourceType: 'Patient', id: 'p1', gender: 'male', birthDate };
  const bundle = { resourceType: 'Bundle', type: 'collection', identifier: { value: key } };
  return JSON.stringify({ ...bundle, entry: [{ resource: patient }, ...entries] });
}

describe('vigie assess', () => {
  const early = '2026-03-01T06:00:00Z';
  const late = '2026-03-01T18:00:00Z';
  const calm = [observation('8867-4', 70, '/min', early), observation('3094-0', 14, 'mg/dL', early)];
  const worse = [observation('8867-4', 135, '/min', late), observation('3094-0', 70, 'mg/dL', late)];

  test('assesses each chart at its newest time, withholds for a child, and counts a line that is no chart', () => {
    const lines = [
      chart('film', '1950-01-01', [...calm, ...worse]),
      chart('boy', '2019-01-01', calm),
      '{"a":',
    ];
    writeFileSync(at('charts.ndjson'), `${lines.join('\n')}\n`);
    const run = vigie('assess', '--charts', 'charts.ndjson', '--films', 'films', '--out', 'risks.csv');
    expect(run.status).toBe(3);
    const [adult, child, bad] = rowsOf('risks.csv');
    expect(adult).toMatchObject({ key: 'film', as_of: '2026-03-01T18:00:00.000Z', film: 'read' });
    const shares = ['film', 'labs', 'vitals', 'notes'].map((name) => Number(adult?.[`share_${name}`]));
    expect(shares.every((share) => Number.isFinite(share))).toBe(true);
    expect(Number(adult?.low)).toBeLessThan(Number(adult?.probability));
    expect(Number(adult?.high)).toBeGreaterThan(Number(adult?.probability));
    expect(adult).toMatchObject({ NEWS2: '3', qSOFA: '', 'CURB-65': '' });
    expect(adult?.NEWS2_missing).toContain('temperature');
    expect(child).toMatchObject({ NEWS2: '' });
    expect(child).toMatchObject({ key: 'boy', probability: '', withheld_because: 'child' });
    expect(bad).toMatchObject({ key: 'line 3', withheld_because: 'not valid JSON' });
  });

  test('at an earlier time, what came later neither enters nor is forgotten', () => {
    const run = vigie(
      'assess',
      '--charts',
      'charts.ndjson',
      '--at',
      '2026-03-01T07:00:00Z',
      '--out',
      'early.csv',
    );
    expect(run.status).toBe(3);
    writeFileSync(at('calm.ndjson'), chart('film', '1950-01-01', calm));
    const other = vigie(
      'assess',
      '--charts',
      'calm.ndjson',
      '--at',
      '2026-03-01T07:00:00Z',
      '--out',
      'calm.csv',
    );
    expect(other.status).toBe(0);
    const [cut] = rowsOf('early.csv');
    const [never] = rowsOf('calm.csv');
    expect(cut).toMatchObject({ later_than_t0: '2', probability: never?.probability, low: never?.low });
    expect(Number(cut?.probability)).toBeLessThan(Number(rowsOf('risks.csv')[0]?.probability));
  });
});

describe('vigie evaluate', () => {
  /** Thirty-two invented patients, every other one very ill; the very ill die, but for two mistakes each way. */
  const cohort = Array.from({ length: 32 }, (_, n) => {
    const [isIll, time] = [n % 2 === 1, '2026-03-01T06:00:00Z'];
    const vitals = [observation('8867-4', isIll ? 130 + (n % 7) : 70 + (n % 9), '/min', time)];
    const labs = [observation('3094-0', isIll ? 70 + n : 14, 'mg/dL', time)];
    const died = n === 3 || n === 13 ? false : n === 4 || n === 14 ? true : isIll;
    return { key: `p${n}`, died, line: chart(`p${n}`, '1950-01-01', n < 4 ? labs : [...vitals, ...labs]) };
  });

  test('measures the risk, its parts and the scores on the same patients, in figures and pictures', () => {
    const lines = [...cohort.map(({ line }) => line), chart('boy', '2019-01-01', [])];
    writeFileSync(at('cohort.ndjson'), `${lines.join('\n')}\n`);
    const outcomes = cohort.map(({ key, died }) => `${key},x,${died ? 1 : 0}`);
    writeFileSync(
      at('outcomes.csv'),
      `RecordID,SOFA,In-hospital_death\n${outcomes.join('\n')}\nnobody,x,1\n`,
    );
    const files = ['--charts', 'cohort.ndjson', '--outcomes', 'outcomes.csv', '--out', 'measured'];
    const run = vigie('evaluate', ...files, '--repeats', '50');
    expect(run.stderr).toBe('1 lines are no chart\n');
    expect(run.status).toBe(3);
    const report = JSON.parse(readFileSync(at('measured/report.json'), 'utf8'));
    expect(report.figures).toMatchObject({ n: 32, events: 16 });
    expect(report.figures.auroc.value).toBeGreaterThan(0.7);
    expect(report.figures.auroc.low).toBeLessThan(report.figures.auroc.value);
    expect(report.subsets).toHaveLength(16);
    const heard = (parts: string) =>
      report.subsets.find((subset: { heard: string[] }) => subset.heard.join() === parts);
    expect(heard('labs').figures.n).toBe(32);
    expect(heard('labs,vitals').figures.n).toBe(28);
    expect(heard('film')).toMatchObject({ state: 'none' });
    expect(report.subgroups).toMatchObject([{ by: 'sex', group: 'male', n: 32 }, { by: 'age' }]);
    const text = readFileSync(at('measured/report.md'), 'utf8');
    expect(text).toContain('1 outcomes without a chart');
    expect(text).toMatch(/\| NEWS2 \| 28 \|/);
    for (const picture of ['reliability.svg', 'decision-curve.svg'])
      expect(readFileSync(at(`measured/${picture}`), 'utf8')).toMatch(/^<svg[\s\S]*<\/svg>\n$/);
  });

  test('says which column the outcomes lack', () => {
    writeFileSync(at('wrong.csv'), 'key,death\np1,1\n');
    const files = ['--charts', 'cohort.ndjson', '--outcomes', 'wrong.csv', '--out', 'measured'];
    const run = vigie('evaluate', ...files);
    expect(run).toMatchObject({ status: 1 });
    expect(run.stderr).toContain('wrong.csv has no column outcome or In-hospital_death');
  });
});

test('options that say too little or contradict each other are wrong arguments', () => {
  const files = ['--labels', 'labels.csv', '--out', 'validated'];
  const films = ['--films', 'films'];
  for (const given of [[], [...films, '--predictions', 'preds.csv']]) {
    const { status, stderr } = vigie('validate', ...given, ...files);
    expect(stderr).toBe('give --films or --predictions, and not both\n');
    expect(status).toBe(2);
  }
  const refit = vigie('models', 'refit-calibration', '--charts', 'charts.ndjson');
  expect(refit.stderr).toBe('give --charts and --outcomes, or --reset\n');
  expect(refit.status).toBe(2);
});

test('help teaches, and an unknown command is an error', () => {
  expect(vigie('--help').stdout).toContain('vigie [options] [command]');
  expect(vigie('guess').status).toBe(2);
});
