import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ModelFile } from '../inference/model-file.ts';
import { ManifestMismatch } from '../lib/errors.ts';
import { type Estimate, logitOf, sigmoid } from '../lib/estimate.ts';
import { readIfThere, writeWhole } from '../lib/whole-file.ts';
import type { Fused, Fusion } from './fuse.ts';

/** What a site's own cases taught about the fused risk; it speaks for that graph and no other. */
const siteLine = z.strictObject({
  model: z.string(),
  sha256: z.string(),
  /** Day of the fit, `YYYY-MM-DD`. */
  date: z.string(),
  cases: z.number().int(),
  patients: z.number().int(),
  events: z.number().int(),
  /** log-odds here = slope × log-odds as shipped + intercept. */
  slope: z.number().positive(),
  intercept: z.number(),
  /** Covariance of (slope, intercept) from resampled patients. */
  cov: z.array(z.array(z.number()).length(2)).length(2),
});
export type SiteLine = z.infer<typeof siteLine>;

/** Half-width of a two-sided 90 % normal interval, in standard deviations. */
const z90 = 1.6449;

function pathIn(dataDir: string): string {
  return join(dataDir, 'calibration', 'risk.json');
}

/** The site's line for exactly this graph, if there is one. @throws ManifestMismatch when the file is damaged */
export async function readSiteLine(
  dataDir: string,
  { maker, sha256 }: Pick<ModelFile, 'maker' | 'sha256'>,
): Promise<SiteLine | undefined> {
  const path = pathIn(dataDir);
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  let line: SiteLine;
  try {
    line = siteLine.parse(JSON.parse(text));
  } catch (cause) {
    throw new ManifestMismatch(`${path} is damaged; vigie models refit-calibration --reset removes it`, {
      cause,
    });
  }
  return line.model === maker && line.sha256 === sha256 ? line : undefined;
}

/** Keeps the line in the data directory; the shipped manifest is never written to. */
export async function keepSiteLine(dataDir: string, line: SiteLine): Promise<void> {
  await mkdir(join(dataDir, 'calibration'), { recursive: true, mode: 0o700 });
  await writeWhole(pathIn(dataDir), `${JSON.stringify(siteLine.parse(line), undefined, 1)}\n`);
}

/** Back to the risk as shipped. */
export async function removeSiteLine(dataDir: string): Promise<void> {
  await rm(pathIn(dataDir), { force: true });
}

/** The risk on the site's line: the interval as wide as the model's own and the line's doubt together. */
export function onSiteLine({ value, low, high }: Estimate, { slope, intercept, cov }: SiteLine): Estimate {
  const logit = logitOf(value);
  const [[ofSlope = 0, both = 0] = [], [, ofIntercept = 0] = []] = cov;
  const doubt = z90 * Math.sqrt(Math.max(logit * logit * ofSlope + 2 * logit * both + ofIntercept, 0));
  const middle = slope * logit + intercept;
  const below = Math.hypot(slope * (logit - logitOf(low)), doubt);
  const above = Math.hypot(slope * (logitOf(high) - logit), doubt);
  return { value: sigmoid(middle), low: sigmoid(middle - below), high: sigmoid(middle + above) };
}

function movedTo(line: SiteLine, fused: Fused): Fused {
  const scaled = <Part extends { readonly logit: number }>(parts: readonly Part[]) =>
    parts.map((part) => ({ ...part, logit: line.slope * part.logit }));
  return {
    ...fused,
    risk: onSiteLine(fused.risk, line),
    subsets: fused.subsets.map(({ heard, risk }) => ({ heard, risk: onSiteLine(risk, line) })),
    shares: scaled(fused.shares),
    effects: scaled(fused.effects),
  };
}

/** The fusion as this site re-calibrated it: risk, shares and effects on the site's scale, and the population says so. */
export function forSite(fusion: Fusion, line: SiteLine | undefined): Fusion {
  if (!line) return fusion;
  const said = `re-calibrated on ${line.cases} cases of this site, ${line.date}`;
  return {
    ...fusion,
    population: `${fusion.population}; ${said}`,
    fuse: async (...asked) => movedTo(line, await fusion.fuse(...asked)),
  };
}
