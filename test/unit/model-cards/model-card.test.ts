import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateResource } from '@medplum/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toDocumentReference } from '../../../src/model-cards/document-reference.ts';
import { fill } from '../../../src/model-cards/figures.ts';
import { toMarkdown } from '../../../src/model-cards/markdown.ts';
import { readModelCard } from '../../../src/model-cards/model-card.ts';
import { loadDefinitions } from '../../../src/sandbox/fhir/definitions.ts';
import { root } from '../../integration/service.ts';

const shipped = ['chest-xray-encoder', 'fusion'];
const folderOf = (id: string) => join(root, 'models', id);

describe.each(shipped)('the card of %s', (id) => {
  test('states all 31 source attributes, and every number on it comes from the record', async () => {
    const card = await readModelCard(folderOf(id));
    expect(card.faults).toEqual([]);
    expect(card.attributes.map((attribute) => attribute.id)).toEqual(
      Array.from({ length: 31 }, (_, at) => at + 1),
    );
    expect(card.attributes.flatMap(({ figures }) => figures).length).toBeGreaterThan(10);
  });

  test('is a DocumentReference that a FHIR R4 server accepts, and its attachments are the card', async () => {
    await loadDefinitions();
    const card = await readModelCard(folderOf(id));
    const document = toDocumentReference(card);
    expect(() => validateResource(document)).not.toThrow();
    expect(document.type?.coding?.[0]).toMatchObject({
      system: 'http://hl7.org/fhir/uv/aitransparency/CodeSystem/AIinputsCS',
      code: 'AIModelCard',
    });
    const texts = document.content.map(({ attachment }) =>
      Buffer.from(attachment.data ?? '', 'base64').toString(),
    );
    expect(texts[0]).toBe(toMarkdown(card));
    expect(JSON.parse(texts[1] ?? '').attributes).toHaveLength(31);
  });
});

describe('a number on a card', () => {
  const evidence = {
    manifest: { version: '1.0.0' },
    metrics: { 'a/b, c': { value: 0.8, low: -0.25, high: 1, n: 1234 }, share: 0.021, words: 'many' },
  };

  test.each([
    ['{metrics#/a~1b, c|estimate}', '.800 (-.250–1.000)'],
    ['{metrics#/a~1b, c/n|count} films', '1,234 films'],
    ['{metrics#/share|percent}', '2.1 %'],
    ['version {manifest#/version}', 'version 1.0.0'],
  ])('%s is shown as %s', (template, text) => {
    expect(fill(template, evidence, [])).toMatchObject({ text, faults: [] });
  });

  test.each([
    ['{metrics#/gone|share}', 'metrics#/gone is not there'],
    ['{metrics#/words|share}', 'metrics#/words cannot be shown as "share"'],
    ['AUROC 0.91', '0.91 is written out; point to where it was measured'],
  ])('%s is a fault', (template, fault) => {
    expect(fill(template, evidence, []).faults).toEqual([fault]);
  });

  test('may stand in a name, and only there', () => {
    const { faults } = fill('ChestX-ray14 and 14 more', evidence, ['ChestX-ray14']);
    expect(faults).toHaveLength(1);
  });
});

describe('when a record is replaced', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vigie-card-'));
    await cp(folderOf('fusion'), folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function change(file: string, edit: (json: Record<string, never>) => unknown): Promise<void> {
    const path = join(folder, file);
    await writeFile(path, JSON.stringify(edit(JSON.parse(await readFile(path, 'utf8')))));
  }

  test('a figure it no longer has is named with its attribute', async () => {
    const { record } = await readModelCard(folder);
    await change(join(record, 'metrics.json'), ({ '48h, vitals+labs': _, ...rest }) => rest);
    const { faults } = await readModelCard(folder);
    expect(faults).toContain('attribute 21: metrics#/48h, vitals+labs/auroc is not there');
  });

  test('an attribute that the card leaves out is named', async () => {
    await change('model-card.json', (card: { attributes?: { id: number }[] }) => ({
      ...card,
      attributes: card.attributes?.filter(({ id }) => id !== 25),
    }));
    const { faults } = await readModelCard(folder);
    expect(faults).toEqual([
      'attribute 25 (References to evaluations of outcomes of its use) is given 0 times',
    ]);
  });
});
