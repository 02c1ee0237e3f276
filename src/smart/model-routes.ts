import { join } from 'node:path';
import { Hono } from 'hono';
import { z } from 'zod';
import { NotFound } from '../lib/errors.ts';
import { readIfThere } from '../lib/whole-file.ts';
import type { ModelCardView } from './contract.ts';

export type ModelParts = { readonly modelsDir: string };

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

/** `GET /smart/models/{id}`: public, since it is about no patient. @see ModelCardView */
export function modelRoutes({ modelsDir }: ModelParts): Hono {
  const routes = new Hono();
  routes.get('/:id', async (c) => {
    const view = await readCard(modelsDir, c.req.param('id').replace(/@.*$/, ''));
    c.header('cache-control', 'public, max-age=300');
    c.header('vary', 'accept');
    if (c.req.header('accept')?.startsWith('text/markdown'))
      return c.body(view.card, 200, { 'content-type': 'text/markdown; charset=utf-8' });
    return c.json(view);
  });
  return routes;
}
