import type { Assessment, FilmConclusion, Probability } from '../assessment/assessment.ts';
import { asksForAttention } from '../assessment/attention.ts';
import { isTold } from '../assessment/film-conclusion.ts';
import type { FindingName } from '../findings/registry.ts';
import type { Contradiction, Target } from './contradiction.ts';

/** A clinician's word, and the assessment it was said of. */
export type Said = { readonly contradiction: Contradiction; readonly of: Assessment };

/** Which film, read by which models: what a finding rests on. Cardiomegaly is judged by the outline where there is one. */
function filmEvidence(film: FilmConclusion): string {
  if (film.state !== 'read') return `${film.state} ${film.because}`;
  const { sopInstanceUid, studyInstanceUid, model, outlinedBy } = film;
  return JSON.stringify([sopInstanceUid || studyInstanceUid, model, outlinedBy]);
}

function isSameFilm(then: Assessment, now: Assessment): boolean {
  return filmEvidence(then.film) === filmEvidence(now.film);
}

function isSameReading(then: Assessment, now: Assessment): boolean {
  return now.film.state === 'read' && isSameFilm(then, now);
}

/** The risk is the risk that was judged while it lies within the interval that was shown. */
function isSameRisk(then: Probability, now: Probability): boolean {
  if (then.kind === 'withheld' || now.kind === 'withheld')
    return then.kind === 'withheld' && now.kind === 'withheld' && then.because === now.because;
  return then.low <= now.value && now.value <= then.high;
}

function toldOn({ film }: Assessment): string {
  if (film.state !== 'read') return '';
  return film.findings
    .flatMap(({ name, word }) => (isTold(word) ? [`${name} ${word}`] : []))
    .sort()
    .join();
}

/** A published score that has entered another band says something new, whatever the model says. */
function hasNewBand(then: Assessment, now: Assessment): boolean {
  return now.scores.some(
    ({ name, band }) => band !== undefined && then.scores.find((score) => score.name === name)?.band !== band,
  );
}

function isSameCard(then: Assessment, now: Assessment): boolean {
  return (
    isSameFilm(then, now) &&
    toldOn(then) === toldOn(now) &&
    asksForAttention(then) === asksForAttention(now) &&
    isSameRisk(then.risk, now.risk) &&
    !hasNewBand(then, now)
  );
}

/**
 * Whether a word is about the evidence that `now` rests on. A finding's is the film and the model that spoke; the risk's
 * holds while the new value lies within the old 90 % interval; the card's while film, told findings, indicator, score
 * bands and risk are the same. New evidence brings everything back.
 */
export function stands({ contradiction: { target }, of }: Said, now: Assessment): boolean {
  switch (target.kind) {
    case 'finding':
    case 'missed':
      return isSameReading(of, now);
    case 'risk':
      return isSameRisk(of.risk, now.risk);
    case 'card':
      return isSameCard(of, now);
  }
}

/** `Practitioner/1`, whether an EHR writes it so or as an absolute address. */
function referenceOf(id: string): string {
  return /([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})\/?$/.exec(id)?.[1] ?? id;
}

/** Whether two FHIR references name one person, relative or absolute; never where one is absent. */
export function isSamePerson(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && referenceOf(one) === referenceOf(other);
}

/** Whether two words are about one thing. */
export function isSameTarget(one: Target, other: Target): boolean {
  const nameOf = (target: Target) => ('name' in target ? target.name : undefined);
  return one.kind === other.kind && nameOf(one) === nameOf(other);
}

/** A person's newer word on the same thing takes the place of the older one; what was missed adds up. */
function isOvertaken(older: Contradiction, newer: readonly Contradiction[]): boolean {
  if (older.target.kind === 'missed') return false;
  return newer.some(
    ({ target, by }) => isSameTarget(target, older.target) && isSamePerson(by?.id, older.by?.id),
  );
}

/** What stands on the evidence of one assessment, newest first: each person's last word on each thing. */
export function standingOn(said: readonly Said[], now: Assessment): readonly Contradiction[] {
  const standing = said
    .filter((word) => stands(word, now))
    .map(({ contradiction }) => contradiction)
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return standing.filter((word, at) => !isOvertaken(word, standing.slice(0, at)));
}

/** Reasons for not wanting to be told, which do not deny what is told. */
const notDenying: readonly (string | undefined)[] = ['already-known', 'not-relevant'];

/** Whether a word denies what it is about. */
export function denies({ verdict, reason }: Contradiction): boolean {
  return verdict === 'disagree' && !notDenying.includes(reason);
}

/** The findings that somebody denies: shown as disputed, not in the headline, raising no indicator. */
export function disputedFindings(standing: readonly Contradiction[]): ReadonlySet<string> {
  return new Set(
    standing.flatMap((word) => (word.target.kind === 'finding' && denies(word) ? [word.target.name] : [])),
  );
}

/** What clinicians saw and the film's reader missed, by name. */
export function addedFindings(standing: readonly Contradiction[]): readonly FindingName[] {
  const names = standing.flatMap(({ target }) =>
    target.kind === 'missed' && target.name ? [target.name] : [],
  );
  return [...new Set(names)];
}

/** Somebody says that the film, or the whole summary, is another patient's. */
export function isIdentityDenied(standing: readonly Contradiction[]): boolean {
  return standing.some(
    ({ target, verdict, reason }) =>
      verdict === 'disagree' && reason === 'wrong-patient' && target.kind !== 'risk',
  );
}

/**
 * The standing disagreement with the whole card for which this person is not shown it again: until somebody else adds what
 * was missed.
 */
export function silencedBy(standing: readonly Contradiction[], personId: string): Contradiction | undefined {
  const isOwn = ({ by }: Contradiction) => isSamePerson(by?.id, personId);
  const own = standing.find(
    (word) => word.target.kind === 'card' && word.verdict === 'disagree' && isOwn(word),
  );
  const isAnswered = standing.some(
    (word) => own && word.verdict === 'add' && !isOwn(word) && Date.parse(word.at) > Date.parse(own.at),
  );
  return isAnswered ? undefined : own;
}
