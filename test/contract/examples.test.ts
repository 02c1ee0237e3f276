import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, type Service, startService } from '../integration/service.ts';

const folder = join(root, 'cds-hooks/examples');
const requests = readdirSync(folder).filter((name) => name.endsWith('.request.json'));

let service: Service;
beforeAll(async () => {
  service = await startService({ clock: { now: () => new Date('2026-03-02T03:00:00Z') } });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
});

/** What differs from call to call, in the order of its appearance, and the address of this test's service. */
function settled(answer: unknown): string {
  const seen = new Map<string, string>();
  const text = JSON.stringify(answer, undefined, 2)
    .replaceAll(service.url, 'https://vigie.example')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (uuid) => {
      if (!seen.has(uuid))
        seen.set(uuid, `00000000-0000-4000-8000-${String(seen.size + 1).padStart(12, '0')}`);
      return seen.get(uuid) ?? uuid;
    });
  return `${text}\n`;
}

test.each(requests)('the example %s is answered as its pair says', async (name) => {
  const response = await fetch(`${service.url}/cds-services/vigie-patient-summary`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: readFileSync(join(folder, name), 'utf8'),
  });
  expect(response.status).toBe(200);
  const pair = join(folder, name.replace('.request.', '.response.'));
  await expect(settled(await response.json())).toMatchFileSnapshot(pair);
});

test('discovery serves the definitions of cds-hooks/services as they are', async () => {
  const response = await fetch(`${service.url}/cds-services`);
  const files = readdirSync(join(root, 'cds-hooks/services')).sort();
  const definitions = files.map((file) =>
    JSON.parse(readFileSync(join(root, 'cds-hooks/services', file), 'utf8')),
  );
  expect(await response.json()).toEqual({ services: definitions });
});
