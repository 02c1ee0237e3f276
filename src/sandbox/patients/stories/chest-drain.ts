import type { Story } from '../story.ts';

/** Treated: the drain is in. */
export const chestDrain: Story = {
  id: 'chest-drain',
  line: 'Chest drain in place: right pneumothorax after a fall, mostly re-expanded.',
  mrn: 'H-229046',
  family: 'Rao',
  given: 'Nikhil',
  sex: 'male',
  ageYears: 34,
  birthday: '01-28',
  admission: { hoursAgo: 26, kind: 'IMP', reason: 'Fall from a ladder, chest pain' },
  unitHabit: 'conventional',
  vitals: [
    {
      hoursAgo: 26,
      values: {
        heartRate: 116,
        respiratoryRate: 28,
        temperature: 36.8,
        systolic: 122,
        diastolic: 78,
        oxygenSaturation: 90,
        oxygenFlow: 0,
        glasgow: 15,
        weight: 76,
      },
    },
    {
      hoursAgo: 23,
      values: {
        heartRate: 92,
        respiratoryRate: 20,
        temperature: 36.9,
        systolic: 126,
        diastolic: 80,
        oxygenSaturation: 97,
        oxygenFlow: 2,
        glasgow: 15,
      },
    },
    {
      hoursAgo: 2,
      values: {
        heartRate: 80,
        respiratoryRate: 16,
        temperature: 37.0,
        systolic: 124,
        diastolic: 76,
        oxygenSaturation: 97,
        oxygenFlow: 0,
        glasgow: 15,
      },
    },
  ],
  labs: [
    {
      hoursAgo: 25,
      values: {
        sodium: 140,
        potassium: 3.9,
        bicarbonate: 24,
        urea: 14,
        creatinine: 0.9,
        glucose: 128,
        crp: 6,
        lactate: 1.9,
        whiteCells: 12.1,
        neutrophils: 9.8,
        lymphocytes: 1.6,
        haemoglobin: 14.6,
        haematocrit: 43,
        platelets: 264,
      },
    },
    {
      hoursAgo: 6,
      values: {
        sodium: 139,
        potassium: 4.1,
        bicarbonate: 25,
        urea: 12,
        creatinine: 0.8,
        crp: 48,
        whiteCells: 9.7,
        haemoglobin: 13.8,
        haematocrit: 41,
        platelets: 251,
      },
    },
  ],
  conditions: [
    { snomed: '36118008', text: 'Pneumothorax', hoursAgo: 25 },
    { text: 'Fractures of the 6th and 7th right ribs', hoursAgo: 25 },
  ],
  procedures: [{ snomed: '264957007', text: 'Insertion of pleural tube drain, right', hoursAgo: 24 }],
  devices: [{ text: 'Chest drain 24 Fr, right, underwater seal' }],
  notes: [
    {
      kind: 'emergency',
      title: 'Trauma note',
      hoursAgo: 25,
      text: `Fell 2.5 m from a ladder on to his right side. GCS 15, no neck pain. Right chest hyper-resonant, air entry reduced, tender over ribs 6–7. eFAST: no sliding on the right, no free fluid. Film: right pneumothorax, two rib fractures.
24 Fr drain placed in the fifth space, air and then swinging. Pain much better with a serratus block.`,
    },
    {
      kind: 'nursing',
      title: 'Nursing note, surgical ward',
      hoursAgo: 2,
      text: `Drain swinging, bubbles only on coughing, 60 mL serous since yesterday. No surgical emphysema. Walked to the window. Pain 2/10. Control film this morning.`,
    },
  ],
  films: [
    {
      name: 'chest-pa-drain',
      hoursAgo: 3,
      description: 'Chest PA, drain control',
      modality: 'DX',
      shows: {
        kind: 'thorax',
        view: 'PA',
        findings: { pneumothorax: { side: 'right', amount: 0.12 }, drain: { side: 'right' } },
      },
    },
  ],
};
