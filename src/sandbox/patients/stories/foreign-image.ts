import type { Story } from '../story.ts';

/** A hand, filed under chest. */
export const foreignImage: Story = {
  id: 'foreign-image',
  line: 'Foreign image: somebody filed a hand under chest.',
  mrn: 'H-208873',
  family: 'Okoye',
  given: 'Samuel',
  sex: 'male',
  ageYears: 47,
  birthday: '07-07',
  admission: { hoursAgo: 6, kind: 'EMER', reason: 'Bicycle accident' },
  unitHabit: 'si',
  vitals: [
    {
      hoursAgo: 6,
      values: {
        heartRate: 96,
        respiratoryRate: 18,
        temperature: 36.7,
        systolic: 136,
        diastolic: 84,
        oxygenSaturation: 98,
        oxygenFlow: 0,
        glasgow: 15,
        weight: 79,
      },
    },
    {
      hoursAgo: 1,
      values: {
        heartRate: 82,
        respiratoryRate: 16,
        temperature: 36.8,
        systolic: 130,
        diastolic: 80,
        oxygenSaturation: 98,
        oxygenFlow: 0,
        glasgow: 15,
      },
    },
  ],
  labs: [
    {
      hoursAgo: 5.5,
      values: {
        sodium: 140,
        potassium: 3.9,
        urea: 5.1,
        creatinine: 84,
        glucose: 6.9,
        crp: 3,
        lactate: 1.1,
        whiteCells: 9.9,
        haemoglobin: 14.9,
        haematocrit: 44,
        platelets: 257,
      },
    },
  ],
  conditions: [{ text: 'Pain of the right hand after a fall', hoursAgo: 6 }],
  notes: [
    {
      kind: 'emergency',
      title: 'Emergency department note',
      hoursAgo: 5.5,
      text: `Fell off his bicycle on to the outstretched right hand and the right chest. Hand swollen over the fifth metacarpal. Chest wall bruised, breath sounds equal. Films of hand and chest requested; so far only one has arrived in the archive.`,
    },
  ],
  films: [
    { name: 'chest-hand', hoursAgo: 5, description: 'Chest PA', modality: 'DX', shows: { kind: 'hand' } },
  ],
};
