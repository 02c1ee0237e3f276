/** Measures `GET /patients/{id}/summary` for a small chart and one of thousands of values; prints a table. */
import { parseArgs } from 'node:util';
import { json, startNeighbour } from '../integration/fhir-neighbour.ts';
import { startService } from '../integration/service.ts';
import { machine, percentile } from '../real/report.ts';

const { values } = parseArgs({ options: { calls: { type: 'string', default: '200' } } });
const calls = Number(values.calls);

const patient = { resourceType: 'Patient', id: 'p1', birthDate: '1950-01-01' };

/** LOINC code and UCUM unit of vital signs, each with a plausible value. */
const vitals = [
  ['8867-4', '/min', 88],
  ['9279-1', '/min', 20],
  ['8310-5', 'Cel', 37.4],
  ['8480-6', 'mm[Hg]', 118],
  ['8462-4', 'mm[Hg]', 64],
] as const;

/** One of `count` values, evenly over the last two days. */
function observation(at: number, count: number) {
  const [code, unit, value] = vitals[at % vitals.length] ?? vitals[0];
  const when = new Date(Date.now() - 60_000 - (47 * 3_600_000 * at) / count).toISOString();
  return {
    resourceType: 'Observation',
    id: `o${at}`,
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code }] },
    effectiveDateTime: when,
    issued: when,
    valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
  };
}

function searchset(resources: readonly unknown[]) {
  return { resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) };
}

async function series(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < calls + 20; at += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times.slice(20);
}

console.log(machine());
console.log('milliseconds'.padEnd(44), '      p50       p95       p99     bytes');
for (const count of [10, 5000]) {
  const vital = searchset(Array.from({ length: count }, (_, at) => observation(at, count)));
  await using ehr = await startNeighbour((_, response, { pathname, search }) => {
    if (pathname === '/Patient/p1') json(response, patient);
    else json(response, search.includes('vital-signs') ? vital : searchset([]));
  });
  await using service = await startService({ env: { VIGIE_FHIR_SERVERS: ehr.url } });
  const ask = async (query: string, accept: string) => {
    const headers = { authorization: 'Bearer bench', 'x-fhir-server': ehr.url, accept };
    const response = await fetch(`${service.url}/patients/p1/summary${query}`, { headers });
    const body = await response.arrayBuffer();
    if (!response.ok) throw new Error(`${response.status}`);
    return body.byteLength;
  };
  for (const [name, query, accept] of [
    ['warm, JSON', '', 'application/json'],
    ['warm, FHIR Bundle', '', 'application/fhir+json'],
    ['gathered and assessed anew', '?refresh=1', 'application/json'],
  ] as const) {
    const bytes = await ask(query, accept);
    const times = await series(() => ask(query, accept));
    const cells = [0.5, 0.95, 0.99].map((share) => (percentile(times, share) ?? 0).toFixed(1).padStart(9));
    console.log(`${count} values: ${name}`.padEnd(44), cells.join(' '), String(bytes).padStart(9));
  }
}
