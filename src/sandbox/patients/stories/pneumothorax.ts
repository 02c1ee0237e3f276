import type { Story } from '../story.ts';

/** Not yet treated. */
export const pneumothorax: Story = {
  id: 'pneumothorax',
  line: 'Tall young man with sudden pain: a large left pneumothorax that nobody has drained yet.',
  mrn: 'H-233318',
  family: 'Virtanen',
  given: 'Aleksi',
  sex: 'male',
  ageYears: 31,
  birthday: '08-30',
  admission: { hoursAgo: 1.6, kind: 'EMER', reason: 'Sudden left chest pain' },
  unitHabit: 'si',
  vitals: [
    {
      hoursAgo: 1.5,
      values: {
        heartRate: 112,
        respiratoryRate: 26,
        temperature: 36.7,
        systolic: 124,
        diastolic: 78,
        oxygenSaturation: 92,
        oxygenFlow: 0,
        glasgow: 15,
        weight: 70,
      },
    },
    {
      hoursAgo: 0.4,
      values: {
        heartRate: 120,
        respiratoryRate: 28,
        temperature: 36.7,
        systolic: 116,
        diastolic: 74,
        oxygenSaturation: 94,
        oxygenFlow: 6,
        glasgow: 15,
      },
    },
  ],
  labs: [
    {
      hoursAgo: 1,
      values: {
        sodium: 141,
        potassium: 4.0,
        urea: 4.4,
        creatinine: 78,
        glucose: 6.1,
        crp: 2,
        whiteCells: 8.9,
        haemoglobin: 15.1,
        haematocrit: 45,
        platelets: 241,
        troponinT: 4,
        lactate: 1.4,
      },
    },
  ],
  conditions: [],
  notes: [
    {
      kind: 'emergency',
      title: 'Triage note',
      hoursAgo: 1.5,
      text: `Sharp left-sided pain while sitting at his desk, breathless since. Smokes 10/day, 192 cm, 70 kg. Trachea midline. Quiet on the left. Film requested, waiting for the doctor.`,
    },
  ],
  films: [
    {
      name: 'chest-pa',
      hoursAgo: 0.6,
      description: 'Chest PA',
      modality: 'DX',
      shows: { kind: 'thorax', view: 'PA', findings: { pneumothorax: { side: 'left', amount: 0.55 } } },
    },
  ],
};
