import { Hono } from 'hono';
import { NotFound } from '../lib/errors.ts';
import { toDocumentReference } from '../model-cards/document-reference.ts';
import { toMarkdown } from '../model-cards/markdown.ts';
import type { ModelCard } from '../model-cards/model-card.ts';

export type ModelCardParts = { readonly modelCards: ReadonlyMap<string, ModelCard> };

/** `GET /model-cards/{id@version}`: JSON, a FHIR DocumentReference (`application/fhir+json`), else Markdown to read. */
export function modelCardRoutes({ modelCards }: ModelCardParts): Hono {
  const routes = new Hono();
  routes.get('/:maker', (c) => {
    const card = modelCards.get(c.req.param('maker'));
    if (!card) throw new NotFound('no model that runs here has a card under this name');
    const accept = c.req.header('accept') ?? '';
    if (accept.includes('application/fhir+json'))
      return c.json(toDocumentReference(card), 200, { 'content-type': 'application/fhir+json' });
    return accept.includes('application/json') ? c.json(card) : c.text(toMarkdown(card));
  });
  return routes;
}
