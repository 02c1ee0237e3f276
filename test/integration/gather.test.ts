import { describe, expect, test } from 'vitest';
import { PrefetchMissing } from '../../src/lib/errors.ts';
import { type GatherRequest, gather } from '../../src/sources/gather.ts';
import { asOf, bundleOf, failure, observation, patient } from '../unit/sources/fhir/records.ts';
import { json, startNeighbour } from './fhir-neighbour.ts';

const lactate = observation('l1', '2524-7', 4.1, { category: [{ coding: [{ code: 'laboratory' }] }] });

function request(fields: Partial<GatherRequest>): GatherRequest {
  return { patientId: 'p1', asOf, signal: AbortSignal.timeout(2000), ...fields };
}

/** A FHIR server with one patient and one lab; every other search is empty. */
function answer(url: URL): unknown {
  if (url.pathname === '/Patient/p1') return patient;
  return url.pathname === '/Observation' && url.search.includes('laboratory')
    ? bundleOf([lactate])
    : bundleOf([]);
}

describe('gathering from a FHIR server', () => {
  test('reads what prefetch did not give, with the call’s own token', async () => {
    await using ehr = await startNeighbour((_, response, url) => json(response, answer(url)));
    const { chart, cost } = await gather(
      request({ prefetch: { vitals: null }, fhir: { baseUrl: ehr.url, accessToken: 't0ken' } }),
    );
    expect(chart.patient).toMatchObject({ id: 'p1', sex: 'female', ageYears: 76 });
    expect(chart.measurements).toMatchObject([{ concept: 'lactate', value: 4.1 }]);
    expect(chart.gaps.map(({ what, reason }) => `${what} ${reason}`)).toEqual([
      'vitals none-on-record',
      'chest film none-on-record',
      'notes none-on-record',
    ]);
    expect(new Set(ehr.seen.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer t0ken']));
    expect(ehr.seen.some(({ path }) => path.includes('vital-signs'))).toBe(false);
    expect(cost.fhirRequests).toBe(ehr.seen.length);
  });

  test('tries again after 503 and 429 when told to', async () => {
    const turnedAway = new Map<string, number>();
    await using ehr = await startNeighbour((_, response, url) => {
      const times = turnedAway.get(url.href) ?? 0;
      turnedAway.set(url.href, times + 1);
      if (times < 1) json(response, failure, 503, { 'retry-after': '0' });
      else json(response, answer(url));
    });
    const { chart } = await gather(request({ fhir: { baseUrl: ehr.url } }));
    expect(chart.measurements).toHaveLength(1);
    expect(chart.gaps.filter(({ reason }) => reason === 'source-failed')).toEqual([]);
  });

  test.each([
    ['refuses', 401, failure, 'not-authorised'],
    ['is broken', 500, failure, 'http-500'],
    ['stays busy', 429, failure, 'busy'],
    ['answers an OperationOutcome with 200', 200, failure, 'answer-not-a-bundle'],
  ])('that %s names the gap', async (_, status, body, detail) => {
    await using ehr = await startNeighbour((_request, response, url) => {
      if (url.pathname === '/Observation' && url.search.includes('laboratory')) json(response, body, status);
      else json(response, answer(url));
    });
    const { chart } = await gather(request({ fhir: { baseUrl: ehr.url } }));
    expect(chart.gaps).toContainEqual({ modality: 'labs', reason: 'source-failed', what: 'labs', detail });
  });

  test('that sends HTML or nothing at all is a gap too', async () => {
    await using ehr = await startNeighbour((_, response, url) => {
      if (url.pathname === '/Patient/p1') json(response, patient);
      else if (url.pathname === '/Condition') response.socket?.destroy();
      else response.end('<html>login</html>');
    });
    const { chart } = await gather(request({ fhir: { baseUrl: ehr.url } }));
    const details = new Map(chart.gaps.map(({ what, detail }) => [what, detail]));
    expect(details.get('labs')).toBe('answer-not-json');
    expect(details.get('conditions')).toBe('unreachable');
  });

  test('that is slow costs the deadline and no more, and keeps what came', async () => {
    await using ehr = await startNeighbour((_, response, url) => {
      if (!url.search.includes('vital-signs')) json(response, answer(url));
    });
    const { chart, cost } = await gather(
      request({ fhir: { baseUrl: ehr.url }, signal: AbortSignal.timeout(300) }),
    );
    expect(cost.ms).toBeLessThan(2000);
    expect(chart.measurements).toHaveLength(1);
    expect(chart.gaps).toContainEqual({
      ...{ modality: 'vitals', reason: 'source-failed', what: 'vitals' },
      detail: 'timeout',
    });
  });

  test('follows pages, but never to another origin', async () => {
    await using elsewhere = await startNeighbour((_, response) => json(response, bundleOf([])));
    await using ehr = await startNeighbour((_, response, url) => {
      const isLabs = url.search.includes('laboratory');
      if (isLabs && url.search.includes('page=2')) {
        json(response, bundleOf([{ ...lactate, id: 'l2' }]));
      } else if (isLabs) {
        const next = `${ehr.url}/Observation?category=laboratory&page=2`;
        json(response, bundleOf([lactate], { link: [{ relation: 'next', url: next }] }));
      } else if (url.pathname === '/Condition') {
        json(response, bundleOf([], { link: [{ relation: 'next', url: `${elsewhere.url}/steal` }] }));
      } else json(response, answer(url));
    });
    const { chart } = await gather(request({ fhir: { baseUrl: ehr.url, accessToken: 't' } }));
    expect(chart.measurements).toHaveLength(2);
    expect(elsewhere.seen).toEqual([]);
    expect(chart.gaps).toContainEqual(
      expect.objectContaining({ what: 'conditions', detail: 'next-page-elsewhere' }),
    );
  });

  test('does not follow a redirect', async () => {
    await using elsewhere = await startNeighbour((_, response) => json(response, bundleOf([lactate])));
    await using ehr = await startNeighbour((_, response, url) => {
      if (url.pathname === '/Patient/p1') json(response, patient);
      else response.writeHead(307, { location: `${elsewhere.url}/` }).end();
    });
    const { chart } = await gather(request({ fhir: { baseUrl: ehr.url, accessToken: 't' } }));
    expect(elsewhere.seen).toEqual([]);
    expect(chart.measurements).toEqual([]);
  });

  test('leaves out records of another patient, and says how many', async () => {
    const foreign = { ...lactate, id: 'x', subject: { reference: 'Patient/other' } };
    await using ehr = await startNeighbour((_, response, url) =>
      json(response, url.search.includes('laboratory') ? bundleOf([lactate, foreign]) : answer(url)),
    );
    const { chart } = await gather(request({ fhir: { baseUrl: ehr.url } }));
    expect(chart.measurements).toHaveLength(1);
    expect(chart.gaps).toContainEqual(
      expect.objectContaining({ reason: 'refused', what: '1 records of another patient' }),
    );
  });
});

describe('without a FHIR server', () => {
  test('a prefetched patient is enough; the rest is named as not given', async () => {
    const { chart } = await gather(request({ prefetch: { patient } }));
    expect(chart.gaps).toContainEqual({ modality: 'labs', reason: 'not-given', what: 'labs' });
  });
  test('no patient cannot be answered', async () => {
    await expect(gather(request({}))).rejects.toThrow(PrefetchMissing);
  });
  test('another patient’s prefetch is refused', async () => {
    await expect(gather(request({ prefetch: { patient: { ...patient, id: 'p2' } } }))).rejects.toThrow(
      'not the patient of context.patientId',
    );
  });
});
