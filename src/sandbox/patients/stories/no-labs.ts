import type { Story } from '../story.ts';

/** Vitals and film, but no blood was taken. */
export const noLabs: Story = {
  id: 'no-labs',
  line: 'No labs on record: vital signs and a film, nothing from the laboratory.',
  mrn: 'H-233301',
  family: 'Herrera',
  given: 'Tomás',
  sex: 'male',
  ageYears: 43,
  birthday: '05-03',
  admission: { hoursAgo: 3, kind: 'EMER', reason: 'Cough for a week' },
  unitHabit: 'si',
  vitals: [
    {
      hoursAgo: 3,
      values: {
        heartRate: 92,
        respiratoryRate: 18,
        temperature: 38.1,
        systolic: 126,
        diastolic: 78,
        oxygenSaturation: 96,
        oxygenFlow: 0,
        glasgow: 15,
        weight: 88,
      },
    },
    {
      hoursAgo: 0.5,
      values: {
        heartRate: 86,
        respiratoryRate: 18,
        temperature: 37.8,
        systolic: 124,
        diastolic: 76,
        oxygenSaturation: 96,
        oxygenFlow: 0,
        glasgow: 15,
      },
    },
  ],
  labs: [],
  conditions: [{ snomed: '77176002', text: 'Smoker' }],
  notes: [
    {
      kind: 'emergency',
      title: 'Emergency department note',
      hoursAgo: 2.5,
      text: `Cough with yellow sputum for a week, low fever, muscle aches. Working until yesterday. Scattered wheeze, no focal signs. Refused blood tests (fear of needles). Film taken. Likely viral bronchitis; home with advice if the film is clear.`,
    },
  ],
  films: [
    {
      name: 'chest-pa',
      hoursAgo: 2,
      description: 'Chest PA',
      modality: 'CR',
      shows: { kind: 'thorax', view: 'PA', findings: {} },
    },
  ],
};
