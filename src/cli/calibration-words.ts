import { basename } from 'node:path';
import type { FilmManifest } from '../encoders/film-manifest.ts';
import type { CardiomegalyRule } from '../encoders/outline-manifest.ts';
import type { SiteCalibration } from '../encoders/site-calibration.ts';
import { raisedHere } from '../encoders/site-limits.ts';
import { type Standing, standingsOf } from '../encoders/standing.ts';
import { isJudgedByMeasure } from '../encoders/with-outline.ts';
import type { Fit } from '../eyes/fit-calibration.ts';
import type { RaisedLimits } from '../eyes/raise-limits.ts';
import type { Replaced } from '../eyes/shelf.ts';
import { counted } from '../lib/counted.ts';

type NamedManifest = { readonly maker: string; readonly manifest: FilmManifest };

function namesIn(standings: readonly Standing[], ...states: Standing['state'][]): string[] {
  return standings.filter(({ state }) => states.includes(state)).map(({ name }) => name);
}

/** `14 findings: 13 calibrated, 12 of them assessed (not: Mass), 1 uncalibrated (told by rank only)`. */
function findingsText(findings: readonly Standing[], site: SiteCalibration | undefined): string {
  const calibrated = namesIn(findings, 'assessed', 'not-assessed');
  const rest = namesIn(findings, 'not-assessed');
  const uncalibrated = namesIn(findings, 'uncalibrated').length;
  const offered = calibrated.length + uncalibrated;
  if (offered === 0) return 'no findings of its own, until they are fitted on its embedding';
  const here = site ? ` (${site.findings.length} here)` : '';
  const but = rest.length > 0 ? ` (not shown to beat chance: ${rest.join(', ')})` : '';
  const assessed = calibrated.length > 0 ? `, ${calibrated.length - rest.length} of them assessed${but}` : '';
  const ranked = uncalibrated > 0 ? ' (told by rank only)' : '';
  return `${counted(offered, 'finding')}: ${calibrated.length} calibrated${here}${assessed}, ${uncalibrated} uncalibrated${ranked}`;
}

const abnormalText: Readonly<Record<Standing['state'], string>> = {
  assessed: 'calibrated and assessed',
  'not-assessed': 'calibrated, not shown to beat chance',
  uncalibrated: 'uncalibrated',
  'not-offered': 'not offered',
};

/** How far what a model says may be believed, in counts. */
export function standingText(manifest: FilmManifest, site: SiteCalibration | undefined): string {
  const standings = standingsOf(manifest, site);
  const findings = standings.filter(({ name }) => name !== 'abnormal');
  const abnormal = standings.find(({ name }) => name === 'abnormal')?.state ?? 'not-offered';
  return `${findingsText(findings, site)}; any abnormality: ${abnormalText[abnormal]}`;
}

/** Said when the shipped outline judges cardiomegaly in the model's place; else nothing. */
export function measuredHeartLines(
  { maker, manifest }: NamedManifest,
  site: SiteCalibration | undefined,
  rule: Pick<CardiomegalyRule, 'insteadOf'>,
): string[] {
  return standingsOf(manifest, site).some((standing) => isJudgedByMeasure(standing, maker, rule))
    ? ['Cardiomegaly is judged by the measured heart (shipped outline) where it can be measured']
    : [];
}

/** A calibration that another version of the shipped model left behind. */
export function outdatedText({ model, films, date }: SiteCalibration): string {
  const [id] = model.split('@');
  return `the calibration made here on ${counted(films, 'film')} (${date}) was for ${model} and does not apply: vigie models calibrate ${id} --films FOLDER --labels labels.csv`;
}

/** A model that ranks the site's films the wrong way round has most likely been asked about something else. */
export function hintLines(fit: Fit, isShipped: boolean): string[] {
  if (fit.state !== 'fitted' || (fit.head.auroc.high ?? 1) >= 0.5) return [];
  const { name, head } = fit;
  const place = name === 'abnormal' ? '`outputs.abnormal`' : 'the `index`';
  const suspects =
    head.linear || isShipped
      ? 'the labels or the column'
      : `the labels, the column or ${place} in the manifest`;
  return [
    `hint: ${name} ranks the films the wrong way round (AUROC below .5 with 95 % confidence): ${suspects} may be wrong`,
  ];
}

/** What becomes of the findings that could not be calibrated, one line for each fate. */
export function leftOutLines(
  { findings: own, abnormal, outputs }: FilmManifest,
  fits: readonly Fit[],
): string[] {
  const fateOf = (name: string) => {
    const line = own.find((finding) => finding.name === name);
    if (name === 'abnormal' ? abnormal : line?.head)
      return 'not calibrated here, so what came with the model holds';
    if (name === 'abnormal' ? outputs.abnormal : line) return 'not calibrated here, so told by rank only';
    return 'not calibrated here and not offered by the model itself';
  };
  const names = fits.filter(({ state }) => state === 'left-out').map(({ name }) => name);
  const fates = [...new Set(names.map(fateOf))];
  return fates.map((fate) => `${fate}: ${names.filter((name) => fateOf(name) === fate).join(', ')}`);
}

const mostNamed = 10;

/** How the limits of the model's own gate were raised to a site's films; `readNow`: those it would have refused. */
export function raisedLines(limits: RaisedLimits | undefined, readNow: readonly string[]): string[] {
  if (!limits) return [];
  const { raised, films, refusedBefore, refusedNow, refusedLeftOut } = limits;
  const more = readNow.length - mostNamed;
  const named = readNow.slice(0, mostNamed).join(', ');
  return [
    `its gate is raised to these films (${Object.keys(raised).join(', ')}): of ${counted(films, 'film')} it refused ${refusedBefore}, now ${refusedNow}; of further ones like these expect ${refusedLeftOut} in ${films}`,
    `look at the ${counted(readNow.length, 'film')} it would have refused, and leave out any that is no good frontal film of an adult: ${named}${more > 0 ? ` and ${more} more` : ''}`,
  ];
}

/** Said of a model whose gate a site raised; else nothing. */
export function raisedGateLines({ gate }: FilmManifest, site: SiteCalibration | undefined): string[] {
  if (!gate || !site?.limits) return [];
  const films = `${counted(site.limits.films, 'film')} of this site`;
  const raised = raisedHere(gate, site);
  return raised
    ? [`its gate is raised to ${films}: ${Object.keys(raised).join(', ')}`]
    : [`its gate is as it came: raised to ${films} was another, of an earlier version; calibrate again`];
}

/** What a new calibration took the place of, and what that one had and this one has not. */
export function replacedLines(
  { keptAs, calibration: former }: Replaced,
  { findings, abnormal, gate, limits }: SiteCalibration,
): string[] {
  const kept = `kept beside it as ${basename(keptAs)} in place of any kept there before`;
  if (!former) return [`it replaces a calibration that could not be read, ${kept}`];
  const gone = [
    ...former.findings.map(({ name }) => name).filter((name) => !findings.some((one) => one.name === name)),
    ...(former.abnormal && !abnormal ? ['abnormal'] : []),
    ...(former.gate && !gate ? ['the gate'] : []),
    ...(former.limits && !limits ? ["the gate's raised limits"] : []),
  ];
  return [
    `it replaces the calibration of ${former.date} (${counted(former.films, 'film')}), ${kept}`,
    ...(gone.length > 0 ? [`fitted in that one and in this one no more: ${gone.join(', ')}`] : []),
  ];
}
