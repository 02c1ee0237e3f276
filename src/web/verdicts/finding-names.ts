import type { Target } from '../summary-types.ts';

type FindingName = Extract<Target, { kind: 'finding' }>['name'];

/** The fourteen findings of the registry, by their ChestX-ray14 names; the type keeps the list whole. */
const known: Readonly<Record<FindingName, true>> = {
  Atelectasis: true,
  Cardiomegaly: true,
  Consolidation: true,
  Edema: true,
  Effusion: true,
  Emphysema: true,
  Fibrosis: true,
  Hernia: true,
  Infiltration: true,
  Mass: true,
  Nodule: true,
  Pleural_Thickening: true,
  Pneumonia: true,
  Pneumothorax: true,
};

/** In the order of the registry. */
export const findingNames = Object.keys(known) as FindingName[];
