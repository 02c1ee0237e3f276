import { join } from 'node:path';
import { Hono } from 'hono';
import { z } from 'zod';
import { NotFound } from '../lib/errors.ts';
import { readIfThere } from '../lib/whole-file.ts';
import { toDocumentReference } from '../model-cards/document-reference.ts';
import type { ModelCard } from '../model-cards/model-card.ts';
import type { ModelCardView } from './contract.ts';

export type ModelCardParts = {
  readonly modelsDir: string;
  /** By `id@version`. */
  readonly modelCards: ReadonlyMap<string, ModelCard>;
};

const manifest = z.object({ version: z.string() });

/** @throws NotFound when no model of this name came with a card, as a site's own model does not */
async function readCard(modelsDir: string, id: string): Promise<ModelCardView> {
  const read = (file: string) => readIfThere(join(modelsDir, id, file));
  const isName = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id);
  const [card, attributes, told] = isName
    ? await Promise.all(['MODEL_CARD.md', 'SOURCE_ATTRIBUTES.md', 'manifest.json'].map(read))
    : [];
  if (card === undefined || told === undefined) throw new NotFound('no model of this name has a card here');
  const { version } = manifest.parse(JSON.parse(told));
  return { id, version, card, ...(attributes === undefined ? {} : { attributes }) };
}

/** `GET /model-cards/{id@version}`: public, since it is about no patient. @see ModelCardView */
export function modelCardRoutes({ modelsDir, modelCards }: ModelCardParts): Hono {
  const routes = new Hono();
  routes.get('/:maker', async (c) => {
    const [id = '', version] = c.req.param('maker').split('@');
    const view = await readCard(modelsDir, id);
    if (version !== undefined && version !== view.version)
      throw new NotFound(`the model that runs here is version ${view.version}`);
    const accept = c.req.header('accept') ?? '';
    c.header('cache-control', 'public, max-age=300');
    c.header('vary', 'accept');
    if (accept.startsWith('text/markdown'))
      return c.body(view.card, 200, { 'content-type': 'text/markdown; charset=utf-8' });
    if (!accept.includes('application/fhir+json')) return c.json(view);
    const card = modelCards.get(`${id}@${view.version}`);
    if (!card) throw new NotFound('this model does not run here, so it has no DocumentReference');
    return c.json(toDocumentReference(card), 200, { 'content-type': 'application/fhir+json' });
  });
  return routes;
}
