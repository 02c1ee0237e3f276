import { join } from 'node:path';
import { toDocumentReference } from '../model-cards/document-reference.ts';
import { toMarkdown } from '../model-cards/markdown.ts';
import type { ModelCard } from '../model-cards/model-card.ts';
import { readModelCard } from '../model-cards/model-card.ts';

const writers = {
  json: (card: ModelCard) => `${JSON.stringify(card, null, 2)}\n`,
  fhir: (card: ModelCard) => `${JSON.stringify(toDocumentReference(card), null, 2)}\n`,
  markdown: toMarkdown,
};
export type CardFormat = keyof typeof writers;
export const cardFormats = Object.keys(writers) as readonly CardFormat[];

export type CardOptions = { readonly modelsDir: string; readonly id: string; readonly format: CardFormat };

/** `vigie models card`: a model's card as JSON, FHIR or Markdown. @throws when one of its numbers cannot be traced */
export async function modelCardText({ modelsDir, id, format }: CardOptions): Promise<string> {
  const card = await readModelCard(join(modelsDir, id));
  if (card.faults.length > 0) throw new Error(`the card of ${id} is not sound:\n${card.faults.join('\n')}`);
  return writers[format](card);
}
