import type { Story } from '../story.ts';

/** Six years old: the model must not speak. */
export const child: Story = {
  id: 'child',
  line: 'A child of six with a left-sided pneumonia: the models know adults only.',
  mrn: 'H-231950',
  family: 'Brandt',
  given: 'Leo',
  sex: 'male',
  ageYears: 6,
  birthday: '06-21',
  admission: { hoursAgo: 14, kind: 'IMP', reason: 'Fever and fast breathing' },
  unitHabit: 'si',
  vitals: [
    {
      hoursAgo: 14,
      values: {
        heartRate: 142,
        respiratoryRate: 40,
        temperature: 39.6,
        systolic: 98,
        diastolic: 58,
        oxygenSaturation: 92,
        oxygenFlow: 0,
        glasgow: 15,
        weight: 21,
      },
    },
    {
      hoursAgo: 2,
      values: {
        heartRate: 126,
        respiratoryRate: 34,
        temperature: 38.4,
        systolic: 100,
        diastolic: 60,
        oxygenSaturation: 95,
        oxygenFlow: 1,
        glasgow: 15,
      },
    },
  ],
  labs: [
    {
      hoursAgo: 13,
      values: {
        sodium: 134,
        potassium: 4.1,
        urea: 4.2,
        creatinine: 38,
        glucose: 5.9,
        crp: 148,
        whiteCells: 18.9,
        neutrophils: 15.2,
        lymphocytes: 2.1,
        haemoglobin: 11.9,
        platelets: 362,
      },
    },
  ],
  conditions: [{ snomed: '385093006', text: 'Community acquired pneumonia', hoursAgo: 13 }],
  notes: [
    {
      kind: 'admission',
      title: 'Paediatric admission note',
      hoursAgo: 13,
      text: `Previously well boy, fully vaccinated. Three days of fever, cough, tummy ache, drinking little. Recession, RR 40, reduced air entry at the left base. Hydration fair.
Plan: amoxicillin by mouth if he keeps it down, oxygen to 94 %, fluids, review in the morning. Mother stays with him.`,
    },
  ],
  films: [
    {
      name: 'chest-ap',
      hoursAgo: 12,
      description: 'Chest AP, child',
      modality: 'DX',
      shows: {
        kind: 'thorax',
        view: 'AP',
        findings: { consolidation: { side: 'left', zone: 'lower', amount: 0.6 } },
      },
    },
  ],
};
