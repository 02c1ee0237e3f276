import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readLabels, readPredictions } from '../../../src/cli/film-table.ts';

let path: string;
beforeAll(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'vigie-table-')), 'labels.csv');
});

async function labelsOf(text: string) {
  await writeFile(path, text);
  return readLabels(path);
}

describe('a table of labels', () => {
  test.each([
    ['effusion', 'Effusion'],
    ['Pleural Thickening', 'Pleural_Thickening'],
    ['No Finding', 'no_finding'],
  ])('with a column %s is refused, since it would be left out without a word', async (column, name) => {
    await expect(labelsOf(`file,Mass,${column}\na.png,0,1\n`)).rejects.toThrow(
      `${path}: the column ${column} is not read; it must be named ${name}`,
    );
  });

  test('may have columns of other things', async () => {
    const labels = await labelsOf('file,Effusion,ward,effusion\na.png,1,7B,left\n');
    expect(labels.get('a.png')?.truth).toEqual({ Effusion: true });
  });

  test('with semicolons is told that it needs commas', async () => {
    await expect(labelsOf('file;Effusion\na.png;1\n')).rejects.toThrow(`${path} has no commas between its`);
  });

  test('that was begun on one system and added to on another is read to its end', async () => {
    const labels = await labelsOf('file,Effusion\r\na.png,1\r\nb.png,0\nc.png,1\n');
    expect([...labels.keys()]).toEqual(['a.png', 'b.png', 'c.png']);
  });

  test('names itself and the value that cannot be', async () => {
    await expect(labelsOf('file,Effusion\na.png,yes\n')).rejects.toThrow(
      'Effusion must be 0, 1 or empty (given: yes)',
    );
    await expect(labelsOf('file,Effusion\na.png,1,1\n')).rejects.toThrow(`${path}: Invalid Record Length`);
  });
});

test("another model's predictions are held to the same names", async () => {
  await writeFile(path, 'file,prob_effusion\na.png,0.2\n');
  await expect(readPredictions(path)).rejects.toThrow(
    'the column prob_effusion is not read; it must be named prob_Effusion',
  );
  await writeFile(path, 'file,prob_Effusion\na.png,0.2\n');
  expect((await readPredictions(path)).get('a.png')?.said.Effusion).toMatchObject({ value: 0.2 });
});
