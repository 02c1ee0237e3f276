/** A series as a hospital codes it: LOINC, UCUM, and the factor from PhysioNet's number. */
type Coding = readonly [loinc: string, ucum: string, factor?: number];
type Series = { readonly lab?: true; readonly usual: Coding; readonly other?: Coding };

/**
 * PhysioNet 2012's measured parameters. `other` is what a second hospital would send. Magnesium is said to be in
 * mmol/L there, but its values can only be mg/dL.
 * @see https://physionet.org/content/challenge-2012/1.0.0/
 */
export const series: Readonly<Record<string, Series>> = {
  HR: { usual: ['8867-4', '/min'] },
  RespRate: { usual: ['9279-1', '/min'] },
  Temp: { usual: ['8310-5', 'Cel'] },
  SysABP: { usual: ['8480-6', 'mm[Hg]'] },
  DiasABP: { usual: ['8462-4', 'mm[Hg]'] },
  MAP: { usual: ['8478-0', 'mm[Hg]'] },
  NISysABP: { usual: ['76534-7', 'mm[Hg]'] },
  NIDiasABP: { usual: ['76535-4', 'mm[Hg]'] },
  NIMAP: { usual: ['76536-2', 'mm[Hg]'] },
  SaO2: { usual: ['2708-6', '%'] },
  FiO2: { usual: ['3150-6', '%', 100] },
  GCS: { usual: ['9269-2', '{score}'] },
  Urine: { usual: ['9187-6', 'mL'] },
  Weight: { usual: ['29463-7', 'kg'], other: ['29463-7', '[lb_av]', 2.204_622_6] },
  Height: { usual: ['8302-2', 'cm'] },
  BUN: { lab: true, usual: ['3094-0', 'mg/dL'], other: ['14937-7', 'mmol/L', 1 / 2.8014] },
  Creatinine: { lab: true, usual: ['2160-0', 'mg/dL'], other: ['14682-9', 'umol/L', 88.4] },
  Na: { lab: true, usual: ['2951-2', 'mmol/L'], other: ['2951-2', 'meq/L'] },
  K: { lab: true, usual: ['2823-3', 'mmol/L'], other: ['2823-3', 'meq/L'] },
  HCO3: { lab: true, usual: ['1963-8', 'mmol/L'] },
  Mg: { lab: true, usual: ['19123-9', 'mg/dL'], other: ['2601-3', 'mmol/L', 0.4114] },
  Glucose: { lab: true, usual: ['2345-7', 'mg/dL'], other: ['14749-6', 'mmol/L', 1 / 18.0156] },
  WBC: { lab: true, usual: ['6690-2', '10*3/uL'], other: ['6690-2', '10*9/L'] },
  HCT: { lab: true, usual: ['4544-3', '%'] },
  Platelets: { lab: true, usual: ['777-3', '10*3/uL'], other: ['777-3', '10*9/L'] },
  Lactate: { lab: true, usual: ['2524-7', 'mmol/L'] },
  Albumin: { lab: true, usual: ['1751-7', 'g/dL'], other: ['1751-7', 'g/L', 10] },
  Bilirubin: { lab: true, usual: ['1975-2', 'mg/dL'], other: ['14631-6', 'umol/L', 17.104] },
  ALP: { lab: true, usual: ['6768-6', 'U/L'] },
  ALT: { lab: true, usual: ['1742-6', 'U/L'] },
  AST: { lab: true, usual: ['1920-8', 'U/L'] },
  TroponinT: { lab: true, usual: ['6598-7', 'ug/L'] },
  TroponinI: { lab: true, usual: ['10839-9', 'ug/L'] },
  Cholesterol: { lab: true, usual: ['2093-3', 'mg/dL'] },
  pH: { lab: true, usual: ['2744-1', '[pH]'] },
  PaO2: { lab: true, usual: ['2703-7', 'mm[Hg]'], other: ['2703-7', 'kPa', 0.133_322] },
  PaCO2: { lab: true, usual: ['2019-8', 'mm[Hg]'], other: ['2019-8', 'kPa', 0.133_322] },
};

/** What the data set writes where nothing was recorded. */
export const notRecorded = -1;
