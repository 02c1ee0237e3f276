import type { Story } from '../story.ts';

/** Two films over time: the effusion grows. */
export const growingEffusion: Story = {
  id: 'growing-effusion',
  line: 'Two films, 30 hours apart: a left pleural effusion is growing.',
  mrn: 'H-187702',
  family: 'Marchand',
  given: 'Colette',
  sex: 'female',
  ageYears: 69,
  birthday: '11-05',
  admission: { hoursAgo: 33, kind: 'IMP', reason: 'Dyspnée progressive' },
  unitHabit: 'si',
  vitals: [
    {
      hoursAgo: 32,
      values: {
        heartRate: 88,
        respiratoryRate: 20,
        temperature: 37.2,
        systolic: 132,
        diastolic: 76,
        oxygenSaturation: 95,
        oxygenFlow: 0,
        glasgow: 15,
        weight: 58,
      },
    },
    {
      hoursAgo: 16,
      values: {
        heartRate: 94,
        respiratoryRate: 22,
        temperature: 37.4,
        systolic: 128,
        diastolic: 74,
        oxygenSaturation: 93,
        oxygenFlow: 1,
        glasgow: 15,
      },
    },
    {
      hoursAgo: 1,
      values: {
        heartRate: 102,
        respiratoryRate: 26,
        temperature: 37.5,
        systolic: 124,
        diastolic: 72,
        oxygenSaturation: 92,
        oxygenFlow: 3,
        glasgow: 15,
      },
    },
  ],
  labs: [
    {
      hoursAgo: 31,
      values: {
        sodium: 137,
        potassium: 4.0,
        bicarbonate: 25,
        urea: 6.1,
        creatinine: 71,
        glucose: 6.2,
        crp: 34,
        whiteCells: 9.8,
        neutrophils: 7.4,
        lymphocytes: 1.2,
        haemoglobin: 11.2,
        haematocrit: 34,
        platelets: 388,
        albumin: 29,
        ldh: 312,
        alp: 164,
        alt: 28,
        ast: 33,
        bilirubin: 9,
      },
    },
    {
      hoursAgo: 5,
      values: {
        sodium: 136,
        potassium: 4.1,
        bicarbonate: 24,
        urea: 6.8,
        creatinine: 74,
        crp: 41,
        whiteCells: 10.3,
        haemoglobin: 10.9,
        haematocrit: 33,
        platelets: 402,
        lactate: 1.3,
      },
    },
  ],
  conditions: [
    { snomed: '60046008', text: 'Pleural effusion', hoursAgo: 30 },
    { snomed: '254837009', text: 'Malignant neoplasm of breast' },
  ],
  notes: [
    {
      kind: 'admission',
      title: 'Observation médicale d’entrée, pneumologie',
      hoursAgo: 31,
      language: 'fr',
      text: `Motif : dyspnée d’effort s’aggravant depuis dix jours, toux sèche, douleur basithoracique gauche.
Antécédents : cancer du sein gauche opéré il y a six ans, chimiothérapie et radiothérapie, hormonothérapie en cours. Pas de tabac.
Examen : apyrétique, SpO2 95 % en air ambiant. Matité et abolition du murmure vésiculaire à la base gauche. Pas d’œdème des membres inférieurs.
Conclusion : épanchement pleural gauche de faible abondance, à ponctionner s’il augmente. Rechute à éliminer.
Conduite : échographie pleurale, ponction diagnostique (cytologie, LDH, protides), radiographie de contrôle demain.`,
    },
    {
      kind: 'nursing',
      title: 'Transmission infirmière de nuit',
      hoursAgo: 1.2,
      language: 'fr',
      text: `4 h 30 : patiente plus essoufflée, dort assise. SpO2 90 % en air, 92 % sous 3 L/min. Douleur à gauche à l’inspiration, EVA 4/10, paracétamol donné. Pas de fièvre. Interne prévenu, radiographie refaite.`,
    },
  ],
  reports: [
    {
      hoursAgo: 30,
      title: 'Chest film, report',
      text: 'Blunting of the left costophrenic angle by a small pleural effusion. No consolidation. Heart size normal. Surgical clips in the left axilla. No earlier film for comparison.',
    },
  ],
  films: [
    {
      name: 'chest-pa-first',
      hoursAgo: 31,
      description: 'Chest PA',
      modality: 'DX',
      shows: { kind: 'thorax', view: 'PA', findings: { effusion: { side: 'left', amount: 0.2 } } },
    },
    {
      name: 'chest-ap-second',
      hoursAgo: 1,
      description: 'Chest AP, control',
      modality: 'DX',
      shows: { kind: 'thorax', view: 'AP', findings: { effusion: { side: 'left', amount: 0.7 } } },
    },
  ],
};
