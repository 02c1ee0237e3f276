import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { findings } from '../../src/findings/registry.ts';
import { openModels } from '../../src/open-models.ts';
import { writeDicom } from '../../src/sandbox/dicom-file.ts';
import { drawForeign, drawPhantom } from '../../src/sandbox/phantom/phantom.ts';
import { denseNet121 } from '../onnx-graphs.ts';
import { openCommandLine } from './command-line.ts';
import { root } from './service.ts';

const { folder, at, vigie, rowsOf, [Symbol.dispose]: leave } = openCommandLine();
afterAll(leave);

/** In the order of TorchXRayVision's outputs; the last four are no findings of Vigie's. */
const xrvNames = [
  ...['Atelectasis', 'Consolidation', 'Infiltration', 'Pneumothorax', 'Edema', 'Emphysema', 'Fibrosis'],
  ...['Effusion', 'Pneumonia', 'Pleural_Thickening', 'Cardiomegaly', 'Nodule', 'Mass', 'Hernia'],
  ...['Lung Lesion', 'Fracture', 'Lung Opacity', 'Enlarged Cardiomediastinum'],
];
const names = findings.map(({ name }) => name as string);

function manifestFor(graph: Uint8Array) {
  return {
    id: 'densenet-random',
    version: '1.0.0',
    sha256: createHash('sha256').update(graph).digest('hex'),
    licence: 'CC0-1.0',
    intendedUse: 'Proving that a model of this shape can be put in; its weights are random.',
    input: { name: 'film' },
    outputs: { findings: 'logits' },
    preprocessing: {
      resizeTo: 224,
      fit: 'centre-crop',
      interpolation: 'triangle-antialias',
      scale: { black: -1024, white: 1024 },
    },
    findings: xrvNames.flatMap((name, index) => (names.includes(name) ? [{ name, index }] : [])),
  };
}

const ids = { studyInstanceUid: '1.2.3', seriesInstanceUid: '1.2.3.1', modality: 'DX' } as const;

beforeAll(() => {
  const graph = denseNet121();
  writeFileSync(at('densenet.onnx'), graph);
  writeFileSync(at('densenet.json'), JSON.stringify(manifestFor(graph)));
  mkdirSync(at('films'));
  const film = drawPhantom({ seed: 8, sex: 'female', ageYears: 50, view: 'PA', findings: {} }, 1024);
  const taken = { studyDateTime: '2026-03-01T10:00:00Z', bodyPart: 'CHEST', viewPosition: 'PA' };
  for (const [name, picture] of Object.entries({ film, hand: drawForeign('hand', 1024) })) {
    const header = { ...ids, ...taken, patientId: name, sopInstanceUid: `1.2.3.1.${name.length}` };
    writeFileSync(at(`films/${name}.dcm`), writeDicom({ ...picture, bitsStored: 12 }, header));
  }
});

describe("a DenseNet-121 of TorchXRayVision's shape, put in without code", () => {
  test('is checked, run, and kept in the data directory under its hash', () => {
    const added = vigie('models', 'add', 'densenet.onnx', '--manifest', 'densenet.json');
    expect(added.stderr).toContain('densenet-random@1.0.0 is in: 14 findings, 0 of them calibrated');
    expect(added.stderr).toContain('to calibrate it: vigie models calibrate densenet-random --films FOLDER');
    expect(added.stderr).toContain('until calibrated, told by rank only: all of them');
    expect(added.status).toBe(0);
    const { sha256 } = manifestFor(denseNet121());
    expect(statSync(at(`.vigie/eyes/graphs/${sha256}.onnx`)).size).toBe(statSync(at('densenet.onnx')).size);
    const listed = vigie('models', 'list').stdout;
    expect(listed).toMatch(
      /^\* chest-xray-encoder@.* \(shipped\) with the calibration that it was shipped with\n/,
    );
    expect(listed).toMatch(/14 findings: 14 calibrated, \d+ of them assessed/);
    expect(listed).toMatch(/\n {2}densenet-random@1\.0\.0 \(CC0-1\.0\) not calibrated\. Proving/);
    expect(listed).toContain('14 findings: 0 calibrated, 14 uncalibrated (told by rank only)');
  });

  test('once in use ranks films and calls nothing a probability; the shipped gate refuses what is no chest', () => {
    const used = vigie('models', 'use', 'densenet-random');
    expect(used.stderr).toContain('a service that is running goes on as it is until it is restarted');
    expect(vigie('read', '--films', 'films', '--out', 'preds.csv').status).toBe(0);
    const [film, hand] = rowsOf('preds.csv');
    expect(hand).toMatchObject({ accepted: 'false', reason: 'not-a-chest-film' });
    expect(film).toMatchObject({ accepted: 'true', view: 'PA', abnormal_state: 'not-offered', abnormal: '' });
    expect(Number(film?.age)).toBeGreaterThan(0);
    // The heart is measured, whatever net looks at the rest.
    expect(film).toMatchObject({
      Cardiomegaly_state: 'assessed',
      Cardiomegaly: expect.stringMatching(/^0\./),
    });
    for (const name of names.filter((name) => name !== 'Cardiomegaly')) {
      expect(film).toMatchObject({
        [`${name}_state`]: 'uncalibrated',
        [`${name}_low`]: '',
        [`${name}_high`]: '',
      });
      expect(film?.[name]).toMatch(/^[01](\.\d+)?(e-\d+)?$/);
    }
  });

  test('is what the service would read with, under its own name', async () => {
    const settings = { VIGIE_MODELS_DIR: join(root, 'models'), VIGIE_DATA_DIR: at('.vigie') };
    await using models = await openModels(loadConfig(settings));
    expect(models.encoder.maker).toBe('densenet-random@1.0.0');
    expect(models.files.map(({ id }) => id)).toEqual([
      ...['chest-xray-encoder', 'densenet-random', 'chest-outline', 'fusion'],
    ]);
  });

  test('cannot be taken out while in use, and leaves nothing behind afterwards', () => {
    const refused = vigie('models', 'remove', 'densenet-random');
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('densenet-random@1.0.0 is in use; choose another first');
    expect(vigie('models', 'use', 'chest-xray-encoder').status).toBe(0);
    expect(vigie('models', 'remove', 'densenet-random').status).toBe(0);
    expect(readdirSync(at('.vigie/eyes/graphs'))).toEqual([]);
    expect(vigie('models', 'use', 'densenet-random').stderr).toContain(
      'there is no film model densenet-random',
    );
  });
});

test('an altered copy of a chosen model stops the start with its name and the way back', async () => {
  vigie('models', 'add', 'densenet.onnx', '--manifest', 'densenet.json');
  vigie('models', 'use', 'densenet-random@1.0.0');
  const [graph] = readdirSync(join(folder, '.vigie/eyes/graphs'));
  writeFileSync(at(`.vigie/eyes/graphs/${graph}`), 'something else');
  const { status, stderr } = vigie('read', '--films', 'films', '--out', 'x.csv');
  expect(status).toBe(1);
  expect(stderr).toMatch(/densenet-random@1\.0\.0 cannot be used: .*was altered/);
  expect(stderr).toContain('go back with: vigie models use chest-xray-encoder');
});

test('a shipped name is not taken', () => {
  writeFileSync(at('shipped.json'), JSON.stringify({ ...manifestFor(denseNet121()), id: 'fusion' }));
  const { status, stderr } = vigie('models', 'add', 'densenet.onnx', '--manifest', 'shipped.json');
  expect(status).toBe(1);
  expect(stderr).toContain('id: fusion is the name of a shipped model');
});

test('a calibration that an update of the shipped model left behind is named in the list', () => {
  const before = at('.vigie/eyes/chest-xray-encoder@0.4.0');
  mkdirSync(before, { recursive: true });
  const made = { model: 'chest-xray-encoder@0.4.0', sha256: '0'.repeat(64), date: '2026-11-20' };
  const taught = { films: 150, patients: 150, groupedBy: 'film', refused: 0, findings: [] };
  writeFileSync(join(before, 'calibration.json'), JSON.stringify({ ...made, ...taught }));
  expect(vigie('models', 'list').stdout).toContain(
    'the calibration made here on 150 films (2026-11-20) was for chest-xray-encoder@0.4.0 and does not apply',
  );
});
