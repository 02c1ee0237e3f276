import type { Doubt, FilmConclusion, FindingConclusion, HeartMeasure } from '../assessment/assessment.ts';
import type { GapReason, Measurement, Modality } from '../chart/chart.ts';
import type { Target, Verdict } from '../contradictions/contradiction.ts';
import type { WithheldBecause } from '../scores/published-scores.ts';
import terms from '../words/en/terms.json' with { type: 'json' };

type HeartSilence = Extract<HeartMeasure, { kind: 'not-measured' }>['because'];
type FilmSilence = Exclude<FilmConclusion['state'], 'read'>;

/** Every sentence a card may hold, in one language; words for codes are those of the app. */
export const english = {
  modality: { film: 'Film', labs: 'Labs', vitals: 'Vitals', notes: 'Notes' } satisfies Record<
    Modality,
    string
  >,
  word: {
    likely: 'likely',
    possible: 'possible',
    unlikely: 'unlikely',
    uncertain: 'uncertain',
    'no-evidence': 'neither for nor against',
    'not-assessed': 'not assessed',
    uncalibrated: 'uncalibrated: rank only',
    'not-offered': 'not offered by this film model',
  } satisfies Record<FindingConclusion['word'], string>,
  gap: terms.gap satisfies Record<GapReason, string>,
  status: terms.status satisfies Record<NonNullable<Measurement['status']>, string>,
  filmState: {
    pending: 'Film is being read',
    refused: 'Film not read',
    failed: 'Film could not be fetched',
    none: 'No recent chest film on record',
  } satisfies Record<FilmSilence, string>,
  refusal: terms.refusal as Readonly<Record<string, string>>,
  withheld: terms.withheld as Readonly<Record<string, string>>,
  warning: terms.warning as Readonly<Record<string, string>>,
  aboutTheFilm: 'About the film itself',
  filmWarning: terms.filmWarning as Readonly<Record<string, string>>,
  lessSure: 'less sure than its number says',
  doubt: terms.doubt satisfies Record<Doubt, string>,
  cliniciansSay: 'What clinicians said of this evidence',
  aClinician: 'A clinician',
  verdict: { disagree: 'disagrees', agree: 'agrees', add: 'adds what was missed' } satisfies Record<
    Verdict,
    string
  >,
  about: { card: 'This summary', risk: 'The risk', missed: 'The film' } satisfies Record<
    Exclude<Target['kind'], 'finding'>,
    string
  >,
  disputed: 'disputed',
  disputedCard: 'Disputed.',
  adds: 'A clinician adds',
  saidWrongPatient: 'a clinician said that the patient or the film is the wrong one',
  disputedFindings: 'Film: what looked likely is disputed by a clinician',
  rightFilm: "Is this the right patient's film?",
  notesState:
    'Notes state (read by rules; comorbidities and confusion weigh by a published prior, not learned)',
  notes: {
    comorbidity: 'Comorbidities',
    acute: 'Acute illness',
    device: 'Devices',
    oxygen: 'Oxygen',
    confusion: 'Confusion',
  },
  denied: 'denied:',
  riskName: 'Risk of death in hospital',
  scoreLeads: 'decides better than the model in its own record and leads',
  riskWithheld: 'No risk is given',
  typical: 'typical',
  raises: 'Speaks for a higher risk (log-odds against the typical training patient)',
  lowers: 'Speaks for a lower risk',
  heart: 'Heart over chest',
  heartNotMeasured: 'not measured',
  heartSilence: terms.heartSilence satisfies Record<HeartSilence, string>,
  noneFound: 'None found.',
  scores: 'Published scores',
  atLeast: 'at least',
  outOf: 'of',
  itemsMissing: (count: number) => `${count} ${count === 1 ? 'item' : 'items'} missing`,
  withoutFilm: 'without',
  withFilm: (finding: string) => `with the film's ${finding} (unconfirmed)`,
  ifConfirmed: 'only if a clinician confirms it',
  notGiven: 'Not given',
  scoreWithheld: terms.scoreWithheld satisfies Record<WithheldBecause, string>,
  missing: 'Missing',
  nothingMissing: 'Nothing that the models ask for.',
  shares: 'Who spoke (log-odds, sums to the whole)',
  notHeard: 'not heard',
  noWeight: 'read, but given no weight: no gain over labs and vitals could be shown',
  findingsOnly: 'read by another encoder than the film term was fitted on: its findings alone are used',
  notesNotHeard: 'no comorbidity or confusion stated or denied',
  where: 'Where (hiding it lowers the score, hiding other places does not)',
  zone: terms.zone,
  side: terms.side,
  noPlace: 'No reliable location',
  anyAbnormality: 'any abnormality',
  unlikely: terms.untold.unlikely,
  noEvidence: terms.untold['no-evidence'],
  notAssessed: terms.untold['not-assessed'],
  signed: (when: string) => `A report on this film was signed on ${when} (by a clinician, in Vigie).`,
  nothingLikely: 'Film: nothing likely among the findings assessed',
  noneJudged: 'Film read by a model that is not calibrated here: no finding is judged',
  uncalibrated: terms.untold.uncalibrated,
  notOffered: terms.untold['not-offered'],
  cannotSee: 'Cannot be seen by this film model',
  notValidated:
    'Research use. Not a diagnosis and not cleared as a medical device; not validated on live patients. The clinician decides.',
  smartLink: 'Question or contradict this summary',
} as const;
