import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type AssessedChart, assessedCharts } from '../../src/cli/assessed-charts.ts';
import { refitCalibration, resetCalibration } from '../../src/cli/models-refit.ts';
import { loadConfig } from '../../src/config.ts';
import { createUniform } from '../../src/evaluation/bootstrap.ts';
import { openModels } from '../../src/open-models.ts';
import { toBundle } from '../../src/sources/physionet/bundle.ts';
import { root } from './service.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-refit-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = loadConfig({ VIGIE_MODELS_DIR: join(root, 'models'), VIGIE_DATA_DIR: at('data') });
const manifest = join(root, 'models/fusion/manifest.json');
const charts = at('charts.ndjson');

/** Invented stays of a hospital in which half of the patients die, the ill among them more often. */
const uniform = createUniform(5);
const cohort = Array.from({ length: 160 }, (_, n) => {
  const illness = uniform();
  const sample = (parameter: string, value: number) => ({ minutes: 60, parameter, value });
  const values = {
    Age: 60 + (n % 20),
    Gender: n % 2,
    HR: 70 + 60 * illness,
    BUN: 10 + 70 * illness,
    GCS: 15,
  };
  const samples = Object.entries(values).map(([parameter, value]) => sample(parameter, value));
  return {
    record: `${n}`,
    line: JSON.stringify(toBundle({ record: `${n}`, samples })),
    died: uniform() < illness,
  };
});
writeFileSync(charts, cohort.map(({ line }) => line).join('\n'));

function outcomesOf(count: number): string {
  const path = at(`outcomes-${count}.csv`);
  const rows = cohort.slice(0, count).map(({ record, died }) => `${record},${died ? 1 : 0}`);
  writeFileSync(path, `key,outcome\n${rows.join('\n')}\n`);
  return path;
}

type Assessed = AssessedChart & { state: 'assessed' };

async function firstAssessed(): Promise<Assessed> {
  await using models = await openModels(config);
  for await (const one of assessedCharts({ charts }, models)) if (one.state === 'assessed') return one;
  throw new Error('no chart');
}

function riskIn({ assessment }: Assessed): number {
  return assessment.risk.kind === 'estimated' ? assessment.risk.value : Number.NaN;
}

describe('vigie models refit-calibration', () => {
  const shippedManifest = readFileSync(manifest, 'utf8');
  const said: string[] = [];
  const refit = (outcomes: string) =>
    refitCalibration({ charts, outcomes, config, say: (line) => said.push(line) });

  test('changes nothing where there are fewer than fifty deaths', async () => {
    const before = riskIn(await firstAssessed());
    await expect(refit(outcomesOf(40))).rejects.toThrow(/nothing is changed: \d+ events among 40 cases/);
    expect(riskIn(await firstAssessed())).toBe(before);
  });

  test('moves the risk to the rate of the site, says so on every assessment, and leaves the package alone', async () => {
    const before = await firstAssessed();
    expect(await refit(outcomesOf(160))).toBe(0);
    const after = await firstAssessed();
    expect(riskIn(after)).toBeGreaterThan(riskIn(before) + 0.05);
    const today = new Date().toISOString().slice(0, 10);
    expect(after.assessment.population).toContain(`re-calibrated on 160 cases of this site, ${today}`);
    expect(before.assessment.population).not.toContain('re-calibrated');
    const table = said.join('\n');
    // Before: this site's patients die far more often than was said.
    const [, gain = ''] = /Brier score gained: (\S+)/.exec(table) ?? [];
    expect(Number(gain)).toBeGreaterThan(0.02);
    expect(readFileSync(manifest, 'utf8')).toBe(shippedManifest);
    const kept = JSON.parse(readFileSync(at('data/calibration/risk.json'), 'utf8'));
    expect(kept).toMatchObject({ cases: 160, events: cohort.filter(({ died }) => died).length, date: today });
  });

  test('fitted again, it starts from the risk as shipped, not from its own earlier line', async () => {
    const kept = readFileSync(at('data/calibration/risk.json'), 'utf8');
    await refit(outcomesOf(160));
    expect(readFileSync(at('data/calibration/risk.json'), 'utf8')).toBe(kept);
  });

  test('a line of another model is not used, a damaged one is not guessed at, and reset removes it', async () => {
    const kept = JSON.parse(readFileSync(at('data/calibration/risk.json'), 'utf8'));
    writeFileSync(at('data/calibration/risk.json'), JSON.stringify({ ...kept, sha256: '0'.repeat(64) }));
    expect((await firstAssessed()).assessment.population).not.toContain('re-calibrated');
    writeFileSync(at('data/calibration/risk.json'), '{"slope":');
    await expect(firstAssessed()).rejects.toThrow('--reset removes it');
    await resetCalibration({ config, say: () => undefined });
    expect((await firstAssessed()).assessment.population).not.toContain('re-calibrated');
  });
});
