import { randomUUID } from 'node:crypto';
import { adultFromYears, type Chart, type Gap, type Modality } from '../chart/chart.ts';
import { type Concept, specOf } from '../chart/codes.ts';
import type { ReadFilm } from '../encoders/reading.ts';
import { seriesOf } from '../features/tabular.ts';
import type { FilmEvidence } from '../fusion/evidence.ts';
import type { Fused, Fusion } from '../fusion/fuse.ts';
import type { Clock } from '../lib/clock.ts';
import { logitOf } from '../lib/estimate.ts';
import { hearNotes } from '../notes/hear-notes.ts';
import type { FilmEffusion } from '../scores/psi.ts';
import { publishedScores } from '../scores/published-scores.ts';
import type { Score } from '../scores/score.ts';
import type { Assessment, FilmConclusion, Probability, Reason } from './assessment.ts';
import { concludeFilm, type FilmOutcome, isTold } from './film-conclusion.ts';
import { notesEvidence } from './notes-evidence.ts';
import { doubtPneumothorax } from './pneumothorax-doubt.ts';

export type AssessParts = { readonly fusion: Fusion; readonly clock: Clock };

/** Effects smaller than this (log-odds) are not worth a reader's time. */
const worthSaying = 0.05;
const reasonsShown = 4;

function isMeasured(modality: Modality): boolean {
  return modality === 'labs' || modality === 'vitals';
}

/** Why no risk is given at all, if so: out of the population, or nothing to go by. */
function withheldBecause(chart: Chart, { shares, standing }: Fused): string | undefined {
  const { ageYears } = chart.patient;
  if (ageYears !== undefined && ageYears < adultFromYears) return 'child';
  if (chart.gaps.some(({ modality, reason }) => modality === 'patient' && reason === 'source-failed')) {
    return 'patient-unknown';
  }
  if (!shares.some(({ modality, present }) => present && isMeasured(modality))) return 'no-vitals-or-labs';
  if (standing.kind === 'very-far') return 'unlike-population';
  return undefined;
}

function riskOf(chart: Chart, fused: Fused): Probability {
  const because = withheldBecause(chart, fused);
  return because ? { kind: 'withheld', because } : { kind: 'estimated', ...fused.risk };
}

/** What the risk would have been without a part, where it would have been given at all. */
function subsetsOf(risk: Probability, { subsets }: Fused): Pick<Assessment, 'subsets'> {
  if (risk.kind === 'withheld') return {};
  return { subsets: subsets.filter(({ heard }) => heard.some(isMeasured)) };
}

function reasonsOf(chart: Chart, fused: Fused, windowHours: number): Reason[] {
  const series = seriesOf(chart, windowHours);
  return fused.effects.flatMap(({ concept, modality, logit, typical }) => {
    const latest = series.get(concept as Concept)?.at(-1);
    if (!latest || Math.abs(logit) < worthSaying) return [];
    return [{ words: specOf(latest.concept).words, modality, effect: logit, measurement: latest, typical }];
  });
}

function isViewRecorded({ facts }: ReadFilm): boolean {
  return ['PA', 'AP'].includes(facts.viewPosition?.toUpperCase() ?? '');
}

function filmEvidence(film: FilmConclusion, outcome: FilmOutcome): FilmEvidence | undefined {
  if (film.state !== 'read' || film.abnormal.kind !== 'estimated' || outcome.state !== 'reading')
    return undefined;
  if (outcome.reading.state !== 'read') return undefined;
  return {
    abnormalLogit: logitOf(film.abnormal.value),
    viewApProbability: isViewRecorded(outcome.reading)
      ? Number(film.view === 'AP')
      : outcome.reading.viewApProbability,
    findings: Object.fromEntries(
      outcome.reading.findings.flatMap((finding) =>
        'probability' in finding ? [[finding.name, logitOf(finding.probability.value)]] : [],
      ),
    ),
    encoder: outcome.reading.model,
  };
}

function filmGap(film: FilmConclusion, { gaps }: Chart): Gap[] {
  const isTold = gaps.some(({ modality }) => modality === 'film');
  if (isTold || film.state === 'read' || film.state === 'none') return [];
  const reason = ({ pending: 'pending', refused: 'refused', failed: 'source-failed' } as const)[film.state];
  return [{ modality: 'film', reason, what: 'chest film', detail: film.because }];
}

/** Labs or vitals that are on record but all lie before the model's window. */
function windowGaps(chart: Chart, fused: Fused, windowHours: number): Gap[] {
  return (['labs', 'vitals'] as const)
    .filter((modality) => chart.measurements.some(({ concept }) => specOf(concept).modality === modality))
    .filter((modality) => fused.shares.some((share) => share.modality === modality && !share.present))
    .map((modality) => ({
      modality,
      reason: 'too-old',
      what: modality,
      detail: `none within ${windowHours} h`,
    }));
}

/** The film's word on the one film item of a published score. */
function effusionOn(film: FilmConclusion): FilmEffusion | undefined {
  if (film.state !== 'read') return undefined;
  return film.findings.some(({ name, word }) => name === 'Effusion' && isTold(word)) ? 'seen' : 'not-seen';
}

/** The first complete score that the record shows to decide better than the model, if there is one. */
function leadOf(scores: readonly Score[], beatenBy: readonly string[]): Pick<Assessment, 'leads'> {
  const lead = scores.find(({ name, missing }) => beatenBy.includes(name) && missing.length === 0);
  return lead ? { leads: lead.name } : {};
}

/** The statement about one patient at the chart's prediction time: pure but for the model run and the clock. */
export async function assess(parts: AssessParts, chart: Chart, outcome: FilmOutcome): Promise<Assessment> {
  const film = doubtPneumothorax(concludeFilm(outcome, chart.patient), chart);
  const notes = hearNotes(chart.notes);
  const fused = await parts.fusion.fuse(chart, filmEvidence(film, outcome), notesEvidence(notes.statements));
  const scores = publishedScores(chart, effusionOn(film));
  const reasons = reasonsOf(chart, fused, parts.fusion.windowHours);
  const strongest = (sign: 1 | -1) =>
    reasons
      .filter(({ effect }) => effect * sign > 0)
      .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
      .slice(0, reasonsShown);
  const risk = riskOf(chart, fused);
  return {
    id: randomUUID(),
    patientId: chart.patient.id,
    asOf: chart.asOf,
    createdAt: parts.clock.now().toISOString(),
    risk,
    ...subsetsOf(risk, fused),
    horizon: parts.fusion.horizon,
    population: parts.fusion.population,
    standing: fused.standing.kind,
    shares: fused.shares,
    raises: strongest(1),
    lowers: strongest(-1),
    scores: scores.given,
    scoresWithheld: scores.withheld,
    ...leadOf(scores.given, parts.fusion.beatenBy),
    film,
    statements: notes.statements,
    gaps: [
      ...chart.gaps,
      ...windowGaps(chart, fused, parts.fusion.windowHours),
      ...filmGap(film, chart),
      ...notes.gaps,
    ],
    laterDropped: chart.laterDropped,
    models: [
      ...(film.state === 'read'
        ? [film.model, film.beside, film.outlinedBy].filter((maker) => maker !== undefined)
        : []),
      parts.fusion.maker,
    ],
  };
}
