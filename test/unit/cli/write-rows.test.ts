import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { refuseFolder, writeResumably } from '../../../src/cli/write-rows.ts';

const items = ['a.png', 'b.png', 'c.png', 'd.png'];
let folder: string;
let told: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-rows-'));
  told = [];
});

/** One row a film, marked with the run that wrote it. */
function write(mark: string, { maker = 'net@1', films = 'f1', out = 'r.csv' } = {}): Promise<void> {
  const rowOf = async (file: string) => ({ file, mark });
  const work = {
    out: join(folder, out),
    columns: ['file', 'mark'],
    items,
    atOnce: 1,
    rowOf,
    maker,
    films,
  };
  return writeResumably(work, (line) => told.push(line));
}

async function marks(): Promise<string> {
  const [, ...rows] = (await readFile(join(folder, 'r.csv'), 'utf8')).trim().split('\n');
  return rows.map((row) => row.split(',')[1]).join('');
}

describe('rows of a run that was stopped', () => {
  beforeEach(() => writeFile(join(folder, 'r.csv.net@1.f1.part'), 'file,mark\na.png,1\nb.png,1\nc.p'));

  test('are gone on with where the films are the same', async () => {
    await write('2');
    expect(await marks()).toBe('1122');
    expect(told).toEqual([`going on after 2 of 4 rows in ${join(folder, 'r.csv.net@1.f1.part')}`]);
  });

  test('are left where the films are others, though they are named alike; the reason is said', async () => {
    await write('2', { films: 'f2' });
    expect(await marks()).toBe('2222');
    expect(told).toEqual([
      `starting over: the rows in ${join(folder, 'r.csv.net@1.f1.part')} are of another folder, or of films that changed since`,
    ]);
    expect(await readdir(folder)).toEqual(['r.csv']);
  });

  test('are left where a model reads that is another; the reason is said', async () => {
    await write('2', { maker: 'net@1.masks' });
    expect(await marks()).toBe('2222');
    expect(told).toEqual([
      `starting over: the rows in ${join(folder, 'r.csv.net@1.f1.part')} are of another model, calibration or choice of options`,
    ]);
  });
});

test('rows begun for a table whose name goes on longer are left to it', async () => {
  await writeFile(join(folder, 'r.csv.net@1.f1.part'), 'file,mark\na.png,1\n');
  await write('2', { out: 'r' });
  expect(told).toEqual([]);
  await write('2');
  expect(await marks()).toBe('1222');
});

test('a table that would lie where a folder is, is refused by the name that was given', async () => {
  await expect(refuseFolder(folder)).rejects.toThrow(`${folder} is a folder; --out must name a file`);
  await expect(refuseFolder(`${folder}/new/`)).rejects.toThrow(`${folder}/new/ is a folder`);
  await expect(refuseFolder(join(folder, 'new.csv'))).resolves.toBeUndefined();
});
