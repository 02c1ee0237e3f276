/** A vital sign as the FHIR vital-signs profile codes it. @see https://hl7.org/fhir/R4/observation-vitalsigns.html */
export type VitalSign = {
  readonly loinc: readonly string[];
  readonly display: string;
  readonly ucum: string;
  /** What a nurse writes. */
  readonly unit: string;
};

const sign = (display: string, ucum: string, unit: string, ...loinc: string[]): VitalSign => ({
  loinc,
  display,
  ucum,
  unit,
});

export const vitalSigns = {
  heartRate: sign('Heart rate', '/min', '/min', '8867-4'),
  respiratoryRate: sign('Respiratory rate', '/min', '/min', '9279-1'),
  temperature: sign('Body temperature', 'Cel', '°C', '8310-5'),
  systolic: sign('Systolic blood pressure', 'mm[Hg]', 'mmHg', '8480-6'),
  diastolic: sign('Diastolic blood pressure', 'mm[Hg]', 'mmHg', '8462-4'),
  oxygenSaturation: sign('Oxygen saturation', '%', '%', '2708-6', '59408-5'),
  oxygenFlow: sign('Inhaled oxygen flow rate', 'L/min', 'L/min', '3151-8'),
  glasgow: sign('Glasgow coma score total', '{score}', 'points', '9269-2'),
  weight: sign('Body weight', 'kg', 'kg', '29463-7'),
} as const satisfies Record<string, VitalSign>;

export type VitalName = keyof typeof vitalSigns;

export const bloodPressure = sign('Blood pressure panel', 'mm[Hg]', 'mmHg', '85354-9');
