import { mkdir, mkdtemp, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filmsDigest, maskNames, reasonFor, refuseAmongFilms } from '../../../src/cli/film-files.ts';

test('an outline is named after its film, and no two share a name', () => {
  expect([...maskNames(['a.jpg', 'b/1.2.840.5']).values()]).toEqual(['a.png', 'b/1.2.840.5.png']);
  const films = ['a', 'a.jpg', 'a.png', 'a.jpg.png', 'b.dcm'];
  expect(new Set(maskNames(films).values()).size).toBe(films.length);
});

test('no outline lies among the films, by whatever way it is named', async () => {
  const at = await mkdtemp(join(tmpdir(), 'vigie-films-'));
  const films = join(at, 'films');
  await mkdir(films);
  await symlink(at, join(at, 'link'));
  const refused = (masks: string, ...names: string[]) =>
    expect(refuseAmongFilms(films, join(at, masks), names)).rejects.toThrow('among the films');
  await refused('films');
  await refused('films/masks');
  await refused('link/films/masks');
  await refused('.', 'films/a.png');
  await expect(refuseAmongFilms(films, join(at, 'masks'), ['films/a.png'])).resolves.toBeUndefined();
});

test('a file that is called a picture and is none cannot be decoded; one of no such name is no film', () => {
  for (const file of ['a.png', 'b/c.JPG', 'd.jpeg'])
    expect(reasonFor(file, 'not-dicom')).toBe('corrupt-pixels');
  for (const file of ['a.dcm', '1.2.840.5', 'a']) expect(reasonFor(file, 'not-dicom')).toBe('not-dicom');
  expect(reasonFor('a.png', 'child-film')).toBe('child-film');
});

test('films are told from others of the same names, and from what they were before', async () => {
  const at = await mkdtemp(join(tmpdir(), 'vigie-films-'));
  const names = ['a.png', 'gone.png'];
  const time = new Date('2026-03-01T10:00:00Z');
  for (const folder of ['one', 'two']) {
    await mkdir(join(at, folder));
    await writeFile(join(at, folder, 'a.png'), 'film');
    await utimes(join(at, folder, 'a.png'), time, time);
  }
  await symlink(join(at, 'one'), join(at, 'link'));
  const first = await filmsDigest(join(at, 'one'), names);
  expect(first).toMatch(/^[0-9a-f]{12}$/);
  expect(await filmsDigest(join(at, 'link'), names)).toBe(first);
  expect(await filmsDigest(join(at, 'two'), names)).not.toBe(first);
  await writeFile(join(at, 'one', 'a.png'), 'another film');
  await utimes(join(at, 'one', 'a.png'), time, time);
  const larger = await filmsDigest(join(at, 'one'), names);
  expect(larger).not.toBe(first);
  await utimes(join(at, 'one', 'a.png'), time, new Date('2026-03-02T10:00:00Z'));
  expect([first, larger]).not.toContain(await filmsDigest(join(at, 'one'), names));
});
