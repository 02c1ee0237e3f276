import type { Story } from '../story.ts';

/** The laboratory system does not answer. */
export const labsUnavailable: Story = {
  id: 'labs-unavailable',
  line: 'The hospital fails for one resource: every search for this patient’s labs answers 503.',
  mrn: 'H-219927',
  family: 'Sørensen',
  given: 'Ingrid',
  sex: 'female',
  ageYears: 62,
  birthday: '06-01',
  admission: { hoursAgo: 15, kind: 'IMP', reason: 'Exacerbation of COPD' },
  unitHabit: 'si',
  vitals: [
    {
      hoursAgo: 15,
      values: {
        heartRate: 106,
        respiratoryRate: 28,
        temperature: 37.4,
        systolic: 142,
        diastolic: 82,
        oxygenSaturation: 86,
        oxygenFlow: 0,
        glasgow: 15,
        weight: 55,
      },
    },
    {
      hoursAgo: 7,
      values: {
        heartRate: 98,
        respiratoryRate: 24,
        temperature: 37.2,
        systolic: 134,
        diastolic: 78,
        oxygenSaturation: 90,
        oxygenFlow: 2,
        glasgow: 15,
      },
    },
    {
      hoursAgo: 1,
      values: {
        heartRate: 94,
        respiratoryRate: 22,
        temperature: 37.1,
        systolic: 130,
        diastolic: 76,
        oxygenSaturation: 90,
        oxygenFlow: 2,
        glasgow: 15,
      },
    },
  ],
  labs: [
    {
      hoursAgo: 14,
      values: {
        sodium: 138,
        potassium: 4.6,
        bicarbonate: 29,
        urea: 6.6,
        creatinine: 66,
        crp: 42,
        whiteCells: 12.4,
        haemoglobin: 15.4,
        platelets: 296,
        ph: 7.33,
        pao2: 7.1,
        paco2: 7.6,
      },
    },
  ],
  conditions: [
    { snomed: '13645005', text: 'Chronic obstructive pulmonary disease' },
    { snomed: '77176002', text: 'Smoker' },
  ],
  notes: [
    {
      kind: 'admission',
      title: 'Admission note, respiratory medicine',
      hoursAgo: 14,
      text: `Known COPD GOLD 3, third admission this year. Three days of more sputum, now green, and breathless at rest. Pursed-lip breathing, expiratory wheeze throughout, hyperinflated. Controlled oxygen, target 88–92 %. Nebulisers, prednisolone 40 mg, doxycycline. NIV if pH falls below 7.30.`,
    },
  ],
  failing: { resourceType: 'Observation', category: 'laboratory' },
  films: [
    {
      name: 'chest-pa',
      hoursAgo: 13,
      description: 'Chest PA',
      modality: 'DX',
      shows: { kind: 'thorax', view: 'PA', findings: {} },
    },
  ],
};
