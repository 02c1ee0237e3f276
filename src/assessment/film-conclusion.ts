import { adultFromYears, type Patient } from '../chart/chart.ts';
import type { Judgement, ReadFilm, Reading } from '../encoders/reading.ts';
import { viewOf } from '../encoders/view.ts';
import type { FilmConclusion, FindingConclusion, HeartMeasure, Probability } from './assessment.ts';

/** What the reading room answers for a chart's newest chest film. */
export type FilmOutcome =
  | { readonly state: 'reading'; readonly studyInstanceUid: string; readonly reading: Reading }
  | { readonly state: 'pending' | 'failed' | 'none'; readonly because: string };

/** From here on a finding is called likely, or possible; chosen, not validated. */
export const likelyFrom = 0.5;
const possibleFrom = 0.2;

/**
 * The word for a probability, held against `prevalence`, the finding's share among all films: a small number alone
 * speaks against nothing. "Uncertain" when the interval spans from unlikely to likely.
 */
export function wordFor(probability: Probability, prevalence: number): FindingConclusion['word'] {
  if (probability.kind === 'withheld') return 'not-assessed';
  const { value, low, high } = probability;
  if (low < possibleFrom && high > likelyFrom) return 'uncertain';
  if (low <= prevalence && prevalence <= high) return 'no-evidence';
  if (high < prevalence) return 'unlikely';
  return value >= likelyFrom ? 'likely' : 'possible';
}

/** Said to be there. */
export function isTold(word: FindingConclusion['word']): boolean {
  return word === 'likely' || word === 'possible';
}

/** Said to be there, or not ruled out. */
export function mayBeThere(word: FindingConclusion['word']): boolean {
  return isTold(word) || word === 'uncertain';
}

/** A number only where it was calibrated and shown to beat chance; else the reason why there is none. */
function probabilityOf(judgement: Judgement): Probability {
  if (judgement.state !== 'assessed') return { kind: 'withheld', because: judgement.state };
  return { kind: 'estimated', ...judgement.probability };
}

function prevalenceOf(judgement: Judgement): { prevalence?: number } {
  return 'prevalence' in judgement ? { prevalence: judgement.prevalence } : {};
}

function concludeFinding(finding: ReadFilm['findings'][number]): FindingConclusion {
  const { name, state } = finding;
  const probability = probabilityOf(finding);
  if (state !== 'assessed') return { name, probability, ...prevalenceOf(finding), word: state };
  const { prevalence, isWeak } = finding;
  const word = wordFor(probability, prevalence);
  return { name, probability, prevalence, word: isWeak && word === 'unlikely' ? 'no-evidence' : word };
}

/** What readers call by one another's names. */
const shadows: readonly string[] = ['Consolidation', 'Infiltration', 'Pneumonia'];

/** Those that are meant are no longer spoken against. */
function notAgainst(
  findings: readonly FindingConclusion[],
  isMeant: (name: string) => boolean,
): readonly FindingConclusion[] {
  return findings.map((finding) =>
    finding.word === 'unlikely' && isMeant(finding.name) ? { ...finding, word: 'no-evidence' } : finding,
  );
}

/** A shadow that may be there speaks against none of the names it could have. */
function asOneShadow(findings: readonly FindingConclusion[]): readonly FindingConclusion[] {
  const maybe = findings.some(({ name, word }) => shadows.includes(name) && mayBeThere(word));
  return maybe ? notAgainst(findings, (name) => shadows.includes(name)) : findings;
}

/** Whether a probability is said to be there among films of which `prevalence` show it. */
export function isTeller(probability: Probability, prevalence: number | undefined): boolean {
  return prevalence !== undefined && isTold(wordFor(probability, prevalence));
}

/** Whether what a model says of one thing is told. */
export function tellsOf(judgement: Judgement): boolean {
  return isTeller(probabilityOf(judgement), prevalenceOf(judgement).prevalence);
}

/**
 * Where the film is told to show something and the model names nothing, it has not understood what it sees, and speaks
 * against none; but for the heart, which is measured.
 */
function withUnnamed(findings: readonly FindingConclusion[], { abnormal, outline }: ReadFilm) {
  if (!tellsOf(abnormal) || findings.some(({ word }) => mayBeThere(word))) return findings;
  const isMeasured = (name: string) => name === 'Cardiomegaly' && outline?.state === 'measured';
  return notAgainst(findings, (name) => !isMeasured(name));
}

function sexLetter(sex: Patient['sex']): string | undefined {
  return sex === undefined ? undefined : sex === 'male' ? 'M' : 'F';
}

/** Whether the film's own header says it is another person's; ids alone may differ between authorities. */
export function isAnotherPatients(facts: ReadFilm['facts'], patient: Patient): boolean {
  const { patientId, patientBirthDate, patientSex } = facts;
  const idMatches = patientId !== undefined && [patient.id, ...patient.identifiers].includes(patientId);
  if (idMatches || patientId === undefined || patient.identifiers.length === 0) return false;
  const sameBirthDate = patientBirthDate !== undefined && patientBirthDate === patient.birthDate;
  const sexContradicts =
    patientSex !== undefined && patient.sex !== undefined && patientSex !== sexLetter(patient.sex);
  return !sameBirthDate || sexContradicts;
}

/** Gross contradictions between what the film looks like and whom the chart describes. */
function identityWarnings(reading: ReadFilm, patient: Patient): string[] {
  const warnings: string[] = [];
  const looksMale = reading.maleProbability > 0.98;
  const looksFemale = reading.maleProbability < 0.02;
  if ((patient.sex === 'female' && looksMale) || (patient.sex === 'male' && looksFemale)) {
    warnings.push('sex-differs');
  }
  if (patient.ageYears !== undefined && Math.abs(reading.ageYears - patient.ageYears) > 35) {
    warnings.push('age-differs');
  }
  return warnings;
}

/** The cardiothoracic ratio is told for PA films only: an AP film magnifies the heart by an unknown amount. */
function heartOf(reading: ReadFilm): HeartMeasure | undefined {
  const { outline } = reading;
  if (!outline) return undefined;
  if (outline.state === 'refused') return { kind: 'not-measured', because: outline.because };
  if (viewOf(reading) === 'AP') return { kind: 'not-measured', because: 'ap-view' };
  const { ratio, heart, chest } = outline;
  return { kind: 'measured', ratio, heart, chest };
}

function concludeRead(
  outcome: { studyInstanceUid: string; reading: ReadFilm },
  patient: Patient,
): FilmConclusion {
  const { reading, studyInstanceUid } = outcome;
  const { facts, outline } = reading;
  const heart = heartOf(reading);
  return {
    state: 'read',
    studyInstanceUid,
    sopInstanceUid: facts.sopInstanceUid ?? '',
    ...(facts.acquiredAt ? { acquiredAt: facts.acquiredAt } : {}),
    view: viewOf(reading),
    abnormal: probabilityOf(reading.abnormal),
    ...('prevalence' in reading.abnormal ? { abnormalPrevalence: reading.abnormal.prevalence } : {}),
    findings: withUnnamed(asOneShadow(reading.findings.map(concludeFinding)), reading),
    ...(reading.places ? { places: reading.places } : {}),
    warnings: identityWarnings(reading, patient),
    ...(reading.warnings ? { filmWarnings: reading.warnings } : {}),
    model: reading.model,
    ...(reading.beside ? { beside: reading.beside } : {}),
    ...(heart ? { heart } : {}),
    ...(outline ? { outlinedBy: outline.model } : {}),
  };
}

/** Turns a stored reading into a statement about this patient, or into the reason for silence. */
export function concludeFilm(outcome: FilmOutcome, patient: Patient): FilmConclusion {
  if (outcome.state !== 'reading') return { state: outcome.state, because: outcome.because };
  const { reading } = outcome;
  const ages = [patient.ageYears, reading.facts?.patientAgeYears];
  if (ages.some((age) => age !== undefined && age < adultFromYears))
    return { state: 'refused', because: 'child' };
  if (reading.state === 'refused') return { state: 'refused', because: reading.code };
  if (isAnotherPatients(reading.facts, patient))
    return { state: 'refused', because: 'film-of-another-patient' };
  return concludeRead({ studyInstanceUid: outcome.studyInstanceUid, reading }, patient);
}
