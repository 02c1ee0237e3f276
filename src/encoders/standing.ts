import { findings } from '../findings/registry.ts';
import type { FilmManifest } from './film-manifest.ts';
import type { Judgement } from './reading.ts';
import type { SiteCalibration, SiteHead } from './site-calibration.ts';

/** What a finding, or `abnormal`, is judged by: the site's head where there is one, else the manifest's. */
export function headFor(
  name: string,
  { findings: own, abnormal }: Pick<FilmManifest, 'findings' | 'abnormal'>,
  site: SiteCalibration | undefined,
): SiteHead | undefined {
  if (name === 'abnormal') return site?.abnormal ?? abnormal;
  return site?.findings.find((head) => head.name === name) ?? own.find((line) => line.name === name)?.head;
}

/** The state in which a model judges one thing on every film it reads. */
export type Standing = { readonly name: string; readonly state: Judgement['state'] };

/** Every finding, in the registry's order, and `abnormal` last. */
export function standingsOf(manifest: FilmManifest, site: SiteCalibration | undefined): Standing[] {
  const { findings: own, outputs } = manifest;
  const isOffered = (name: string) =>
    name === 'abnormal' ? outputs.abnormal !== undefined : own.some((line) => line.name === name);
  return [...findings.map(({ name }) => name as string), 'abnormal'].map((name) => {
    const head = headFor(name, manifest, site);
    if (head) return { name, state: head.assessed ? 'assessed' : 'not-assessed' };
    return { name, state: isOffered(name) ? 'uncalibrated' : 'not-offered' };
  });
}
