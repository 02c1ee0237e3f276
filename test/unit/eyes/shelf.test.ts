import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { SiteCalibration } from '../../../src/encoders/site-calibration.ts';
import { openShelf } from '../../../src/eyes/shelf.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-shelf-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const calibrated = (films: number): SiteCalibration => ({
  ...{ model: 'net@1.0.0', sha256: '0'.repeat(64), date: '2026-11-30', films, patients: films },
  ...{ groupedBy: 'film', refused: 0, findings: [] },
});

test('a calibration that is replaced is kept beside the new one, a damaged one too', async () => {
  const shelf = openShelf(folder);
  const at = (name: string) => join(folder, 'eyes/net@1.0.0', name);
  expect(await shelf.calibrate(calibrated(20))).toBeUndefined();
  const keptAs = at('calibration.previous.json');
  expect(await shelf.calibrate(calibrated(30))).toEqual({ keptAs, calibration: calibrated(20) });
  expect(JSON.parse(readFileSync(keptAs, 'utf8'))).toEqual(calibrated(20));
  writeFileSync(at('calibration.json'), '{"half');
  expect(await shelf.calibrate(calibrated(40))).toEqual({ keptAs });
  expect(readFileSync(keptAs, 'utf8')).toBe('{"half');
  const model = { id: 'net', maker: 'net@1.0.0', sha256: '0'.repeat(64) };
  expect(await shelf.calibrationOf(model)).toEqual(calibrated(40));
});

describe('after an update of the shipped model', () => {
  const shelf = openShelf(folder);
  const [before, now] = ['1', '2'].map((digit) => digit.repeat(64)) as [string, string];
  const of = (model: string, date: string) => ({ ...calibrated(10), model, date, sha256: before });
  const [first, second, third] = [
    of('eye@0.3.0', '2026-11-01'),
    of('eye@0.9.0', '2026-11-20'),
    of('eye@0.10.0', '2026-11-20'),
  ] as [SiteCalibration, SiteCalibration, SiteCalibration];

  test('the newest calibration of another graph is named; one that cannot be read is passed over', async () => {
    for (const one of [first, third, second, of('eye@0.4.1', '2026-11-21'), of('eye-b@0.1.0', '2026-11-22')])
      await shelf.calibrate(one);
    writeFileSync(join(folder, 'eyes/eye@0.4.1/calibration.json'), '{"half');
    const updated = { id: 'eye', maker: 'eye@1.0.0', sha256: now };
    expect(await shelf.outdatedOf(updated)).toEqual(third);
    expect(await shelf.calibrationOf(updated)).toBeUndefined();
  });

  test('a calibration of the same graph holds on', async () => {
    const updated = { id: 'eye', maker: 'eye@1.0.1', sha256: before };
    expect(await shelf.calibrationOf(updated)).toEqual(third);
    expect(await shelf.outdatedOf(updated)).toBeUndefined();
  });

  test('a model that a site put in lends its calibration to no other version, whose outputs may mean something else', async () => {
    const own = { ...of('own@1.0.0', '2026-11-20'), model: 'own@1.0.0' };
    await shelf.calibrate(own);
    writeFileSync(join(folder, 'eyes/own@1.0.0/manifest.json'), '{}');
    expect(await shelf.calibrationOf({ id: 'own', maker: 'own@1.1.0', sha256: before })).toBeUndefined();
  });
});
