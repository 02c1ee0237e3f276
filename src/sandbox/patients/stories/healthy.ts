import type { Story } from '../story.ts';

/** Nothing is wrong here. */
export const healthy: Story = {
  id: 'healthy',
  line: 'Healthy: a pre-operative check in which everything is as it should be.',
  mrn: 'H-227751',
  family: 'Weiss',
  given: 'Hannah',
  sex: 'female',
  ageYears: 45,
  birthday: '09-19',
  admission: { hoursAgo: 5, kind: 'IMP', reason: 'Elective cholecystectomy tomorrow' },
  unitHabit: 'si',
  vitals: [
    {
      hoursAgo: 5,
      values: {
        heartRate: 68,
        respiratoryRate: 13,
        temperature: 36.5,
        systolic: 118,
        diastolic: 74,
        oxygenSaturation: 99,
        oxygenFlow: 0,
        glasgow: 15,
        weight: 66,
      },
    },
    {
      hoursAgo: 1,
      values: {
        heartRate: 64,
        respiratoryRate: 13,
        temperature: 36.6,
        systolic: 116,
        diastolic: 72,
        oxygenSaturation: 99,
        oxygenFlow: 0,
        glasgow: 15,
      },
    },
  ],
  labs: [
    {
      hoursAgo: 4.5,
      values: {
        sodium: 140,
        potassium: 4.1,
        bicarbonate: 25,
        urea: 4.3,
        creatinine: 64,
        glucose: 5.1,
        crp: 1,
        whiteCells: 5.9,
        neutrophils: 3.4,
        lymphocytes: 1.9,
        haemoglobin: 13.4,
        haematocrit: 40,
        platelets: 271,
        albumin: 43,
        bilirubin: 8,
        alp: 66,
        alt: 19,
        ast: 21,
      },
    },
  ],
  conditions: [{ text: 'Gallstones without inflammation' }],
  notes: [
    {
      kind: 'preoperative',
      title: 'Pre-operative assessment',
      hoursAgo: 4,
      text: `Fit and well, runs twice a week, no regular medicines, no allergies. Never smoked. Examination normal. ASA 1. Fasting from midnight.`,
    },
  ],
  films: [
    {
      name: 'chest-pa',
      hoursAgo: 4,
      description: 'Chest PA',
      modality: 'DX',
      shows: { kind: 'thorax', view: 'PA', findings: {} },
    },
  ],
};
