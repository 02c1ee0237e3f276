import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ManifestMismatch } from '../lib/errors.ts';
import { type Evidence, type Filled, fill } from './figures.ts';
import { type SourceAttribute, sourceAttributes } from './source-attributes.ts';

/** `model-card.json`: the text of each source attribute, its numbers as pointers into the model's own evidence. */
const cardFile = z.strictObject({
  title: z.string().min(1),
  /** Words with digits that are no figures. */
  names: z.array(z.string().min(1)),
  attributes: z.array(
    z.strictObject({
      id: z.number().int().min(1).max(sourceAttributes.length),
      /** `not-known` and `not-done` are answers too, and better ones than silence. */
      state: z.enum(['stated', 'not-known', 'not-done']),
      text: z.string().min(1),
    }),
  ),
});

const identity = z.looseObject({
  id: z.string(),
  version: z.string(),
  sha256: z.string(),
  licence: z.string(),
  createdAt: z.string(),
  record: z.string(),
});

export type StatedAttribute = SourceAttribute &
  Pick<Filled, 'text' | 'figures'> & { readonly state: 'stated' | 'not-known' | 'not-done' };

/** A model's card as data: the 31 source attributes of HTI-1, each number with the place it was read from. */
export type ModelCard = z.infer<typeof identity> & {
  readonly title: string;
  readonly attributes: readonly StatedAttribute[];
  /** One line for each number that could not be traced and each attribute that is missing; a good card has none. */
  readonly faults: readonly string[];
};

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new ManifestMismatch(`${path} cannot be read as JSON; a model card needs it`, { cause });
  }
}

async function readEvidence(folder: string) {
  const manifest = await readJson(join(folder, 'manifest.json'));
  const parsed = identity.safeParse(manifest);
  if (!parsed.success)
    throw new ManifestMismatch(`${folder}/manifest.json is invalid\n${z.prettifyError(parsed.error)}`);
  const metrics = await readJson(join(folder, parsed.data.record, 'metrics.json'));
  const { id, version, sha256, licence, createdAt, record } = parsed.data;
  return { identity: { id, version, sha256, licence, createdAt, record }, evidence: { manifest, metrics } };
}

function attributesOf({ names, attributes }: z.infer<typeof cardFile>, evidence: Evidence) {
  const faults: string[] = [];
  const stated = sourceAttributes.flatMap((attribute): StatedAttribute[] => {
    const given = attributes.filter(({ id }) => id === attribute.id);
    const [one] = given;
    if (!one || given.length > 1) {
      faults.push(`attribute ${attribute.id} (${attribute.name}) is given ${given.length} times`);
      return [];
    }
    const { text, figures, faults: untraced } = fill(one.text, evidence, names);
    faults.push(...untraced.map((fault) => `attribute ${attribute.id}: ${fault}`));
    return [{ ...attribute, state: one.state, text, figures }];
  });
  return { attributes: stated, faults };
}

/** The cards of those models that have one, by `id@version`; a card with faults is none. */
export async function readModelCards(
  modelsDir: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ModelCard>> {
  const cards = await Promise.all(
    ids.map((id) =>
      readModelCard(join(modelsDir, id)).catch((error: unknown) => {
        if (error instanceof ManifestMismatch) return undefined;
        throw error;
      }),
    ),
  );
  return new Map(
    cards.flatMap((card) =>
      card && card.faults.length === 0 ? [[`${card.id}@${card.version}`, card] as const] : [],
    ),
  );
}

/**
 * Reads `model-card.json` beside a model and fills it from its manifest and record.
 * @throws ManifestMismatch when a file is missing or not what it should be; faults in the card itself are listed in it.
 */
export async function readModelCard(folder: string): Promise<ModelCard> {
  const path = join(folder, 'model-card.json');
  const parsed = cardFile.safeParse(await readJson(path));
  if (!parsed.success) throw new ManifestMismatch(`${path} is invalid\n${z.prettifyError(parsed.error)}`);
  const { identity: named, evidence } = await readEvidence(folder);
  return { ...named, title: parsed.data.title, ...attributesOf(parsed.data, evidence) };
}
