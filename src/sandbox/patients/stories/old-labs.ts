import type { Story } from '../story.ts';

/** The newest labs are twelve days old. */
export const oldLabs: Story = {
  id: 'old-labs',
  line: 'Old labs: the newest blood results are twelve days old.',
  mrn: 'H-143390',
  family: 'Kowalczyk',
  given: 'Edith',
  sex: 'female',
  ageYears: 82,
  birthday: '02-14',
  admission: { hoursAgo: 7, kind: 'IMP', reason: 'Transferred from a nursing home, drowsy' },
  unitHabit: 'si',
  vitals: [
    {
      hoursAgo: 7,
      values: {
        heartRate: 98,
        respiratoryRate: 22,
        temperature: 37.8,
        systolic: 108,
        diastolic: 62,
        oxygenSaturation: 93,
        oxygenFlow: 0,
        glasgow: 13,
        weight: 49,
      },
    },
    {
      hoursAgo: 1.5,
      values: {
        heartRate: 94,
        respiratoryRate: 22,
        temperature: 37.6,
        systolic: 112,
        diastolic: 64,
        oxygenSaturation: 94,
        oxygenFlow: 1,
        glasgow: 13,
      },
    },
  ],
  labs: [
    {
      hoursAgo: 12 * 24,
      values: {
        sodium: 141,
        potassium: 4.4,
        bicarbonate: 26,
        urea: 8.9,
        creatinine: 96,
        glucose: 6.0,
        crp: 9,
        whiteCells: 7.1,
        haemoglobin: 11.6,
        haematocrit: 35,
        platelets: 228,
        albumin: 31,
      },
    },
  ],
  conditions: [
    { snomed: '52448006', text: 'Dementia' },
    { snomed: '49436004', text: 'Atrial fibrillation' },
    { snomed: '84114007', text: 'Heart failure' },
  ],
  notes: [
    {
      kind: 'nursing',
      title: 'Nursing note, arrival on the ward',
      hoursAgo: 6.5,
      text: `From St Anne's home, drowsier for two days, drinking little, one loose cough. Letter lists apixaban, bisoprolol, furosemide. Routine bloods at the home twelve days ago, nothing since. Two attempts at venepuncture failed; doctor asked. Skin intact. Daughter informed.`,
    },
  ],
  films: [
    {
      name: 'chest-ap',
      hoursAgo: 5,
      description: 'Chest AP, sitting',
      modality: 'CR',
      shows: {
        kind: 'thorax',
        view: 'AP',
        findings: { cardiothoracicRatio: 0.58, effusion: { side: 'right', amount: 0.15 } },
      },
    },
  ],
};
