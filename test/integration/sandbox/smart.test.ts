/** The demo hospital's authorization server, spoken to as an app would. */
import { createHash, randomBytes } from 'node:crypto';
import type { Bundle } from '@medplum/fhirtypes';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Hospital, openHospital } from '../../../src/sandbox/hospital.ts';

const vigieUrl = 'http://127.0.0.1:9';
const redirectUri = `${vigieUrl}/smart/callback`;
const defaultScope = 'launch openid fhirUser online_access patient/*.rs';

let hospital: Hospital;
let smart: Record<string, string>;
beforeAll(async () => {
  hospital = await openHospital({ vigieUrl, port: 0 });
  const response = await fetch(`${hospital.urls.fhir}/.well-known/smart-configuration`);
  smart = (await response.json()) as Record<string, string>;
});
afterAll(() => hospital[Symbol.asyncDispose]());

async function launch(patient = 'pneumonia', query: Record<string, string> = {}): Promise<URLSearchParams> {
  const asked = new URLSearchParams({ app: `${vigieUrl}/smart/launch`, patient, framed: '1', ...query });
  const response = await fetch(`${hospital.urls.ehr}/launch?${asked}`, { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? 'none:').searchParams;
}

const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');

async function authorize(query: Record<string, string | undefined>): Promise<URLSearchParams> {
  const asked = {
    response_type: 'code',
    client_id: 'vigie',
    redirect_uri: redirectUri,
    scope: defaultScope,
    state: 'state-of-this-test',
    aud: hospital.urls.fhir,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    nonce: 'nonce-of-this-test',
    ...query,
  };
  const given = Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const response = await fetch(`${smart.authorization_endpoint}?${new URLSearchParams(given)}`, {
    redirect: 'manual',
  });
  const location = response.headers.get('location');
  return location?.startsWith(redirectUri) ? new URL(location).searchParams : new URLSearchParams();
}

async function post(url: string | undefined, fields: Record<string, string>, headers = {}) {
  const response = await fetch(url ?? '', { method: 'POST', body: new URLSearchParams(fields), headers });
  const text = await response.text();
  return { status: response.status, body: (text ? JSON.parse(text) : {}) as Record<string, string> };
}

function exchange(code: string | null, fields: Record<string, string> = {}) {
  return post(smart.token_endpoint, {
    grant_type: 'authorization_code',
    client_id: 'vigie',
    redirect_uri: redirectUri,
    code: code ?? '',
    code_verifier: verifier,
    ...fields,
  });
}

async function launched(scope = defaultScope, patient = 'pneumonia') {
  const context = await launch(patient, { context: 'assessment-7', locale: 'fr', user: 'moreau' });
  const answer = await authorize({ scope, launch: context.get('launch') ?? '' });
  return (await exchange(answer.get('code'))).body;
}

async function ask(path: string, token: string | undefined, method = 'GET') {
  const response = await fetch(path, {
    method,
    headers: { authorization: `Bearer ${token}`, accept: '*/*' },
  });
  return response.status;
}

test('an EHR launch gives a token for the patient and tells the app what was open', async () => {
  const token = await launched();
  expect(token).toMatchObject({
    token_type: 'Bearer',
    expires_in: 3600,
    scope: defaultScope,
    patient: 'pneumonia',
    encounter: 'pneumonia',
    appContext: 'assessment-7',
    need_patient_banner: false,
    locale: 'fr',
  });
  const keys = createRemoteJWKSet(new URL(smart.jwks_uri ?? ''));
  const { payload } = await jwtVerify(token.id_token ?? '', keys, {
    issuer: hospital.urls.fhir,
    audience: 'vigie',
    algorithms: ['ES384'],
  });
  expect(payload).toMatchObject({ nonce: 'nonce-of-this-test', locale: 'fr' });
  expect(payload.fhirUser).toBe(`${hospital.urls.fhir}/Practitioner/moreau`);
  const user = await fetch(String(payload.fhirUser), {
    headers: { authorization: `Bearer ${token.access_token}` },
  });
  expect(await user.json()).toMatchObject({ name: [{ text: 'Dr Luc Moreau' }] });
});

test.each<[string, Record<string, string | undefined>]>([
  ['without PKCE', { code_challenge: undefined }],
  ['with a plain challenge', { code_challenge_method: 'plain' }],
  ['for another server', { aud: 'https://elsewhere.example/fhir' }],
  ['with a launch nobody made', { launch: 'guessed' }],
])('an authorization %s is sent back with an error', async (_, query) => {
  const { launch: context, ...rest } = query;
  const answer = await authorize({ launch: context ?? (await launch()).get('launch') ?? '', ...rest });
  expect(answer.get('error')).toBe('invalid_request');
  expect(answer.get('state')).toBe('state-of-this-test');
  expect(answer.has('code')).toBe(false);
});

test('a stranger, or an address that was not registered, is sent nowhere', async () => {
  for (const query of [{ client_id: 'other' }, { redirect_uri: 'https://evil.example/smart/callback' }])
    expect([...(await authorize(query))]).toEqual([]);
  expect([...(await launch('pneumonia', { app: 'https://evil.example/launch' }))]).toEqual([]);
});

test('a launch, a code and a refresh token are each good once', async () => {
  const context = (await launch()).get('launch') ?? '';
  const code = (await authorize({ launch: context })).get('code');
  expect((await authorize({ launch: context })).get('error')).toBe('invalid_request');
  const first = await exchange(code);
  expect((await exchange(code)).body).toMatchObject({ error: 'invalid_grant' });
  const refresh = {
    grant_type: 'refresh_token',
    client_id: 'vigie',
    refresh_token: first.body.refresh_token ?? '',
  };
  const renewed = await post(smart.token_endpoint, refresh);
  expect(renewed.body).toMatchObject({ patient: 'pneumonia' });
  expect(renewed.body.refresh_token).not.toBe(refresh.refresh_token);
  expect((await post(smart.token_endpoint, refresh)).body).toMatchObject({ error: 'invalid_grant' });
});

test('a code without its verifier is worth nothing', async () => {
  const { searchParams } = new URL(
    `none:?${await authorize({ launch: (await launch()).get('launch') ?? '' })}`,
  );
  const stolen = await exchange(searchParams.get('code'), { code_verifier: 'x'.repeat(43) });
  expect(stolen).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('a token opens its patient and nobody else', async () => {
  const { access_token: token } = await launched();
  const { fhir } = hospital.urls;
  for (const path of ['Patient/pneumonia', 'Observation?patient=pneumonia&category=laboratory'])
    expect(await ask(`${fhir}/${path}`, token)).toBe(200);
  const elsewhere = [
    'Patient/septic-clear-film',
    'Patient',
    'Observation?patient=septic-clear-film',
    'Observation',
    'Observation?patient=pneumonia&subject=Patient/septic-clear-film',
    'Condition/heart-failure-condition-1',
    'Patient?_id=septic-clear-film',
  ];
  for (const path of elsewhere) expect([path, await ask(`${fhir}/${path}`, token)]).toEqual([path, 403]);
  expect(await ask(`${fhir}/Patient/pneumonia`, token, 'DELETE')).toBe(403);
});

test('a narrower grant is held to: by type, and by category', async () => {
  const category = 'http://terminology.hl7.org/CodeSystem/observation-category|laboratory';
  const { access_token: token, scope } = await launched(
    `launch patient/Patient.rs patient/Observation.rs?category=${category} patient/Observation.write`,
  );
  expect(scope).not.toContain('write');
  const { fhir, dicomweb } = hospital.urls;
  expect(await ask(`${fhir}/Observation?patient=pneumonia&category=laboratory`, token)).toBe(200);
  for (const path of ['Observation?patient=pneumonia&category=vital-signs', 'Condition?patient=pneumonia'])
    expect([path, await ask(`${fhir}/${path}`, token)]).toEqual([path, 403]);
  expect(await ask(`${dicomweb}/studies`, token)).toBe(403);
});

test('an app that was granted it creates reports: of its patient, under its user’s name, each once', async () => {
  const granted = await launched('launch patient/DiagnosticReport.c patient/DiagnosticReport.rs');
  const { access_token: token = '' } = granted;
  const report = (patient: string, performer = 'Practitioner/moreau') => ({
    ...{ resourceType: 'DiagnosticReport', status: 'final', code: { text: 'Chest film' } },
    identifier: [{ system: 'urn:vigie:report', value: 'r1' }],
    ...{ subject: { reference: `Patient/${patient}` }, performer: [{ reference: performer }] },
  });
  const create = async (bearer: string, body: unknown, type = 'DiagnosticReport') => {
    const response = await fetch(`${hospital.urls.fhir}/${type}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${bearer}`,
        'content-type': 'application/fhir+json',
        'if-none-exist': 'identifier=urn:vigie:report|r1',
      },
      body: JSON.stringify(body),
    });
    return response.status;
  };
  expect(await create(token, report('septic-clear-film'))).toBe(403);
  expect(await create(token, report('pneumonia', 'Practitioner/demo'))).toBe(403);
  expect(await create(token, { ...report('pneumonia'), performer: [] })).toBe(403);
  const resultsInterpreter = [{ reference: 'Practitioner/demo' }];
  expect(await create(token, { ...report('pneumonia'), resultsInterpreter })).toBe(403);
  expect(await create(token, { ...report('pneumonia'), resourceType: 'Observation' }, 'Observation')).toBe(
    403,
  );
  expect(await create(token, report('pneumonia'))).toBe(201);
  expect(await create(token, report('pneumonia'))).toBe(200);
  const { access_token: reader = '' } = await launched('launch patient/DiagnosticReport.rs');
  expect(await create(reader, report('pneumonia'))).toBe(403);
});

test('the archive shows an app the films of its patient only', async () => {
  const uidOf = async (patient: string) => {
    const { accessToken } = hospital.issueToken();
    const response = await fetch(`${hospital.urls.fhir}/ImagingStudy?patient=${patient}`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    const bundle = (await response.json()) as Bundle;
    return JSON.stringify(bundle).match(/urn:oid:([\d.]+)/)?.[1] ?? 'no film';
  };
  const { access_token: token } = await launched();
  const studies = `${hospital.urls.dicomweb}/studies`;
  expect(await ask(`${studies}/${await uidOf('pneumonia')}/metadata`, token)).toBe(200);
  expect(await ask(`${studies}/${await uidOf('growing-effusion')}/metadata`, token)).toBe(403);
  const listed = await fetch(studies, { headers: { authorization: `Bearer ${token}` } });
  expect(JSON.stringify(await listed.json())).not.toContain(await uidOf('growing-effusion'));
});

test('a token is explained while it lives, and dead once revoked', async () => {
  const { access_token: token = '' } = await launched();
  const headers = { authorization: `Bearer ${token}` };
  const explained = await post(smart.introspection_endpoint, { token }, headers);
  expect(explained.body).toMatchObject({ active: true, patient: 'pneumonia', client_id: 'vigie' });
  await post(smart.revocation_endpoint, { token });
  expect(await ask(`${hospital.urls.fhir}/Patient/pneumonia`, token)).toBe(401);
  expect((await post(smart.introspection_endpoint, { token }, headers)).status).toBe(401);
});

test('standing alone, the app gets what the clinician ticked, or nothing', async () => {
  const page = async () => {
    const asked = new URLSearchParams({
      response_type: 'code',
      client_id: 'vigie',
      redirect_uri: redirectUri,
      scope: 'launch/patient openid patient/Patient.rs patient/Observation.rs',
      state: 's',
      aud: hospital.urls.fhir,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    return (await fetch(`${smart.authorization_endpoint}?${asked}`)).text();
  };
  const decide = async (fields: readonly [string, string][]) => {
    const ticket = /name="ticket" value="([^"]+)"/.exec(await page())?.[1] ?? '';
    const response = await fetch(new URL('decision', smart.authorization_endpoint), {
      method: 'POST',
      body: new URLSearchParams([['ticket', ticket], ...fields]),
      redirect: 'manual',
    });
    return new URL(response.headers.get('location') ?? 'none:').searchParams;
  };
  expect((await decide([['decision', 'deny']])).get('error')).toBe('access_denied');
  const chosen = await decide([
    ['decision', 'allow'],
    ['user', 'demo'],
    ['patient', 'septic-clear-film'],
    ['scope', 'openid'],
    ['scope', 'patient/Patient.rs'],
    ['scope', 'patient/Condition.rs'],
  ]);
  const { body } = await exchange(chosen.get('code'));
  expect(body).toMatchObject({
    scope: 'openid patient/Patient.rs',
    patient: 'septic-clear-film',
    need_patient_banner: true,
  });
});
