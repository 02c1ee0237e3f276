/** Sign-in through an EHR over HTTP: what opens, and everything that must not. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SessionView, SummaryView } from '../../../src/smart/contract.ts';
import { buildWeb } from '../../../src/web-build.ts';
import { root, type Service, startService } from '../service.ts';
import { type Browser, createBrowser, type Page } from './browser.ts';
import { startTestEhr } from './test-ehr.ts';

let ehr: Awaited<ReturnType<typeof startTestEhr>>;
let second: typeof ehr;
let third: typeof ehr;
/** Says that it names itself in its answers. */
let fourth: typeof ehr;
let service: Service;
let now = new Date();

beforeAll(async () => {
  [ehr, second, third, fourth] = await Promise.all([
    startTestEhr(),
    startTestEhr(),
    startTestEhr(),
    startTestEhr(),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'vigie-clients-'));
  const clients = join(folder, 'clients.json');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  await writeFile(join(folder, 'third.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(
    clients,
    JSON.stringify([
      { name: 'Saint-Luc', iss: ehr.url, clientId: 'vigie', frameAncestors: ['https://ehr.example'] },
      { name: 'Nord <b>', iss: `${second.url}/`, clientId: 'vigie', clientSecret: 's3cret' },
      { name: 'Sud', iss: third.url, clientId: 'vigie', privateKeyFile: 'third.pem' },
      { name: 'Ouest', iss: fourth.url, clientId: 'vigie' },
    ]),
  );
  await buildWeb(root, () => undefined);
  service = await startService({
    env: { VIGIE_SMART_CLIENTS: clients, VIGIE_CALL_DEADLINE_MS: '2000' },
    clock: { now: () => now },
  });
});
afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await ehr?.[Symbol.asyncDispose]();
  await second?.[Symbol.asyncDispose]();
  await third?.[Symbol.asyncDispose]();
  await fourth?.[Symbol.asyncDispose]();
});
beforeEach(() => {
  ehr.behave();
  now = new Date();
});

const launchUrl = (patientId = 'p1', iss = ehr.url) =>
  `${service.url}/smart/launch?${new URLSearchParams({ iss, launch: patientId })}`;
const handleOf = (page: Page) => /\/smart\/app\/([\w-]{16})$/.exec(page.url)?.[1] ?? '';
const callAs = (browser: Browser, handle: string, path: string, init: RequestInit = {}) =>
  browser.call(`${service.url}${path}`, {
    ...init,
    headers: { 'x-vigie-session': handle, ...(init.headers as Record<string, string>) },
  });
async function signIn(patientId = 'p1', browser = createBrowser()) {
  const page = await browser.open(launchUrl(patientId));
  return { browser, page, handle: handleOf(page) };
}
const kindOf = ({ text }: Page) => /<code>([\w-]+)<\/code>/.exec(text)?.[1];

describe('an EHR launch', () => {
  test('asks with PKCE, state, nonce and aud, and opens the patient of the token', async () => {
    const { browser, page, handle } = await signIn();
    const sent = ehr.asked.authorize.at(-1);
    expect(Object.fromEntries(sent ?? [])).toMatchObject({
      response_type: 'code',
      client_id: 'vigie',
      aud: ehr.url,
      launch: 'p1',
      code_challenge_method: 'S256',
    });
    expect(sent?.get('state')?.length).toBeGreaterThanOrEqual(43);
    expect(sent?.get('scope')).toContain('patient/Observation.rs');
    expect(sent?.get('scope')).toContain('online_access');
    expect(handle).not.toBe('');
    expect(page.status).toBe(200);
    const view = (await (await callAs(browser, handle, '/smart/session')).json()) as SessionView;
    expect(view).toMatchObject({
      patientId: 'p1',
      viewer: { id: 'Practitioner/d1', name: 'Dr Ada Roux' },
      needsPatientBanner: false,
      language: 'fr-CH',
      ehr: 'Saint-Luc',
    });
    const summary = await callAs(browser, handle, '/patients/p1/summary');
    expect(summary.status).toBe(200);
    expect(await summary.json()).toMatchObject({ patient: { id: 'p1' }, viewer: { name: 'Dr Ada Roux' } });
  });

  test('no token of the EHR reaches the browser', async () => {
    const { browser, page, handle } = await signIn();
    const session = await (await callAs(browser, handle, '/smart/session')).text();
    const summary = await (await callAs(browser, handle, '/patients/p1/summary')).text();
    const seen = [JSON.stringify(page), session, summary, ...browser.cookies.values()].join('\n');
    const uuids = seen.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? [];
    expect(uuids.filter((text) => ehr.isAccess(text))).toEqual([]);
    expect(seen).not.toMatch(/eyJ[\w-]+\.eyJ/);
  });

  test('the session’s cookie is for HTTP only, and Lax on this machine', async () => {
    const { page, handle } = await signIn();
    const given = page.steps.flatMap(({ setCookies }) => setCookies).find((line) => line.includes(handle));
    expect(given).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('in a frame of another site the cookie is partitioned', async () => {
    const browser = createBrowser();
    const framed = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' };
    const page = await browser.open(launchUrl(), framed);
    const given = page.steps.flatMap(({ setCookies }) => setCookies).find((l) => l.includes(handleOf(page)));
    expect(given).toMatch(/HttpOnly; Secure; SameSite=None; Partitioned$/);
  });

  test('the page may be framed by the EHR it was launched from and loads nothing from elsewhere', async () => {
    const { page } = await signIn();
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('frame-ancestors https://ehr.example');
    expect(policy).not.toMatch(/unsafe|https?:\/\/(?!ehr\.example)/);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('a SMART 1 server is asked in its own words', async () => {
    ehr.behave({ version: 1 });
    now = new Date(now.getTime() + 3_600_000);
    await signIn();
    const scope = ehr.asked.authorize.at(-1)?.get('scope');
    expect(scope).toContain('patient/Observation.read');
    expect(scope).not.toContain('.rs');
  });

  test('what the EHR did not grant is named, category by category', async () => {
    ehr.behave({
      scope: () =>
        'launch openid fhirUser patient/Patient.r patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory patient/Condition.rs',
    });
    const { browser, handle } = await signIn();
    const summary = (await (await callAs(browser, handle, '/patients/p1/summary')).json()) as SummaryView;
    expect(summary.notGranted).toContain('vital-signs');
    expect(summary.notGranted).toContain('ImagingStudy');
    expect(summary.notGranted).not.toContain('Condition');
    expect(summary.notGranted).not.toContain('Observation');
  });
});

/** One launch of EHR `ehr` that must end on a page; the page, which opened no session. */
async function refused(kind: string, status: number, open: (browser: Browser) => Promise<Page>) {
  const browser = createBrowser();
  const page = await open(browser);
  expect([kindOf(page), page.status]).toEqual([kind, status]);
  expect([...browser.cookies.keys()].filter((name) => /^vigie-[\w-]{16}$/.test(name))).toEqual([]);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.text).not.toContain('p1');
  return page;
}
const begin = (browser: Browser) => browser.open(launchUrl());

describe('a launch that ends on a page', () => {
  test('of an EHR that is not registered: nothing is sent to it', async () => {
    const asked = second.seen.length;
    await refused('ehr-unknown', 403, (b) => b.open(launchUrl('p1', `${second.url}/other`)));
    expect(second.seen.length).toBe(asked);
  });

  test('where consent was denied, and where the EHR refused for another reason', async () => {
    ehr.behave({ denies: 'access_denied' });
    await refused('consent-denied', 403, begin);
    ehr.behave({ denies: 'invalid_scope' });
    await refused('ehr-refused', 403, begin);
  });

  test('where the EHR is down', async () => {
    now = new Date(now.getTime() + 7_200_000);
    ehr.behave({ isDown: true });
    await refused('ehr-unreachable', 502, begin);
  });

  test('where nobody was chosen', async () => {
    ehr.behave({ patient: null });
    await refused('no-patient', 403, (b) => b.open(`${service.url}/smart/launch?iss=${ehr.url}`));
  });

  test('where the patient may not be read', async () => {
    ehr.behave({ scope: () => 'launch openid patient/Observation.rs' });
    await refused('record-not-granted', 403, begin);
  });

  test('whose state was never given out, or was used before', async () => {
    await refused('state-unknown', 400, (b) => b.open(`${service.url}/smart/callback?state=x&code=y`));
    const { page, browser } = await signIn();
    const back = page.steps.find(({ url }) => url.includes('/smart/callback'))?.url ?? '';
    expect(kindOf(await browser.open(back))).toBe('state-unknown');
  });

  test('that comes back in another browser than it began in', async () => {
    const theirs = createBrowser();
    const out = (await theirs.call(launchUrl())).headers.get('location') ?? '';
    const page = await refused('cookie-missing', 400, (b) => b.open(out));
    expect(page.text).toContain('target="_blank"');
  });

  test('that took longer than ten minutes, and one whose code the EHR takes no longer', async () => {
    const browser = createBrowser();
    const out = (await browser.call(launchUrl())).headers.get('location') ?? '';
    now = new Date(now.getTime() + 601_000);
    expect(kindOf(await browser.open(out))).toBe('launch-expired');
    await refused('launch-expired', 400, async (b) => {
      const to = (await b.call(launchUrl())).headers.get('location') ?? '';
      const back = (await b.call(to)).headers.get('location') ?? '';
      return b.open(back.replace(/code=[^&]+/, 'code=stale'));
    });
  });

  test.each([
    ['carries another nonce', { claims: (claims) => ({ ...claims, nonce: 'another' }) }],
    ['carries no nonce', { claims: ({ nonce: _, ...claims }) => claims }],
    ['is for another client', { claims: (claims) => ({ ...claims, aud: 'other' }) }],
    ['is of another issuer', { claims: (claims) => ({ ...claims, iss: 'https://elsewhere.example' }) }],
    ['is over', { claims: (claims) => ({ ...claims, exp: 1_700_000_000 }) }],
    ['is signed with another key', { sign: 'other key' }],
    ['is not signed', { sign: 'not at all' }],
  ] satisfies [string, Parameters<typeof ehr.behave>[0]][])('whose id_token %s', async (_, ways) => {
    ehr.behave(ways);
    await refused('ehr-not-trusted', 403, begin);
  });

  test('that was answered in another server’s name, or in two', async () => {
    ehr.behave({ answersAs: [second.url] });
    const asked = ehr.asked.token.length;
    await refused('other-issuer', 403, begin);
    ehr.behave({ answersAs: [ehr.url, second.url] });
    await refused('other-issuer', 403, begin);
    // A slash more is another name (RFC 9207, 2.4).
    ehr.behave({ answersAs: [`${ehr.url}/`] });
    await refused('other-issuer', 403, begin);
    ehr.behave({ answersAs: [second.url], denies: 'access_denied' });
    await refused('other-issuer', 403, begin);
    expect(ehr.asked.token.length).toBe(asked);
    ehr.behave({ answersAs: [ehr.url] });
    expect((await signIn()).handle).not.toBe('');
    ehr.behave({ answersAs: [ehr.url], denies: 'access_denied' });
    await refused('consent-denied', 403, begin);
  });

  test('that was answered in nobody’s name by a server that says it always gives its own', async () => {
    const open = (browser: Browser) => browser.open(launchUrl('p1', fourth.url));
    fourth.behave({ namesIssuer: true });
    await refused('other-issuer', 403, open);
    fourth.behave({ namesIssuer: true, answersAs: [fourth.url] });
    expect(handleOf(await open(createBrowser()))).not.toBe('');
  });

  test('that was answered in another name than its base address by a server that publishes no issuer', async () => {
    const open = (browser: Browser) => browser.open(launchUrl('p1', third.url));
    third.behave({ hasIssuer: false, answersAs: [ehr.url] });
    await refused('other-issuer', 403, open);
    third.behave({ hasIssuer: false, answersAs: [third.url] });
    expect(handleOf(await open(createBrowser()))).not.toBe('');
    third.behave();
  });

  test('in the reader’s language, with a registered name as text and never as markup', async () => {
    const french = await createBrowser('fr-CH,fr;q=0.9').open(launchUrl('p1', 'https://elsewhere.example'));
    expect(french.text).toContain('<html lang="fr">');
    expect(french.text).toContain('n’est pas enregistré');
    const choice = await createBrowser().open(`${service.url}/smart/launch`);
    expect(choice.text).toContain('Nord &lt;b&gt;');
  });
});

describe('a standalone launch', () => {
  test('asks which EHR where several are registered, then for the patient', async () => {
    const browser = createBrowser();
    const choice = await browser.open(`${service.url}/smart/launch`);
    const links = [...choice.text.matchAll(/href="(\/smart\/launch\?iss=[^"]+)"/g)].map(([, to]) => to);
    expect(links).toHaveLength(4);
    const page = await browser.open(`${service.url}${links[0]}`);
    expect(ehr.asked.authorize.at(-1)?.get('scope')).toContain('launch/patient');
    expect(ehr.asked.authorize.at(-1)?.has('launch')).toBe(false);
    expect(handleOf(page)).not.toBe('');
  });

  test('a client with a secret proves itself by it', async () => {
    await createBrowser().open(launchUrl('p1', second.url));
    expect(second.asked.basic.at(-1)).toBe(`Basic ${Buffer.from('vigie:s3cret').toString('base64')}`);
    expect(second.asked.token.at(-1)?.has('client_id')).toBe(false);
  });
});

describe('a client with a key', () => {
  test('proves itself by an assertion that its published key verifies, a new one each time', async () => {
    const keys = (await (await fetch(`${service.url}/smart/jwks.json`)).json()) as JSONWebKeySet;
    expect(JSON.stringify(keys)).not.toMatch(/"d":/);
    const before = third.asked.token.length;
    const opened = [createBrowser(), createBrowser()].map((b) => b.open(launchUrl('p1', third.url)));
    expect((await Promise.all(opened)).map(({ status }) => status)).toEqual([200, 200]);
    const proofs = third.asked.token.slice(before).map((form) => form.get('client_assertion') ?? '');
    const checked = proofs.map((proof) =>
      jwtVerify(proof, createLocalJWKSet(keys), { issuer: 'vigie', audience: `${third.url}/auth/token` }),
    );
    const ids = (await Promise.all(checked)).map(({ payload }) => payload.jti);
    expect(new Set(ids).size).toBe(2);
  });
});

describe('from a card', () => {
  const cardFor = async (patientId: string) => {
    const { extension: _, ...answer } = await service.call({
      context: { userId: 'Practitioner/d1', patientId },
      prefetch: { patient: { resourceType: 'Patient', id: patientId, gender: 'female', birthDate: '1950' } },
      fhirServer: ehr.url,
    });
    const [card] = answer.cards as unknown as { links: { appContext: string }[] }[];
    return card?.links[0]?.appContext ?? '';
  };

  test('the card’s assessment opens with its own patient and with no other', async () => {
    ehr.behave({ appContext: await cardFor('p1') });
    const { handle } = await signIn('p1');
    expect(handle).not.toBe('');
    const page = await createBrowser().open(launchUrl('p2'));
    expect([kindOf(page), page.status]).toEqual(['other-patient', 403]);
    ehr.behave({ appContext: 'not an assessment of ours' });
    expect((await signIn('p2')).handle).not.toBe('');
  });
});

describe('a session', () => {
  test('two patients in two tabs of one browser are never mixed', async () => {
    const one = await signIn('p1');
    const two = await signIn('p2', one.browser);
    const { browser } = two;
    const patientsSeen = await Promise.all(
      [one, two].map(async ({ handle }) => (await callAs(browser, handle, '/smart/session')).json()),
    );
    expect(patientsSeen).toMatchObject([{ patientId: 'p1' }, { patientId: 'p2' }]);
    const crossed = await callAs(browser, one.handle, '/patients/p2/summary');
    expect([crossed.status, await crossed.json()]).toMatchObject([403, { code: 'OTHER_PATIENT' }]);
    const right = await callAs(browser, two.handle, '/patients/p2/summary');
    expect(await right.json()).toMatchObject({ patient: { id: 'p2' } });
  });

  test('its name alone opens nothing: the cookie must be its own', async () => {
    const one = await signIn('p1');
    const two = await signIn('p2');
    two.browser.cookies.set(`vigie-${one.handle}`, two.browser.cookies.get(`vigie-${two.handle}`) ?? '');
    const call = await callAs(two.browser, one.handle, '/patients/p1/summary');
    expect([call.status, await call.json()]).toMatchObject([401, { code: 'SESSION_EXPIRED' }]);
    const page = await two.browser.open(`${service.url}/smart/app/${one.handle}`);
    expect([kindOf(page), page.status]).toEqual(['session-over', 401]);
    expect(page.text).toContain(`/smart/launch?iss=${encodeURIComponent(ehr.url)}`);
  });

  test('is of no use to a page of another origin', async () => {
    const { browser, handle } = await signIn();
    const post = (headers: Record<string, string>) =>
      callAs(browser, handle, '/smart/logout', { method: 'POST', headers });
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post({ origin: 'https://ehr.example' })).status).toBe(403);
    const preflight = await browser.call(`${service.url}/smart/session`, {
      method: 'OPTIONS',
      headers: { origin: 'https://ehr.example', 'access-control-request-headers': 'x-vigie-session' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    expect((await post({ origin: service.url })).status).toBe(204);
  });

  test('renews its token once for calls that come together, and each refresh token is used once', async () => {
    ehr.behave({ expiresIn: 300 });
    const { browser, handle } = await signIn();
    const asked = ehr.asked.token.length;
    now = new Date(now.getTime() + 280_000);
    const together = [1, 2, 3].map(() => callAs(browser, handle, '/patients/p1/summary?refresh=1'));
    expect((await Promise.all(together)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(ehr.asked.token.length).toBe(asked + 1);
    now = new Date(now.getTime() + 280_000);
    expect((await callAs(browser, handle, '/patients/p1/summary?refresh=1')).status).toBe(200);
    const used = ehr.asked.token.slice(asked).map((form) => form.get('refresh_token'));
    expect(new Set(used).size).toBe(2);
  });

  test('ends where the EHR refuses to renew, and lives on where it cannot be asked', async () => {
    ehr.behave({ expiresIn: 300 });
    const { browser, handle } = await signIn();
    ehr.behave({ refreshes: 'broken' });
    now = new Date(now.getTime() + 400_000);
    expect((await callAs(browser, handle, '/patients/p1/summary')).status).not.toBe(401);
    expect((await callAs(browser, handle, '/smart/session')).status).toBe(200);
    ehr.behave({ refreshes: 'refused' });
    const call = await callAs(browser, handle, '/patients/p1/summary');
    expect([call.status, await call.json()]).toMatchObject([401, { code: 'SESSION_EXPIRED' }]);
    expect((await callAs(browser, handle, '/smart/session')).status).toBe(401);
  });

  test('ends with its token where the EHR gives no refresh token', async () => {
    ehr.behave({ expiresIn: 300, refreshes: 'never given' });
    const { browser, handle } = await signIn();
    const view = (await (await callAs(browser, handle, '/smart/session')).json()) as SessionView;
    expect(Date.parse(view.expiresAt) - now.getTime()).toBe(300_000);
    now = new Date(now.getTime() + 300_001);
    expect((await callAs(browser, handle, '/smart/session')).status).toBe(401);
  });

  test('signing out ends it here and tells the EHR to forget both tokens', async () => {
    const { browser, handle } = await signIn();
    const revoked = ehr.asked.revoked.length;
    expect((await callAs(browser, handle, '/smart/logout', { method: 'POST' })).status).toBe(204);
    expect(ehr.asked.revoked.length).toBe(revoked + 2);
    expect(browser.cookies.has(`vigie-${handle}`)).toBe(false);
    expect((await callAs(browser, handle, '/patients/p1/summary')).status).toBe(401);
  });

  test('without an id_token nobody is named', async () => {
    ehr.behave({ sign: 'no id_token' });
    const { browser, handle } = await signIn();
    const view = (await (await callAs(browser, handle, '/smart/session')).json()) as SessionView;
    expect(view.viewer).toBeUndefined();
  });
});

describe('a program with a token', () => {
  const ask = (headers: Record<string, string>) => fetch(`${service.url}/patients/p1/summary`, { headers });

  test('its token goes to registered servers only', async () => {
    const foreign = await startTestEhr();
    const refusal = await ask({ authorization: 'Bearer t', 'x-fhir-server': foreign.url });
    expect([refusal.status, await refusal.json()]).toMatchObject([403, { code: 'FHIR_SERVER_NOT_ALLOWED' }]);
    expect(foreign.seen).toEqual([]);
    await foreign[Symbol.asyncDispose]();
  });

  test('says which server where several are registered, and brings a token', async () => {
    expect((await ask({ authorization: 'Bearer t' })).status).toBe(400);
    const refusal = await ask({});
    expect([refusal.status, await refusal.json()]).toMatchObject([401, { code: 'NOT_SIGNED_IN' }]);
  });
});
