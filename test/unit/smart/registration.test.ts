import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { signAssertion } from '../../../src/smart/ehr/client-key.ts';
import { createEhrs } from '../../../src/smart/ehr/ehrs.ts';
import { loadRegistrations } from '../../../src/smart/ehr/registration.ts';

const folder = await mkdtemp(join(tmpdir(), 'vigie-clients-'));
const entry = { name: 'A', iss: 'https://a.example/fhir/', clientId: 'vigie' };
async function load(content: unknown) {
  const path = join(folder, 'clients.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return loadRegistrations(path);
}
const pem = (name: string, key: ReturnType<typeof generateKeyPairSync>['privateKey']) =>
  writeFile(join(folder, name), key.export({ type: 'pkcs8', format: 'pem' }));

describe('a client registration file', () => {
  test('names each fault at once, with its place, and no secret', async () => {
    const faulty = [
      { ...entry, iss: 'http://ehr.example/fhir', clientSecret: 'hush', privateKeyFile: 'k.pem' },
      { ...entry, clientId: '', frameAncestors: ['https://ehr.example/path'], colour: 'red' },
      { ...entry, launchParameters: { state: 'mine' } },
    ];
    const error = await load(faulty).catch((thrown: Error) => thrown);
    const text = String(error);
    for (const fault of ['[0].iss', '[0].privateKeyFile', '[1].clientId', '[1].frameAncestors[0]', 'colour'])
      expect(text).toContain(fault);
    expect(text).toContain('[2].launchParameters');
    expect(text).not.toContain('hush');
  });

  test('is refused where two entries name one server', async () => {
    await expect(load([entry, { ...entry, iss: 'https://A.example/fhir' }])).rejects.toThrow(
      'registered twice',
    );
  });

  test.each(['http://127.0.0.1:8081/fhir', 'http://localhost/fhir', 'https://ehr.example'])(
    '%s is safe enough',
    async (iss) => expect(await load([{ ...entry, iss }])).toHaveLength(1),
  );

  test('says which file is not there, or not JSON', async () => {
    await expect(loadRegistrations(join(folder, 'none.json'))).rejects.toThrow('none.json cannot be read');
    await expect(load('{')).rejects.toThrow('is not JSON');
  });

  test('an iss is found however its host and its end are written, and no other is', async () => {
    const ehrs = createEhrs(await load([entry]));
    expect(ehrs.find('https://A.EXAMPLE:443/fhir')?.name).toBe('A');
    for (const iss of [
      'https://a.example/FHIR',
      'https://a.example/fhir2',
      'https://a.example@b.example/fhir',
    ])
      expect(ehrs.find(iss)).toBeUndefined();
  });
});

describe('a client with a key', () => {
  test.each([
    ['RS384', generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['ES384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ])('signs with %s what its published key proves', async (algorithm, { privateKey }) => {
    await pem('key.pem', privateKey);
    const [ehr] = await load([{ ...entry, privateKeyFile: 'key.pem' }]);
    if (ehr?.authentication.kind !== 'key') throw new Error('no key was read');
    const { key } = ehr.authentication;
    expect(Object.keys(key.publicJwk)).not.toContain('d');
    const assertion = await signAssertion(key, 'vigie', 'https://a.example/token');
    expect(decodeProtectedHeader(assertion)).toMatchObject({ alg: algorithm, kid: key.publicJwk.kid });
    const { payload } = await jwtVerify(assertion, await importJWK(key.publicJwk, algorithm), {
      issuer: 'vigie',
      subject: 'vigie',
      audience: 'https://a.example/token',
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(300);
    expect(payload.jti).toMatch(/^[\w-]{36}$/);
  });

  test('of another kind is refused by its file’s name', async () => {
    await pem('weak.pem', generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey);
    await pem('p256.pem', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    for (const file of ['weak.pem', 'p256.pem', 'none.pem'])
      await expect(load([{ ...entry, privateKeyFile: file }])).rejects.toThrow(file);
  });
});
