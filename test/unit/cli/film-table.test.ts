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
    ['Efusion', 'Effusion'],
    ['Cardiomegally', 'Cardiomegaly'],
    ['Pnuemonia', 'Pneumonia'],
    ['Finding_Labels', 'Finding Labels'],
    ['patient_id', 'Patient ID'],
    ['Age', 'age'],
  ])('with a column %s is refused, since it would be left out without a word', async (column, name) => {
    await expect(labelsOf(`file,Mass,${column}\na.png,0,1\n`)).rejects.toThrow(
      `${path}: the column ${column} is not read; it must be named ${name}`,
    );
  });

  test('may have columns of other things', async () => {
    const labels = await labelsOf('file,Effusion,ward,effusion\na.png,1,7B,left\n');
    expect(labels.get('a.png')?.truth).toEqual({ Effusion: true });
  });

  test.each([
    ...['stage', 'Edma', 'normal', 'Pneumonitis', 'infusion', 'Effusion_low', 'prob_Effusion', 'path'],
    ...['Patient Name', 'patient_wt', 'Patient Race', 'study_date'],
  ])('may have a column %s, which is another thing', async (column) => {
    const labels = await labelsOf(`file,Mass,${column}\na.png,1,0\n`);
    expect(labels.get('a.png')?.truth).toEqual({ Mass: true });
  });

  test('may name the patient by one column and have another that is called alike', async () => {
    const labels = await labelsOf('file,Mass,patient,patient_id\na.png,1,p7,12\n');
    expect(labels.get('a.png')?.patient).toBe('p7');
  });

  test('without a column of any finding is refused with the columns there may be', async () => {
    await expect(labelsOf('file,age,ward\na.png,57,7B\n')).rejects.toThrow(
      /labels\.csv has no column of a finding; there may be Atelectasis, .*abnormal, no_finding, Finding Labels$/,
    );
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

describe('the list of findings in the table of the NIH', () => {
  const truthOf = async (list: string) =>
    (await labelsOf(`Image Index,Finding Labels\na.png,${list}\n`)).get('a.png')?.truth;

  test('names what was found, with or without spaces about the bar', async () => {
    for (const list of ['Effusion|Mass', 'Effusion | Mass'])
      expect(await truthOf(list)).toMatchObject({
        Effusion: true,
        Mass: true,
        Nodule: false,
        abnormal: true,
      });
    expect(await truthOf('No Finding')).toMatchObject({ Effusion: false, abnormal: false });
  });

  test('says nothing where it is empty', async () => {
    expect(await truthOf('')).toEqual({});
  });

  test.each(['Effusion;Mass', 'No finding', 'effusion', 'abnormal', 'Effusion|', 'No Finding|Mass'])(
    'is refused with its line where it says %s, which would be a film without any finding',
    async (list) => {
      const fault =
        /labels\.csv, line 2: Finding Labels must be No Finding alone, or .*Atelectasis, .*\(given: (.*)\)$/;
      const because = await truthOf(list).catch(({ message }: Error) => message);
      expect(fault.exec(String(because))?.[1]).toBe(list);
    },
  );
});

describe('the age of a patient', () => {
  const ageOf = async (age: string) =>
    (await labelsOf(`file,Mass,Patient Age\na.png,1,${age}\n`)).get('a.png')?.age;

  test.each([
    ['57', '40–64'],
    ['81.5', '80 and over'],
    ['057Y', '40–64'],
    ['240M', '18–39'],
    ['006W', '0–17'],
    ['012D', '0–17'],
    ['57Y', '40–64'],
    ['>89', '80 and over'],
    ['90+', '80 and over'],
    ['NA', undefined],
    ['0', '0–17'],
    ['', undefined],
  ])('may be %s: %s', async (age, band) => {
    expect(await ageOf(age)).toBe(band);
  });

  test.each(['x', '-3', 'Y', '1957-04-01'])('is refused with its line where it is %s', async (age) => {
    await expect(ageOf(age)).rejects.toThrow(
      `${path}, line 2: the age must be in years (57, 90+), or as in DICOM (057Y, 018M), or empty (given: ${age})`,
    );
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

test.each(['prob_Normal', 'prob_class', 'pred_Effusion'])(
  'predictions may have a column %s, which is another thing',
  async (column) => {
    await writeFile(path, `file,prob_Edema,${column}\na.png,0.2,0.9\n`);
    expect(Object.keys((await readPredictions(path)).get('a.png')?.said ?? {})).toEqual(['Edema']);
  },
);

test('predictions without a column of any finding are refused', async () => {
  await writeFile(path, 'file,age,patient_id\na.png,57,1\n');
  await expect(readPredictions(path)).rejects.toThrow(
    /has no column of a finding; there may be Atelectasis, prob_A/,
  );
});
