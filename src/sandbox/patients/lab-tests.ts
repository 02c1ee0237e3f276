/** A laboratory test: its LOINC code, the unit this laboratory reports, its reference range. */
export type LabTest = {
  readonly loinc: string;
  readonly display: string;
  readonly ucum: string;
  readonly low?: number;
  readonly high?: number;
};

/** Hospitals differ: substance concentrations, or mass concentrations as in the United States. */
export type UnitHabit = 'si' | 'conventional';

const test = (loinc: string, display: string, ucum: string, range: readonly number[] = []): LabTest => {
  const [low, high] = range;
  return {
    loinc,
    display,
    ucum,
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
  };
};

const si = {
  sodium: test('2951-2', 'Sodium', 'mmol/L', [135, 145]),
  potassium: test('2823-3', 'Potassium', 'mmol/L', [3.5, 5.1]),
  bicarbonate: test('1963-8', 'Bicarbonate', 'mmol/L', [22, 29]),
  urea: test('22664-7', 'Urea', 'mmol/L', [2.5, 7.8]),
  creatinine: test('14682-9', 'Creatinine', 'umol/L', [45, 104]),
  glucose: test('14749-6', 'Glucose', 'mmol/L', [3.9, 7.8]),
  crp: test('1988-5', 'C-reactive protein', 'mg/L', [0, 5]),
  procalcitonin: test('33959-8', 'Procalcitonin', 'ug/L', [0, 0.5]),
  lactate: test('2524-7', 'Lactate', 'mmol/L', [0.5, 2]),
  whiteCells: test('6690-2', 'Leukocytes', '10*9/L', [4, 10]),
  neutrophils: test('751-8', 'Neutrophils', '10*9/L', [1.8, 7.5]),
  lymphocytes: test('731-0', 'Lymphocytes', '10*9/L', [1, 4]),
  haemoglobin: test('718-7', 'Haemoglobin', 'g/dL', [12, 17]),
  haematocrit: test('4544-3', 'Haematocrit', '%', [36, 50]),
  platelets: test('777-3', 'Platelets', '10*9/L', [150, 400]),
  albumin: test('1751-7', 'Albumin', 'g/L', [35, 50]),
  bilirubin: test('14631-6', 'Bilirubin, total', 'umol/L', [0, 21]),
  alp: test('6768-6', 'Alkaline phosphatase', 'U/L', [30, 130]),
  alt: test('1742-6', 'Alanine aminotransferase', 'U/L', [0, 45]),
  ast: test('1920-8', 'Aspartate aminotransferase', 'U/L', [0, 40]),
  ldh: test('2532-0', 'Lactate dehydrogenase', 'U/L', [120, 250]),
  troponinT: test('67151-1', 'Troponin T, high sensitivity', 'ng/L', [0, 14]),
  ntProBnp: test('33762-6', 'NT-proBNP', 'pg/mL', [0, 300]),
  dDimer: test('48065-7', 'D-dimer', 'ug/L', [0, 500]),
  magnesium: test('2601-3', 'Magnesium', 'mmol/L', [0.7, 1.0]),
  ph: test('2744-1', 'pH of arterial blood', '[pH]', [7.35, 7.45]),
  pao2: test('2703-7', 'Oxygen tension, arterial', 'kPa', [10.5, 13.5]),
  paco2: test('2019-8', 'Carbon dioxide tension, arterial', 'kPa', [4.7, 6.0]),
} as const satisfies Record<string, LabTest>;

export type LabName = keyof typeof si;

const conventional: Partial<Record<LabName, LabTest>> = {
  urea: test('3094-0', 'Urea nitrogen', 'mg/dL', [7, 20]),
  creatinine: test('2160-0', 'Creatinine', 'mg/dL', [0.6, 1.2]),
  glucose: test('2345-7', 'Glucose', 'mg/dL', [70, 140]),
  bilirubin: test('1975-2', 'Bilirubin, total', 'mg/dL', [0.1, 1.2]),
  albumin: test('1751-7', 'Albumin', 'g/dL', [3.5, 5]),
  magnesium: test('19123-9', 'Magnesium', 'mg/dL', [1.7, 2.4]),
  whiteCells: test('6690-2', 'Leukocytes', '10*3/uL', [4, 10]),
  platelets: test('777-3', 'Platelets', '10*3/uL', [150, 400]),
  pao2: test('2703-7', 'Oxygen tension, arterial', 'mm[Hg]', [80, 100]),
  paco2: test('2019-8', 'Carbon dioxide tension, arterial', 'mm[Hg]', [35, 45]),
};

/** The test as a laboratory of this habit reports it. */
export function labTest(name: LabName, habit: UnitHabit): LabTest {
  return (habit === 'conventional' ? conventional[name] : undefined) ?? si[name];
}
