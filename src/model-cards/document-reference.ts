import { createHash } from 'node:crypto';
import type { DocumentReference } from '@medplum/fhirtypes';
import { toMarkdown } from './markdown.ts';
import type { ModelCard } from './model-card.ts';

/** Codes of the implementation guide AI Transparency on FHIR, 1.0.0-ballot. */
const inputs = 'http://hl7.org/fhir/uv/aitransparency/CodeSystem/AIinputsCS';
const modelCardType = { coding: [{ system: inputs, code: 'AIModelCard', display: 'AI Model-Card' }] };

function attachment(contentType: string, title: string, text: string) {
  const bytes = Buffer.from(text, 'utf8');
  return {
    contentType,
    title,
    language: 'en',
    size: bytes.length,
    // FHIR R4 asks for SHA-1 here.
    hash: createHash('sha1').update(bytes).digest('base64'),
    data: bytes.toString('base64'),
  };
}

/** The card as one FHIR R4 DocumentReference: the source attributes in Markdown for people and in JSON for machines. */
export function toDocumentReference(card: ModelCard): DocumentReference {
  const title = `Model card: ${card.title} ${card.version}`;
  return {
    resourceType: 'DocumentReference',
    meta: { profile: ['http://hl7.org/fhir/uv/aitransparency/StructureDefinition/AI-ModelCard'] },
    identifier: [{ system: 'urn:vigie:model-card', value: `${card.id}@${card.version}` }],
    status: 'current',
    type: modelCardType,
    category: [modelCardType],
    date: `${card.createdAt}T00:00:00Z`,
    description: title,
    content: [
      {
        attachment: attachment('text/markdown', title, toMarkdown(card)),
        format: { system: inputs, code: 'AIModelCardMarkdownFormat', display: 'Markdown Format' },
      },
      { attachment: attachment('application/json', title, JSON.stringify(card)) },
    ],
  };
}
