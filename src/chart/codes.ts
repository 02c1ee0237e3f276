/** What a concept is: its modality, the unit it is kept in, its LOINC codes and the plausible range. */
export type ConceptSpec = {
  readonly modality: 'vitals' | 'labs';
  readonly ucum: string;
  readonly loinc: readonly string[];
  /** Inclusive limits in `ucum`; outside them a value is a typing or unit error, not a patient. */
  readonly plausible: readonly [number, number];
  /** Molar mass in g/mol, where mass and substance concentrations are both in use. */
  readonly gramsPerMole?: number;
  /** Charge of the ion, where laboratories report milliequivalents. */
  readonly charge?: number;
  /** Other UCUM units in use: a value that is impossible as recorded may be possible in one of these. */
  readonly alsoIn?: readonly string[];
  /** Units whose possible numbers do not overlap, so that the number alone tells which is meant. */
  readonly scales?: readonly string[];
  readonly words: string;
};

const vital = (words: string, ucum: string, loinc: readonly string[], plausible: [number, number]) =>
  ({ modality: 'vitals', words, ucum, loinc, plausible }) as const satisfies ConceptSpec;
const lab = (words: string, ucum: string, loinc: readonly string[], plausible: [number, number]) =>
  ({ modality: 'labs', words, ucum, loinc, plausible }) as const satisfies ConceptSpec;

/** Every concept Vigie reads, under the name the models use. LOINC codes from loinc.org as known 2026-11. */
export const concepts = {
  heartRate: vital('heart rate', '/min', ['8867-4', '8889-8'], [10, 300]),
  respiratoryRate: vital('respiratory rate', '/min', ['9279-1'], [2, 90]),
  temperature: {
    ...vital('temperature', 'Cel', ['8310-5', '8331-1', '8329-5', '8332-9', '8328-7'], [25, 44]),
    scales: ['Cel', '[degF]'],
    alsoIn: ['[degF]'],
  },
  systolicPressure: {
    ...vital('systolic pressure', 'mm[Hg]', ['8480-6', '76534-7', '76215-3'], [20, 300]),
    alsoIn: ['kPa'],
  },
  diastolicPressure: {
    ...vital('diastolic pressure', 'mm[Hg]', ['8462-4', '76535-4', '76213-8'], [10, 220]),
    alsoIn: ['kPa'],
  },
  meanArterialPressure: {
    ...vital('mean arterial pressure', 'mm[Hg]', ['8478-0', '76536-2', '76214-6'], [10, 250]),
    alsoIn: ['kPa'],
  },
  oxygenSaturation: {
    ...vital('oxygen saturation', '%', ['59408-5', '2708-6'], [20, 100]),
    scales: ['%', '1'],
  },
  fractionInspiredOxygen: {
    ...vital('fraction of inspired oxygen', '1', ['3150-6', '19994-3'], [0.2, 1]),
    scales: ['1', '%'],
  },
  oxygenFlow: { ...vital('oxygen flow', 'L/min', ['3151-8'], [0, 80]), alsoIn: ['mL/min'] },
  glasgowComaScore: vital('Glasgow coma score', '{score}', ['9269-2'], [3, 15]),
  /** ACVPU, from 4 (alert) to 0 (unresponsive); read from codes, not from a number. */
  consciousness: vital('level of consciousness', '{ACVPU}', ['67775-7', '80288-4'], [0, 4]),
  urineOutput: vital('urine output', 'mL', ['9187-6', '9192-6'], [0, 10000]),
  weight: { ...vital('weight', 'kg', ['29463-7', '3141-9'], [20, 350]), alsoIn: ['[lb_av]', 'g'] },
  bun: {
    ...lab('blood urea nitrogen', 'mg/dL', ['3094-0', '6299-2', '14937-7', '22664-7', '3091-6'], [1, 300]),
    gramsPerMole: 28.014,
    alsoIn: ['mmol/L'],
  },
  creatinine: {
    ...lab('creatinine', 'mg/dL', ['2160-0', '14682-9', '38483-4'], [0.1, 25]),
    gramsPerMole: 113.12,
    alsoIn: ['umol/L'],
  },
  sodium: { ...lab('sodium', 'mmol/L', ['2951-2', '2947-0'], [95, 200]), charge: 1 },
  potassium: { ...lab('potassium', 'mmol/L', ['2823-3', '6298-4'], [1, 12]), charge: 1 },
  bicarbonate: { ...lab('bicarbonate', 'mmol/L', ['1963-8', '1959-6', '2028-9'], [2, 60]), charge: 1 },
  magnesium: {
    ...lab('magnesium', 'mmol/L', ['2601-3', '19123-9'], [0.2, 8]),
    gramsPerMole: 24.305,
    charge: 2,
    alsoIn: ['mg/dL'],
  },
  glucose: {
    ...lab('glucose', 'mg/dL', ['2345-7', '2339-0', '14749-6', '15074-8'], [10, 1500]),
    gramsPerMole: 180.156,
    alsoIn: ['mmol/L'],
  },
  wbc: { ...lab('white cells', '10*3/uL', ['6690-2', '26464-8', '804-5'], [0, 500]), alsoIn: ['/uL'] },
  lymphocytes: { ...lab('lymphocytes', '10*3/uL', ['731-0', '26474-7'], [0, 300]), alsoIn: ['/uL'] },
  neutrophils: { ...lab('neutrophils', '10*3/uL', ['751-8', '26499-4'], [0, 300]), alsoIn: ['/uL'] },
  // Laboratories count the monomer when they report mmol/L.
  hemoglobin: {
    ...lab('haemoglobin', 'g/dL', ['718-7', '59260-0'], [2, 25]),
    gramsPerMole: 16_114,
    alsoIn: ['g/L', 'mmol/L'],
  },
  hematocrit: { ...lab('haematocrit', '%', ['4544-3', '20570-8'], [5, 75]), scales: ['%', '1'] },
  platelets: { ...lab('platelets', '10*3/uL', ['777-3', '26515-7'], [1, 2500]), alsoIn: ['/uL'] },
  lactate: {
    ...lab('lactate', 'mmol/L', ['2524-7', '32693-4', '2518-9', '2519-7'], [0.1, 40]),
    gramsPerMole: 90.08,
    alsoIn: ['mg/dL'],
  },
  albumin: { ...lab('albumin', 'g/dL', ['1751-7'], [0.5, 7]), alsoIn: ['g/L'] },
  bilirubin: {
    ...lab('bilirubin', 'mg/dL', ['1975-2', '14631-6', '42719-5'], [0.05, 80]),
    gramsPerMole: 584.66,
    alsoIn: ['umol/L'],
  },
  alp: lab('alkaline phosphatase', 'U/L', ['6768-6'], [5, 5000]),
  alt: lab('alanine aminotransferase', 'U/L', ['1742-6', '1743-4', '1744-2'], [1, 20000]),
  ast: lab('aspartate aminotransferase', 'U/L', ['1920-8', '30239-8'], [1, 30000]),
  troponinT: { ...lab('troponin T', 'ug/L', ['6598-7', '67151-1'], [0, 100]), alsoIn: ['ng/L'] },
  troponinI: { ...lab('troponin I', 'ug/L', ['10839-9', '89579-7'], [0, 500]), alsoIn: ['ng/L'] },
  cholesterol: {
    ...lab('cholesterol', 'mg/dL', ['2093-3', '14647-2'], [20, 1000]),
    gramsPerMole: 386.65,
    alsoIn: ['mmol/L'],
  },
  crp: { ...lab('C-reactive protein', 'mg/L', ['1988-5', '30522-7'], [0, 1000]), alsoIn: ['mg/dL'] },
  procalcitonin: lab('procalcitonin', 'ug/L', ['33959-8'], [0, 500]),
  ldh: { ...lab('lactate dehydrogenase', 'U/L', ['14804-9', '2532-0'], [20, 20000]), alsoIn: ['ukat/L'] },
  dDimer: { ...lab('D-dimer', 'ug/L', ['48065-7', '48066-5'], [0, 200000]), alsoIn: ['mg/L'] },
  ph: lab('pH', '[pH]', ['2744-1', '11558-4'], [6.5, 8]),
  pao2: { ...lab('arterial oxygen tension', 'mm[Hg]', ['2703-7', '11556-8'], [20, 700]), alsoIn: ['kPa'] },
  paco2: {
    ...lab('arterial carbon dioxide tension', 'mm[Hg]', ['2019-8', '11557-6'], [8, 200]),
    alsoIn: ['kPa'],
  },
} as const satisfies Record<string, ConceptSpec>;

export type Concept = keyof typeof concepts;

export const conceptNames = Object.keys(concepts) as Concept[];

const byLoinc = new Map<string, Concept>(
  conceptNames.flatMap((name) => concepts[name].loinc.map((code) => [code, name] as const)),
);

/** The concept a LOINC code stands for, if Vigie reads it. */
export function conceptOf(loincCode: string): Concept | undefined {
  return byLoinc.get(loincCode);
}

export function specOf(concept: Concept): ConceptSpec {
  return concepts[concept];
}

/** These codes are urea itself; its mass (60.06 g/mol) is 2.14 times that of its nitrogen. */
export const ureaLoincs: readonly string[] = ['22664-7', '3091-6'];
export const ureaGramsPerMole = 60.06;

/** D-dimer assays that report D-dimer units; a fibrinogen-equivalent unit is half as much. */
export const dDimerUnitLoincs: readonly string[] = ['48066-5'];

/** SNOMED CT and LOINC answers to the level of consciousness, as ACVPU. */
export const acvpuCodes: Readonly<Record<string, number>> = {
  ...{ '248234008': 4, 'LA9340-6': 4 },
  ...{ '130987000': 3, '1104441000000107': 3 },
  ...{ '300202002': 2, '255373000': 2, 'LA17108-4': 2, 'LA9341-4': 2 },
  ...{ '450847001': 1, 'LA17107-6': 1, 'LA9342-2': 1 },
  ...{ '422768004': 0, 'LA9343-0': 0 },
};
export const acvpuWords = [
  'unresponsive',
  'responds to pain',
  'responds to voice',
  'new confusion',
  'alert',
] as const;

export const systems = {
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  ucum: 'http://unitsofmeasure.org',
  dicomModality: 'http://dicom.nema.org/resources/ontology/DCM',
} as const;

/** LOINC and DCM codes by which a study is known to be a plain chest film. */
export const chestFilm = {
  modalities: ['CR', 'DX', 'RG'],
  bodySites: ['51185008', '39607008', '302551006'],
  words: /\b(chest|thorax|thoracic|lungs?|cxr|poumons?|thoracique)\b/i,
  frontalWords: /\b(pa|ap|frontal|face)\b/i,
  lateralWords: /\b(lat|lateral|ll|profil|seitlich)\b/i,
  /** Words that place a film elsewhere when nothing names the chest. */
  otherWords:
    /\b(abdomen|abdominal|kub|pelvis|hips?|spine|lumbar|cervical|skull|sinus(es)?|hands?|wrists?|fingers?|elbows?|humerus|shoulders?|clavicles?|forearm|foot|feet|ankles?|knees?|femur|tibia|mammo\w*|breast|dental)\b/i,
} as const;
