/** The whole service with the demo hospital's film archive in trouble: a labelled card inside the deadline. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaultAnswer } from '../../src/sandbox/faults.ts';
import { type Hospital, openHospital } from '../../src/sandbox/hospital.ts';
import { type Answer, type Service, startService } from './service.ts';

const deadlineMs = 4000;
let service: Service;
beforeAll(async () => {
  service = await startService({ env: { VIGIE_FILM_BUDGET_MS: '3000' } });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
});

function archiveThatIs(answer: FaultAnswer): Promise<Hospital> {
  const match = ({ method, url }: Request) => method === 'GET' && url.includes('/dicomweb/');
  return openHospital({ vigieUrl: service.url, port: 0, faults: [{ match, answer }] });
}

function open(hospital: Hospital, patientId: string): Promise<Answer> {
  const { accessToken, expiresInSeconds } = hospital.issueToken();
  return service.call({
    fhirServer: hospital.urls.fhir,
    fhirAuthorization: {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: expiresInSeconds,
      scope: 'patient/*.rs',
      subject: 'vigie',
    },
    context: { userId: 'Practitioner/1', patientId, encounterId: patientId },
  });
}

function stateOf({ extension }: Answer): unknown {
  return extension['com.vigie.assessment'];
}

describe('a film archive in trouble', () => {
  test.each([
    ['down', 'pneumonia', { film: 'failed' }, 'Film could not be fetched'],
    [
      401,
      'calm-chart',
      { film: 'failed' },
      'Film could not be fetched: the PACS refuses the credentials that Vigie sends',
    ],
    [
      500,
      'no-labs',
      { film: 'failed', filmBecause: 'pacs-http-500' },
      'Film could not be fetched: the PACS failed with HTTP 500',
    ],
    [503, 'heart-failure', { film: 'failed' }, 'Film could not be fetched'],
    ['truncated', 'growing-effusion', { film: 'failed' }, 'Film could not be fetched'],
    ['corrupt-film', 'healthy', { film: 'refused', filmBecause: 'corrupt-pixels' }, 'its pixels are damaged'],
    [
      'another-patient',
      'old-labs',
      { film: 'refused', filmBecause: 'film-of-another-patient' },
      'names another person',
    ],
  ] as const)('that is %s: the chart of %s', async (fault, patient, state, words) => {
    await using hospital = await archiveThatIs(fault);
    // The archive may still be drawing the film: then the card says that it is being read, and is asked for again.
    let answer: Answer | undefined;
    do {
      const started = performance.now();
      answer = await open(hospital, patient);
      expect(performance.now() - started).toBeLessThan(deadlineMs + 1000);
      expect(answer.status).toBe(200);
    } while (answer.extension['com.vigie.pending']);
    expect(stateOf(answer)).toMatchObject(state);
    const text = answer.cards.map(({ summary, detail }) => `${summary}\n${detail}`).join('\n');
    expect(text).toContain(words);
    // The chart is still spoken of.
    expect(text).toMatch(/Risk of death in hospital <?\d+ % \(<?\d+(–<?\d+)? %\)/);
    const isDoubted = answer.cards.some(({ summary }) => summary === "Is this the right patient's film?");
    expect(isDoubted).toBe(fault === 'another-patient');
  });

  test('that is slow: the film is being read, and later it has failed', async () => {
    await using hospital = await archiveThatIs('slow');
    const late = await startService({ env: { VIGIE_FILM_BUDGET_MS: '100', VIGIE_FILM_RETRIEVE_MS: '1500' } });
    await using stack = new AsyncDisposableStack();
    stack.use(late);
    const call = async () => {
      const { accessToken } = hospital.issueToken();
      return late.call({
        fhirServer: hospital.urls.fhir,
        fhirAuthorization: {
          access_token: accessToken,
          token_type: 'Bearer',
          expires_in: 60,
          scope: 'x',
          subject: 'y',
        },
        context: { userId: 'Practitioner/1', patientId: 'septic-clear-film' },
      });
    };
    const first = await call();
    expect(first.extension['com.vigie.pending']).toBe(true);
    await expect
      .poll(async () => (stateOf(await call()) as { film: string }).film, { timeout: 10_000 })
      .toBe('failed');
  });
});

describe('films that the model must not read', () => {
  let hospital: Hospital;
  beforeAll(async () => {
    hospital = await openHospital({ vigieUrl: service.url, port: 0 });
  });
  afterAll(async () => {
    await hospital[Symbol.asyncDispose]();
  });

  test.each([
    ['foreign-image', 'refused', 'not-a-chest-film'],
    ['lateral-only', 'refused', 'lateral-view'],
    ['child', 'refused', 'child'],
    ['no-film', 'none', 'none-on-record'],
  ])('of the patient %s', async (patientId, film, because) => {
    await expect
      .poll(async () => stateOf(await open(hospital, patientId)), { timeout: 30_000 })
      .toMatchObject({ film, filmBecause: because });
  });

  test('while one that it knows is read, and remembered', async () => {
    await expect
      .poll(async () => stateOf(await open(hospital, 'pneumonia')), { timeout: 30_000 })
      .toMatchObject({ film: 'read' });
    const again = await open(hospital, 'pneumonia');
    expect(again.extension['com.vigie.pending']).toBe(false);
    expect(again.cards[0]?.detail).toMatch(/any abnormality >?\d+ % \(\d+–>?\d+ %\)/);
  });
});
