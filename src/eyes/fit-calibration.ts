import type { Look } from '../encoders/eye.ts';
import type { SiteHead } from '../encoders/site-calibration.ts';
import { bootstrap, type Resampling } from '../evaluation/bootstrap.ts';
import { auroc } from '../evaluation/metrics.ts';
import { fitPlatt } from '../evaluation/platt.ts';
import { sampleOf } from '../evaluation/sample.ts';
import { counted } from '../lib/counted.ts';
import { type FittedHead, fitLinearHead } from './linear-head.ts';

/** One film of the site: whose it is, what is known of it, what the model made of it. */
export type SiteFilm = {
  readonly patient: string;
  /** By ChestX-ray14 name, and `abnormal`; a name that is missing is unknown. */
  readonly truth: Readonly<Record<string, boolean>>;
  readonly look: Look;
};

export type Fit =
  | { readonly name: string; readonly state: 'fitted'; readonly head: SiteHead }
  | { readonly name: string; readonly state: 'left-out'; readonly because: string };

/** Fewer films with, or without, make a line that only looks like one. */
const fewest = 10;

function logitOf({ look }: SiteFilm, name: string): number | undefined {
  return name === 'abnormal' ? look.abnormal : look.findings.get(name);
}

/** The model's own score where it has one, else a head on its embedding. */
function scored(films: readonly SiteFilm[], labels: readonly boolean[], name: string) {
  const own = films.map((film) => logitOf(film, name));
  if (own.every((logit) => logit !== undefined)) return { logits: own };
  const embeddings = films.map(({ look }) => look.embedding);
  if (!embeddings.every((embedding) => embedding !== undefined)) return undefined;
  const fitted = fitLinearHead({ embeddings, labels, patients: films.map(({ patient }) => patient) });
  return { logits: fitted.heldOut, fitted };
}

type Scored = { readonly logits: readonly number[]; readonly fitted?: FittedHead };

function headOf(
  { logits, fitted }: Scored,
  { labels, groups }: { readonly labels: readonly boolean[]; readonly groups: readonly string[] },
  options: { readonly declaredPrevalence?: number; readonly resampling?: Resampling },
): SiteHead {
  const { slope, intercept, cov, positives, observedPrevalence } = fitPlatt(
    { logits, labels, groups },
    { ...options, isSmoothed: true },
  );
  const cases = logits.map((score, at) => ({
    score,
    outcome: labels[at] as boolean,
    patient: groups[at] as string,
  }));
  const area = bootstrap(sampleOf(cases), { auroc }, options.resampling).auroc;
  return {
    platt: { slope, intercept, cov: cov.map((row) => [...row]) },
    residualSd: fitted ? Math.abs(slope) * fitted.spread : 0,
    auroc: { ...area, n: labels.length, positives },
    // At 95 %: the interval's lower end must lie above chance.
    assessed: area.low > 0.5,
    prevalence: options.declaredPrevalence ?? observedPrevalence,
    ...(fitted ? { linear: fitted.head } : {}),
  };
}

export type FitOptions = { readonly declaredPrevalence?: number; readonly resampling?: Resampling };

/** Calibrates one finding on the films whose truth is known. */
export function fitFinding(name: string, films: readonly SiteFilm[], options: FitOptions = {}): Fit {
  const known = films.filter(({ truth }) => truth[name] !== undefined);
  const labels = known.map(({ truth }) => truth[name] as boolean);
  if (known.length === 0) return { name, state: 'left-out', because: 'no film is labelled for it' };
  const positives = labels.filter(Boolean).length;
  if (Math.min(positives, labels.length - positives) < fewest) {
    const without = labels.length - positives;
    const there = `${counted(positives, 'film shows', 'films show')} it, ${counted(without, 'does', 'do')} not`;
    return { name, state: 'left-out', because: `${there}; at least ${fewest} of each are needed` };
  }
  const made = scored(known, labels, name);
  if (!made) return { name, state: 'left-out', because: 'the model does not offer it and has no embedding' };
  const groups = known.map(({ patient }) => patient);
  return { name, state: 'fitted', head: headOf(made, { labels, groups }, options) };
}
