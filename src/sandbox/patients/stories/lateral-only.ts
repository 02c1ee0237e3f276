import type { Story } from '../story.ts';

/** Only a lateral view was taken. */
export const lateralOnly: Story = {
  id: 'lateral-only',
  line: 'Lateral film only: the film model knows frontal films and must say so.',
  mrn: 'H-220415',
  family: 'Dahl',
  given: 'Henrik',
  sex: 'male',
  ageYears: 59,
  birthday: '10-11',
  admission: { hoursAgo: 11, kind: 'IMP', reason: 'Back pain after lifting' },
  unitHabit: 'si',
  vitals: [
    {
      hoursAgo: 11,
      values: {
        heartRate: 84,
        respiratoryRate: 16,
        temperature: 36.9,
        systolic: 148,
        diastolic: 88,
        oxygenSaturation: 97,
        oxygenFlow: 0,
        glasgow: 15,
        weight: 94,
      },
    },
    {
      hoursAgo: 2,
      values: {
        heartRate: 76,
        respiratoryRate: 15,
        temperature: 36.8,
        systolic: 140,
        diastolic: 84,
        oxygenSaturation: 97,
        oxygenFlow: 0,
        glasgow: 15,
      },
    },
  ],
  labs: [
    {
      hoursAgo: 10,
      values: {
        sodium: 139,
        potassium: 4.2,
        urea: 6.0,
        creatinine: 88,
        glucose: 6.4,
        crp: 4,
        whiteCells: 6.8,
        haemoglobin: 14.8,
        haematocrit: 44,
        platelets: 233,
        troponinT: 7,
      },
    },
  ],
  conditions: [
    { snomed: '38341003', text: 'Hypertensive disorder' },
    { text: 'Suspected vertebral fracture', hoursAgo: 10 },
  ],
  notes: [
    {
      kind: 'admission',
      title: 'Admission note, orthopaedics',
      hoursAgo: 10,
      text: `Lifted a washing machine, sudden pain between the shoulder blades. Tender over T7. No neurological deficit. Lateral thoracic view taken in the chest room; frontal view postponed because lying flat hurts. Analgesia, MRI tomorrow.`,
    },
  ],
  films: [
    {
      name: 'chest-lateral',
      hoursAgo: 9,
      description: 'Chest lateral',
      modality: 'DX',
      shows: { kind: 'thorax', view: 'LATERAL', findings: {} },
    },
  ],
};
