import type { Story } from '../story.ts';

/** The film is worse than the patient. */
export const calmChart: Story = {
  id: 'calm-chart',
  line: 'Film ill, chart calm: a nodule and an effusion in a man who feels well.',
  mrn: 'H-176229',
  family: 'Nowak',
  given: 'Piotr',
  sex: 'male',
  ageYears: 64,
  birthday: '04-17',
  admission: { hoursAgo: 20, kind: 'IMP', reason: 'Elective inguinal hernia repair' },
  unitHabit: 'si',
  vitals: [
    {
      hoursAgo: 20,
      values: {
        heartRate: 74,
        respiratoryRate: 14,
        temperature: 36.6,
        systolic: 138,
        diastolic: 82,
        oxygenSaturation: 96,
        oxygenFlow: 0,
        glasgow: 15,
        weight: 81,
      },
    },
    {
      hoursAgo: 8,
      values: {
        heartRate: 70,
        respiratoryRate: 14,
        temperature: 36.5,
        systolic: 132,
        diastolic: 80,
        oxygenSaturation: 96,
        oxygenFlow: 0,
        glasgow: 15,
      },
    },
    {
      hoursAgo: 1,
      values: {
        heartRate: 72,
        respiratoryRate: 15,
        temperature: 36.7,
        systolic: 134,
        diastolic: 80,
        oxygenSaturation: 96,
        oxygenFlow: 0,
        glasgow: 15,
      },
    },
  ],
  labs: [
    {
      hoursAgo: 19,
      values: {
        sodium: 138,
        potassium: 4.3,
        bicarbonate: 26,
        urea: 5.4,
        creatinine: 82,
        glucose: 5.6,
        crp: 7,
        whiteCells: 7.6,
        neutrophils: 4.9,
        lymphocytes: 1.9,
        haemoglobin: 13.6,
        haematocrit: 41,
        platelets: 312,
        albumin: 39,
        alp: 88,
        alt: 24,
        ast: 26,
        bilirubin: 10,
      },
    },
  ],
  conditions: [{ text: 'Inguinal hernia, right' }, { snomed: '8517006', text: 'Ex-smoker' }],
  notes: [
    {
      kind: 'preoperative',
      title: 'Pre-operative assessment',
      hoursAgo: 19,
      text: `For open repair of a right inguinal hernia. Feels well, climbs three floors. Stopped smoking eight years ago, 40 pack-years. Has lost some weight, "eating less sweets". Chest: a little quiet at the left base. ECG normal. ASA 2. Film because of smoking history, to be looked at before theatre.`,
    },
  ],
  films: [
    {
      name: 'chest-pa',
      hoursAgo: 18,
      description: 'Chest PA',
      modality: 'DX',
      shows: {
        kind: 'thorax',
        view: 'PA',
        findings: {
          nodule: { side: 'right', zone: 'upper', diameterMm: 28 },
          effusion: { side: 'left', amount: 0.4 },
        },
      },
    },
  ],
};
