import type { Finding } from './finding.ts';

/** The fourteen ChestX-ray14 findings. SNOMED CT concept ids of the international edition. */
export const findings = [
  { name: 'Atelectasis', snomed: '46621007', words: { en: 'atelectasis', fr: 'atélectasie' }, urgent: false },
  {
    name: 'Cardiomegaly',
    snomed: '8186001',
    words: { en: 'enlarged heart', fr: 'cardiomégalie' },
    urgent: false,
  },
  {
    name: 'Consolidation',
    snomed: '95436008',
    words: { en: 'consolidation', fr: 'condensation' },
    urgent: false,
  },
  {
    name: 'Edema',
    snomed: '19242006',
    words: { en: 'pulmonary oedema', fr: 'œdème pulmonaire' },
    urgent: true,
  },
  {
    name: 'Effusion',
    snomed: '60046008',
    words: { en: 'pleural effusion', fr: 'épanchement pleural' },
    urgent: false,
  },
  { name: 'Emphysema', snomed: '87433001', words: { en: 'emphysema', fr: 'emphysème' }, urgent: false },
  { name: 'Fibrosis', snomed: '51615001', words: { en: 'fibrosis', fr: 'fibrose' }, urgent: false },
  { name: 'Hernia', snomed: '39839004', words: { en: 'hiatal hernia', fr: 'hernie hiatale' }, urgent: false },
  { name: 'Infiltration', snomed: '409609008', words: { en: 'infiltrate', fr: 'infiltrat' }, urgent: false },
  { name: 'Mass', snomed: '309529002', words: { en: 'mass', fr: 'masse' }, urgent: false },
  { name: 'Nodule', snomed: '427359005', words: { en: 'nodule', fr: 'nodule' }, urgent: false },
  {
    name: 'Pleural_Thickening',
    snomed: '46620008',
    words: { en: 'pleural thickening', fr: 'épaississement pleural' },
    urgent: false,
  },
  { name: 'Pneumonia', snomed: '233604007', words: { en: 'pneumonia', fr: 'pneumonie' }, urgent: false },
  {
    name: 'Pneumothorax',
    snomed: '36118008',
    words: { en: 'pneumothorax', fr: 'pneumothorax' },
    urgent: true,
  },
] as const satisfies readonly Finding[];

/** A ChestX-ray14 name. */
export type FindingName = (typeof findings)[number]['name'];

/** What the film model was never taught and therefore cannot see; shown on every summary. */
export const unseen = {
  en: ['fractures', 'tubes and lines', 'free air under the diaphragm'],
  fr: ['fractures', 'sondes et cathéters', 'air libre sous le diaphragme'],
} as const;

/** The finding of that ChestX-ray14 name, if the registry knows it. */
export function findingNamed(name: string): Finding | undefined {
  return findings.find((finding) => finding.name === name);
}
