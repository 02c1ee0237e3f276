import type { Entry } from './chart.ts';
import { systems } from './codes.ts';

/** A diagnosis that a score asks for: SNOMED CT codes, ICD-10 categories (any code that begins so), words. */
type Diagnosis = {
  readonly words: string;
  readonly snomed: readonly string[];
  /** Without the dot; ICD-10, its CM and its GM agree on these. */
  readonly icd10: readonly string[];
  /** Lower case and without accents, English and French, for entries whose codes are not listed. */
  readonly named: RegExp;
  readonly notNamed?: RegExp;
  /** Whether one that is over still counts, as a past stroke does. */
  readonly pastCounts?: true;
};

/**
 * Every diagnosis the scores ask for, in one place. Comorbidities as ISARIC 4C and the PSI define them; SNOMED CT is
 * listed by code, not by hierarchy, so the words are asked too where no code is known.
 */
export const diagnoses = {
  diabetes: {
    words: 'diabetes',
    snomed: ['73211009', '44054006', '46635009', '8801005', '422034002', '127013003'],
    icd10: ['E10', 'E11', 'E12', 'E13', 'E14'],
    named: /diabet/,
    notNamed: /insipidus|gestation|pre.?diabet/,
  },
  heartFailure: {
    words: 'heart failure',
    snomed: [
      '84114007',
      '42343007',
      '88805009',
      '85232009',
      '56675007',
      '418304008',
      '417996009',
      '703272007',
    ],
    icd10: ['I50', 'I110', 'I130', 'I132'],
    named: /(heart|cardiac|ventricular) failure|insuffisance cardiaque|\bhf[rp]ef\b|\bchf\b/,
    pastCounts: true,
  },
  chronicCardiac: {
    words: 'chronic heart disease',
    snomed: [
      ...['84114007', '42343007', '88805009', '85232009', '56675007', '418304008', '417996009', '703272007'],
      ...['53741008', '414545008', '22298006', '399211009', '1755008', '85898001', '13213009', '194828000'],
      ...['60573004', '48724000', '23685000'],
    ],
    icd10: [
      ...['I05', 'I06', 'I07', 'I08', 'I09', 'I20', 'I21', 'I22', 'I23', 'I24', 'I25', 'I34', 'I35', 'I36'],
      ...['I37', 'I42', 'I43', 'I50', 'I110', 'I130', 'I132', 'Q20', 'Q21', 'Q22', 'Q23', 'Q24'],
    ],
    named:
      /(heart|cardiac|ventricular) failure|insuffisance cardiaque|coronary|coronar(opathie|ienne)|isch(a)?emic heart|myocardial infarct|infarctus du myocarde|cardiomyopath|cardiopath|angina|valvular|(aortic|mitral) (stenosis|regurg)|congenital heart|\bchf\b/,
    pastCounts: true,
  },
  chronicLung: {
    words: 'chronic lung disease other than asthma',
    snomed: [
      '13645005',
      '87433001',
      '63480004',
      '190905008',
      '12295008',
      '51615001',
      '233703007',
      '700250006',
    ],
    icd10: [
      'J41',
      'J42',
      'J43',
      'J44',
      'J47',
      'J60',
      'J61',
      'J62',
      'J63',
      'J684',
      'J701',
      'J703',
      'J84',
      'E84',
    ],
    named:
      /\bcopd\b|\bbpco\b|chronic obstructive|bronchopneumopathie chronique|emphysem|chronic bronchitis|bronchite chronique|bronchiectas|(pulmonary|lung) fibrosis|fibrose pulmonaire|interstitial (lung|pulmonary)|cystic fibrosis|mucoviscidose/,
  },
  kidneyDisease: {
    words: 'chronic kidney disease',
    snomed: [
      ...['709044004', '431855005', '431856006', '433144002', '700378005', '700379002', '431857002'],
      ...['433146000', '46177005'],
    ],
    icd10: ['N18', 'Z992', 'I120', 'I1311', 'I132'],
    named:
      /chronic (kidney|renal)|\bckd\b|(insuffisance|maladie) renale chronique|end.?stage (renal|kidney)|\besr[df]\b|h(a)?emodialysis|hemodialyse|peritoneal dialysis/,
  },
  /** 4C counts an eGFR of 30 or less only. */
  severeKidneyDisease: {
    words: 'chronic kidney disease, stage 4 or 5',
    snomed: ['431857002', '433146000', '46177005'],
    icd10: ['N184', 'N185', 'N186', 'Z992', 'I120', 'I1311', 'I132'],
    named:
      /(chronic|chronique|ckd).*\b(stage|stade|grade|g) ?(4|5|iv|v)\b|end.?stage (renal|kidney)|\besr[df]\b|h(a)?emodialysis|hemodialyse|peritoneal dialysis/,
  },
  mildKidneyDisease: {
    words: 'chronic kidney disease, stage 1 to 3',
    snomed: ['431855005', '431856006', '433144002', '700378005', '700379002'],
    icd10: ['N181', 'N182', 'N183'],
    named: /(chronic|chronique|ckd).*\b(stage|stade|grade|g) ?(1|2|3|i|ii|iii)[ab]?\b/,
  },
  liverDisease: {
    words: 'chronic liver disease',
    snomed: ['19943007', '328383001', '420054005', '128302006', '61977001', '41309000', '197279005'],
    icd10: ['K70', 'K713', 'K714', 'K715', 'K717', 'K721', 'K73', 'K74', 'K766', 'B18', 'I85'],
    named: /cirrhos|chronic (liver|hepat)|hepat\w+ chronique|alcoholic liver|portal hypertension/,
  },
  dementia: {
    words: 'dementia',
    snomed: ['52448006', '26929004', '429998004', '312991009', '230270009'],
    icd10: ['F00', 'F01', 'F02', 'F03', 'G30', 'G310', 'G3183'],
    named: /dementia|demence|alzheimer/,
  },
  cerebrovascular: {
    words: 'stroke or transient ischaemic attack',
    snomed: ['230690007', '432504007', '422504002', '266257000', '274100004', '371041009', '275526006'],
    icd10: ['I60', 'I61', 'I62', 'I63', 'I64', 'I69', 'G45', 'Z8673'],
    named:
      /\bstroke\b|\bcva\b|\btia\b|cerebral infarct|transient isch(a)?emic|accident vasculaire cerebral|\bavc\b|\bait\b|(intra)?cerebral h(a)?emorrhage/,
    notNamed: /heat ?stroke/,
    pastCounts: true,
  },
  neurological: {
    words: 'chronic neurological disease',
    snomed: [
      ...['230690007', '432504007', '422504002', '274100004', '371041009', '275526006', '24700007'],
      ...['49049000', '91637004', '37340000', '86044005', '128188000', '73297009'],
    ],
    icd10: ['G35', 'G20', 'G122', 'G70', 'G71', 'G80', 'I60', 'I61', 'I62', 'I63', 'I64', 'I69'],
    named:
      /multiple sclerosis|sclerose en plaques|parkinson|myasthenia|motor neuron|amyotrophic|cerebral palsy|muscular dystrophy|\bstroke\b|\bcva\b|\bavc\b|cerebral infarct|accident vasculaire cerebral/,
    notNamed: /heat ?stroke/,
    pastCounts: true,
  },
  connectiveTissue: {
    words: 'connective tissue disease',
    snomed: ['55464009', '69896004', '89155008', '83901003', '31384009', '396230008', '105969002'],
    icd10: ['M05', 'M06', 'M32', 'M33', 'M34', 'M351', 'M350', 'M353'],
    named:
      /lupus|rheumatoid|polyarthrite rhumatoide|scleroderm|systemic sclerosis|sjogren|(dermato|poly)myositis|connective tissue/,
  },
  hiv: {
    words: 'HIV',
    snomed: ['86406008', '62479008', '165816005'],
    icd10: ['B20', 'B21', 'B22', 'B23', 'B24', 'Z21'],
    named: /\bhiv\b|\bvih\b|\baids\b|\bsida\b|immunodeficiency virus/,
    notNamed: /negative|exposure|counsel/,
  },
  malignancy: {
    words: 'cancer',
    snomed: [
      ...['363346000', '254637007', '254632001', '93880001', '254837009', '399068003', '363406005'],
      ...['118600007', '91861009', '93143009', '109989006', '372244006', '363358000', '94391008'],
    ],
    icd10: [...Array.from({ length: 98 }, (_, at) => `C${String(at).padStart(2, '0')}`)].filter(
      (category) => category !== 'C44',
    ),
    named:
      /cancer|carcinoma|malignan|lymphoma|leuk(a)?emia|leucemie|myeloma|melanoma|sarcoma|metasta|tumeur maligne|lymphome/,
    notNamed: /basal.?cell|squamous cell (carcinoma|cancer) of (the )?skin|hypertherm|non.?malignan|benign/,
  },
  obesity: {
    words: 'obesity',
    snomed: ['414916001', '238136002', '414915002', '162864005'],
    icd10: ['E660', 'E661', 'E662', 'E668', 'E669'],
    named: /obes/,
  },
  pneumonia: {
    words: 'pneumonia',
    snomed: [
      ...['233604007', '385093006', '53084003', '75570004', '278516003', '422588002', '882784691000119100'],
      ...['312342009', '407671000', '195878008', '233607000', '396285007', '10625071000119104'],
    ],
    icd10: ['J12', 'J13', 'J14', 'J15', 'J16', 'J17', 'J18', 'J100', 'J110', 'A481'],
    named: /pneumoni(a|e)\b|pneumopathie infectieuse|lungenentz/,
    notNamed: /vaccin|prophyla|organi[sz]ing|interstitial/,
  },
  hospitalPneumonia: {
    words: 'pneumonia acquired in hospital',
    snomed: ['425464007', '429271009'],
    icd10: ['J95851', 'U6900'],
    named: /^(?=.*pneumoni).*((hospital|ventilator)[ -](acquired|associated)|nosocomial)|\b[hv]ap\b/,
  },
  covid19: {
    words: 'COVID-19',
    snomed: ['840539006', '882784691000119100', '1240751000000100', '674814021000119106'],
    icd10: ['U071', 'U072', 'U0710', 'U0711'],
    named: /covid|sars.cov.2/,
    notNamed: /vaccin|negative|exposure|contact|long covid|post.?(acute )?covid|immuni/,
  },
  pleuralEffusion: {
    words: 'pleural effusion',
    snomed: ['60046008'],
    icd10: ['J90', 'J91'],
    named: /pleural effusion|epanchement pleural|parapneumonic effusion/,
  },
  pregnancy: {
    words: 'pregnancy',
    snomed: ['77386006', '72892002', '127364007', '16356006', '398254007'],
    icd10: ['Z33', 'Z34', 'Z3A', 'O1', 'O2', 'O3', 'O4'],
    named: /pregnan|grossesse|enceinte|schwanger|gravid|pre.?eclampsia/,
    notNamed: /test|not pregnan|planning|contracep|post.?part|ectopic, past/,
  },
  nursingHome: {
    words: 'nursing home residence',
    snomed: ['160734000'],
    icd10: ['Z593'],
    named: /nursing home|care home|\behpad\b|maison de retraite|long.?term care facility/,
  },
  ventilation: {
    words: 'mechanical ventilation or CPAP',
    snomed: ['40617009', '243147009', '428311008', '47545007', '1258985005', '447837008', '706172005'],
    icd10: ['5A1935Z', '5A1945Z', '5A1955Z', '5A09357', '5A09457', '5A09557'],
    named:
      /(mechanical|artificial|assisted|invasive|non.?invasive) (ventilation|respiration)|ventilation (mecanique|artificielle|invasive|non invasive)|\b(cpap|bi.?pap|niv|vni)\b|\bventilator\b/,
    notNamed: /wean(ed|ing) off|extubat/,
  },
} as const satisfies Record<string, Diagnosis>;

export type DiagnosisName = keyof typeof diagnoses;

/** Words that turn an entry's name into something else than the patient's own, present diagnosis. */
const notThePatients = /\b(family|familial|familiaux|maternal|paternal)\b/;
const notHeld =
  /\b(no|not|without|denies|denied|ruled? out|rule out|exclu\w*|risk|screening|suspected|possible|absence|pas de|sans|depistage|suspicion)\b/;
const past = /\b(history|h\/o|past|status post|previous|resolved|antecedents?|ancien\w*|sequelles?)\b/;

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function isCoded({ codings = [] }: Entry, { snomed, icd10 }: Diagnosis): boolean {
  return codings.some(({ system = '', code }) => {
    if (system === systems.snomed) return snomed.includes(code);
    const bare = code.replaceAll('.', '').toUpperCase();
    return /icd-?10/i.test(system) && icd10.some((category) => bare.startsWith(category));
  });
}

function isNamed({ text }: Entry, { named, notNamed, pastCounts }: Diagnosis): boolean {
  const words = plain(text);
  if (!named.test(words) || notNamed?.test(words)) return false;
  if (notThePatients.test(words) || notHeld.test(words)) return false;
  return pastCounts === true || !past.test(words);
}

/** Over by the prediction time, or not more than a guess; refuted and retracted entries never enter the chart. */
function isHeld({ state }: Entry, { pastCounts }: Diagnosis): boolean {
  return state !== 'considered' && (state !== 'over' || pastCounts === true);
}

/** The first entry that holds the diagnosis: by its codes, else by its words. */
export function findDiagnosis(entries: readonly Entry[], name: DiagnosisName): Entry | undefined {
  const diagnosis: Diagnosis = diagnoses[name];
  const held = entries.filter((entry) => isHeld(entry, diagnosis));
  return held.find((entry) => isCoded(entry, diagnosis)) ?? held.find((entry) => isNamed(entry, diagnosis));
}
