import type { FilmConclusion, FindingConclusion } from '../assessment/assessment.ts';
import type { GapReason, Measurement, Modality } from '../chart/chart.ts';

type FilmSilence = Exclude<FilmConclusion['state'], 'read'>;

/** Every sentence a card may hold, in one language. */
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
  gap: {
    'none-on-record': 'none on record',
    'too-old': 'too old to count',
    'not-given': 'not given with the call, and no FHIR server to ask',
    'source-failed': 'the source did not answer',
    'unit-unknown': 'unit not understood',
    contradiction: 'refused, the record contradicts itself',
    'not-readable': 'not a possible value',
    'no-time': 'recorded without a time',
    refused: 'refused',
    pending: 'being read, not yet in this summary',
  } satisfies Record<GapReason, string>,
  status: { preliminary: 'preliminary', unknown: 'not known to be final' } satisfies Record<
    NonNullable<Measurement['status']>,
    string
  >,
  filmState: {
    pending: 'Film is being read',
    refused: 'Film not read',
    failed: 'Film could not be fetched',
    none: 'No recent chest film on record',
  } satisfies Record<FilmSilence, string>,
  refusal: {
    child: 'the patient is under 18; the model knows adults only',
    'film-of-another-patient': "its header names another person than this chart's patient",
    'foreign-image': 'it is unlike the adult frontal chest films the model knows',
    'lateral-view': 'it is a lateral view; the model knows frontal films only',
    'not-a-radiograph': 'it is not a plain radiograph',
    'not-chest': 'it is not a chest film',
    'multi-frame': 'it holds more than one frame',
    colour: 'it is a colour picture',
    blank: 'it is blank',
    'too-small': 'it is too small to be read',
    'too-large': 'it is larger than Vigie will open',
    'corrupt-pixels': 'its pixels are damaged',
    'no-pixels': 'it holds no picture',
    'not-dicom': 'it is not an image file Vigie knows',
    'unsupported-transfer-syntax': 'its compression is not supported',
  } as Readonly<Record<string, string>>,
  withheld: {
    child: 'the patient is under 18; the model knows adults only',
    'patient-unknown': "the patient's record could not be read, so age and identity are unknown",
    'no-vitals-or-labs': 'there are no usable vitals or labs to go by',
  } as Readonly<Record<string, string>>,
  warning: {
    'sex-differs': 'the film looks like one of the other sex than the chart states',
    'age-differs': 'the film looks decades away from the age in the chart',
  } as Readonly<Record<string, string>>,
  rightFilm: "Is this the right patient's film?",
  riskName: 'Risk of death in hospital',
  riskWithheld: 'No risk is given',
  typical: 'typical',
  raises: 'Speaks for a higher risk (log-odds against the typical training patient)',
  lowers: 'Speaks for a lower risk',
  noneFound: 'None found.',
  scores: 'Published scores',
  atLeast: 'at least',
  outOf: 'of',
  notKnown: 'not known',
  missing: 'Missing',
  nothingMissing: 'Nothing that the models ask for.',
  shares: 'Who spoke (log-odds, sums to the whole)',
  notHeard: 'not heard',
  noWeight: 'read, but given no weight: no gain over labs and vitals could be shown',
  notesNotHeard: 'this version does not weigh notes',
  unlikely: 'Less likely than among all films',
  noEvidence: 'Neither for nor against (as likely as among all films)',
  notAssessed: 'Not assessed (model not shown to beat chance)',
  nothingLikely: 'Film: nothing likely among the findings assessed',
  noneJudged: 'Film read by a model that is not calibrated here: no finding is judged',
  uncalibrated: 'Uncalibrated: rank only, no probability until this site calibrates the model',
  notOffered: 'Not offered by this film model',
  cannotSee: 'Cannot be seen by this film model',
  notValidated:
    'Research use. Not a diagnosis and not cleared as a medical device; not validated on live patients. The clinician decides.',
  smartLink: 'Question or contradict this summary',
} as const;
