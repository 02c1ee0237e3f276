import { findings } from '../findings/registry.ts';

/** What sort of thing a note's concept is. `acute` is an illness of this stay, not one that is lived with. */
export const kinds = ['symptom', 'confusion', 'comorbidity', 'acute', 'device', 'oxygen', 'imaging'] as const;
export type Kind = (typeof kinds)[number];

/** The comorbidity groups of the 4C Mortality Score. Knight, BMJ 2020;370:m3339, after ISARIC's case report form. */
export const fourCGroups = [
  'cardiac',
  'respiratory',
  'renal',
  'liver',
  'dementia',
  'neurological',
  'connective-tissue',
  'diabetes',
  'hiv',
  'malignancy',
  'obesity',
] as const;
export type FourCGroup = (typeof fourCGroups)[number];

export type ConceptEntry = {
  readonly kind: Kind;
  /** SNOMED CT concept id, international edition; absent where no single concept fits. */
  readonly snomed?: string;
  readonly words: string;
  readonly fourC?: FourCGroup;
  /** Lived with once had: "history of" does not end it. */
  readonly isLasting?: true;
};

type Rest = Pick<ConceptEntry, 'fourC' | 'isLasting'>;
const entry = (kind: Kind) => (words: string, snomed?: string) =>
  ({ kind, words, ...(snomed ? { snomed } : {}) }) satisfies ConceptEntry;
const symptom = entry('symptom');
const confusion = entry('confusion');
const acute = entry('acute');
const device = entry('device');
const oxygen = entry('oxygen');
const imaging = entry('imaging');
const past = entry('comorbidity');
const lasting = (words: string, snomed: string, fourC?: FourCGroup) =>
  ({ ...past(words, snomed), isLasting: true, ...(fourC ? { fourC } : {}) }) satisfies ConceptEntry & Rest;

/** A finding of the film registry, with the registry's code and words. */
function finding(name: (typeof findings)[number]['name'], rest: Rest = {}): ConceptEntry {
  const { snomed, words } = findings.find((each) => each.name === name) ?? findings[0];
  return { kind: 'imaging', snomed, words: words.en, ...rest };
}

/** Everything the note reader knows, under the name its statements carry. */
export const noteConcepts = {
  dyspnoea: symptom('shortness of breath', '267036007'),
  cough: symptom('cough', '49727002'),
  fever: symptom('fever', '386661006'),
  chills: symptom('chills', '43724002'),
  'chest-pain': symptom('chest pain', '29857009'),
  haemoptysis: symptom('coughing up blood', '66857006'),
  wheeze: symptom('wheeze', '56018004'),
  orthopnoea: symptom('orthopnoea', '62744007'),
  fatigue: symptom('fatigue', '84229001'),
  syncope: symptom('syncope', '271594007'),
  palpitations: symptom('palpitations', '80313002'),
  headache: symptom('headache', '25064002'),
  nausea: symptom('nausea', '422587007'),
  vomiting: symptom('vomiting', '422400008'),
  diarrhoea: symptom('diarrhoea', '62315008'),
  'abdominal-pain': symptom('abdominal pain', '21522001'),
  'weight-loss': symptom('weight loss', '89362005'),
  'leg-oedema': symptom('swelling of the legs', '102572006'),
  myalgia: symptom('muscle pain', '68962001'),
  'sore-throat': symptom('sore throat', '162397003'),
  anosmia: symptom('loss of smell', '44169009'),
  cyanosis: symptom('cyanosis', '3415004'),

  confusion: confusion('confusion', '286933003'),
  delirium: confusion('delirium', '2776000'),
  'altered-mental-status': confusion('altered mental status', '419284004'),
  drowsiness: confusion('drowsiness', '271782001'),
  coma: confusion('coma', '371632003'),

  'heart-failure': lasting('heart failure', '84114007', 'cardiac'),
  'coronary-disease': lasting('coronary artery disease', '53741008', 'cardiac'),
  'myocardial-infarction': {
    ...past('myocardial infarction', '22298006'),
    fourC: 'cardiac',
    isLasting: true,
  },
  cardiomyopathy: lasting('cardiomyopathy', '85898001', 'cardiac'),
  'congenital-heart-disease': lasting('congenital heart disease', '13213009', 'cardiac'),
  'heart-valve-disease': lasting('heart valve disease', '368009', 'cardiac'),
  'atrial-fibrillation': lasting('atrial fibrillation', '49436004'),
  hypertension: lasting('hypertension', '38341003'),
  dyslipidaemia: lasting('dyslipidaemia', '370992007'),
  copd: lasting('COPD', '13645005', 'respiratory'),
  bronchiectasis: lasting('bronchiectasis', '12295008', 'respiratory'),
  'interstitial-lung-disease': lasting('interstitial lung disease', '233703007', 'respiratory'),
  'cystic-fibrosis': lasting('cystic fibrosis', '190905008', 'respiratory'),
  'chronic-respiratory-failure': lasting('chronic respiratory failure', '39871006', 'respiratory'),
  asthma: lasting('asthma', '195967001'),
  'sleep-apnoea': lasting('sleep apnoea', '73430006'),
  'pulmonary-hypertension': lasting('pulmonary hypertension', '70995007'),
  tuberculosis: past('tuberculosis', '56717001'),
  sarcoidosis: lasting('sarcoidosis', '31541009'),
  'kidney-disease': lasting('chronic kidney disease', '709044004', 'renal'),
  dialysis: lasting('dialysis', '108241001', 'renal'),
  'liver-disease': lasting('chronic liver disease', '328383001', 'liver'),
  cirrhosis: lasting('cirrhosis', '19943007', 'liver'),
  dementia: lasting('dementia', '52448006', 'dementia'),
  stroke: lasting('stroke', '230690007', 'neurological'),
  'parkinsons-disease': lasting("Parkinson's disease", '49049000', 'neurological'),
  'multiple-sclerosis': lasting('multiple sclerosis', '24700007', 'neurological'),
  'motor-neurone-disease': lasting('motor neurone disease', '37340000', 'neurological'),
  'myasthenia-gravis': lasting('myasthenia gravis', '91637004', 'neurological'),
  'cerebral-palsy': lasting('cerebral palsy', '128188000', 'neurological'),
  epilepsy: lasting('epilepsy', '84757009'),
  'rheumatoid-arthritis': lasting('rheumatoid arthritis', '69896004', 'connective-tissue'),
  lupus: lasting('systemic lupus', '55464009', 'connective-tissue'),
  scleroderma: lasting('scleroderma', '89155008', 'connective-tissue'),
  'connective-tissue-disease': lasting('connective tissue disease', '105969002', 'connective-tissue'),
  diabetes: lasting('diabetes', '73211009', 'diabetes'),
  hiv: lasting('HIV infection', '86406008', 'hiv'),
  /** A cancer of the past is not counted by 4C unless it is still there. */
  cancer: { ...past('cancer', '363346000'), fourC: 'malignancy' },
  metastasis: { ...past('metastases', '128462008'), fourC: 'malignancy' },
  leukaemia: { ...past('leukaemia', '93143009'), fourC: 'malignancy' },
  lymphoma: { ...past('lymphoma', '118600007'), fourC: 'malignancy' },
  myeloma: { ...past('multiple myeloma', '109989006'), fourC: 'malignancy' },
  obesity: lasting('obesity', '414916001', 'obesity'),
  smoking: past('smoking', '77176002'),
  'alcohol-dependence': past('alcohol dependence', '66590003'),

  sepsis: acute('sepsis', '91302008'),
  shock: acute('shock', '27942005'),
  'respiratory-failure': acute('respiratory failure', '409622000'),
  ards: acute('acute respiratory distress syndrome', '67782005'),
  'pulmonary-embolism': acute('pulmonary embolism', '59282003'),
  'deep-vein-thrombosis': acute('deep vein thrombosis', '128053003'),
  'kidney-injury': acute('acute kidney injury', '14669001'),
  covid: acute('COVID-19', '840539006'),
  influenza: acute('influenza', '6142004'),
  'cardiac-arrest': acute('cardiac arrest', '410429000'),
  empyema: acute('empyema', '312682007'),
  aspiration: acute('aspiration', '68052005'),

  'chest-drain': device('chest drain', '264957007'),
  'endotracheal-tube': device('endotracheal tube', '26412008'),
  tracheostomy: device('tracheostomy tube', '129121000'),
  'central-line': device('central venous line', '52124006'),
  picc: device('PICC line', '303728004'),
  port: device('implanted venous port', '398013009'),
  'dialysis-catheter': device('dialysis catheter'),
  'arterial-line': device('arterial line'),
  'nasogastric-tube': device('nasogastric tube', '17102003'),
  'urinary-catheter': device('urinary catheter', '20568009'),
  pacemaker: device('pacemaker', '14106009'),
  defibrillator: device('implanted defibrillator', '72506001'),
  'heart-valve-prosthesis': device('heart valve prosthesis', '25510005'),
  ecmo: device('ECMO', '233573008'),

  oxygen: oxygen('oxygen', '57485005'),
  'high-flow-oxygen': oxygen('high-flow oxygen', '426854004'),
  'noninvasive-ventilation': oxygen('non-invasive ventilation', '428311008'),
  'mechanical-ventilation': oxygen('mechanical ventilation', '40617009'),
  'home-oxygen': { ...oxygen('oxygen at home'), fourC: 'respiratory', isLasting: true },

  Atelectasis: finding('Atelectasis'),
  Cardiomegaly: finding('Cardiomegaly'),
  Consolidation: finding('Consolidation'),
  Edema: finding('Edema'),
  Effusion: finding('Effusion'),
  Emphysema: finding('Emphysema', { fourC: 'respiratory', isLasting: true }),
  Fibrosis: finding('Fibrosis', { fourC: 'respiratory', isLasting: true }),
  Hernia: finding('Hernia'),
  Infiltration: finding('Infiltration'),
  Mass: finding('Mass'),
  Nodule: finding('Nodule'),
  Pleural_Thickening: finding('Pleural_Thickening'),
  Pneumonia: finding('Pneumonia'),
  Pneumothorax: finding('Pneumothorax'),
  Pleural_Plaque: imaging('pleural plaque'),
  Opacity: imaging('lung opacity'),
  Congestion: imaging('pulmonary venous congestion'),
  Hyperinflation: imaging('hyperinflated lungs'),
  Low_Lung_Volumes: imaging('low lung volumes'),
  Granuloma: imaging('granuloma'),
  Granulomatous_Disease: imaging('changes of granulomatous disease'),
  Scar: imaging('scarring'),
  Fracture: imaging('fracture', '125605004'),
  Scoliosis: imaging('scoliosis', '298382003'),
  Spondylosis: imaging('degenerative change of the spine', '8847002'),
  Atherosclerosis: imaging('atherosclerosis of the aorta'),
  Blunted_Angle: imaging('blunted costophrenic angle'),
  Raised_Diaphragm: imaging('raised hemidiaphragm'),
  Wide_Mediastinum: imaging('widened mediastinum'),
  Mediastinal_Shift: imaging('mediastinal shift'),
  Free_Air: imaging('free air under the diaphragm', '48661000'),
  Pneumomediastinum: imaging('pneumomediastinum', '16838000'),
  Subcutaneous_Emphysema: imaging('subcutaneous emphysema'),
  Pericardial_Effusion: imaging('pericardial effusion', '373945007'),
  Lymphadenopathy: imaging('enlarged lymph nodes', '30746006'),
  Cavity: imaging('cavity'),
} as const satisfies Record<string, ConceptEntry>;

export type NoteConcept = keyof typeof noteConcepts;

/** Whether a text is a name of the table. */
export function isNoteConcept(name: string): name is NoteConcept {
  return Object.hasOwn(noteConcepts, name);
}

export function entryOf(concept: NoteConcept): ConceptEntry {
  return noteConcepts[concept];
}
