import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Coding } from '../cards/card.ts';

const definition = z.looseObject({
  hook: z.string(),
  id: z.string(),
  title: z.string(),
  description: z.string(),
  prefetch: z.record(z.string(), z.string()),
});
export type Definition = z.infer<typeof definition>;

const reasons = z.array(z.object({ code: z.string(), system: z.string(), display: z.string() }));

/** What the EHR sees of Vigie, read from `cds-hooks/` at start. */
export type HookData = {
  readonly definitions: readonly Definition[];
  readonly overrideReasons: readonly Coding[];
};

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

/** Loads definitions and override reasons from the folder `cds-hooks`. @throws Error when one is malformed. */
export async function loadHookData(folder: string): Promise<HookData> {
  const names = (await readdir(join(folder, 'services'))).filter((name) => name.endsWith('.json')).sort();
  const definitions = await Promise.all(
    names.map(async (name) => definition.parse(await readJson(join(folder, 'services', name)))),
  );
  return {
    definitions,
    overrideReasons: reasons.parse(await readJson(join(folder, 'override-reasons.json'))),
  };
}
