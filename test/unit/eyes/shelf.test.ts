import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
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
  expect(await shelf.calibrationOf({ maker: 'net@1.0.0', sha256: '0'.repeat(64) })).toEqual(calibrated(40));
});

test('a calibration of another version is found, newest first; one that cannot be read is passed over', async () => {
  const shelf = openShelf(folder);
  const of = (model: string, date: string) => ({ ...calibrated(10), model, date });
  const [first, second] = [of('eye@0.3.0', '2026-11-01'), of('eye@0.4.0', '2026-11-20')];
  for (const one of [first, second, of('eye@0.4.1', '2026-11-21'), of('eye-b@0.1.0', '2026-11-22')])
    await shelf.calibrate(one);
  writeFileSync(join(folder, 'eyes/eye@0.4.1/calibration.json'), '{"half');
  expect(await shelf.outdatedOf({ id: 'eye', maker: 'eye@0.5.0' })).toEqual([second, first]);
  expect(await shelf.outdatedOf({ id: 'eye', maker: 'eye@0.4.0' })).toEqual([first]);
});
