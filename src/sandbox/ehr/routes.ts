import { readFile } from 'node:fs/promises';
import type { Patient } from '@medplum/fhirtypes';
import { Hono } from 'hono';
import type { Access } from '../access.ts';
import type { Archive } from '../films/archive.ts';
import { previewOf } from '../films/preview.ts';
import { staffIdOf, staffNames } from '../patients/staff.ts';
import type { Client } from '../smart/authorize.ts';
import type { LaunchContext } from '../smart/launches.ts';
import type { Tickets } from '../smart/tickets.ts';
import { mrnOf, nameOf, readChart } from './chart-view.ts';
import { openPatient, sendFeedback } from './hook-call.ts';
import { createOwnFhir, matchesOf } from './own-fhir.ts';

export type EhrParts = {
  readonly vigieUrl: string;
  readonly urls: { readonly fhir: string };
  readonly access: Access;
  readonly archive: Archive;
  /** The app that may be launched, and the contexts it is launched with. */
  readonly client: Client;
  readonly launches: Tickets<LaunchContext>;
  /** The patient list, in order. */
  readonly listed: readonly { readonly id: string; readonly line: string }[];
};

type Reason = { readonly code: string; readonly system: string; readonly display: string };
type Judgement = {
  readonly card: string;
  readonly outcome: 'accepted' | 'overridden';
  readonly reason?: Reason;
  readonly comment?: string;
};

const pageFolder = new URL('./page/', import.meta.url);
const assetTypes: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'style.css': 'text/css; charset=utf-8',
  'ehr.js': 'text/javascript; charset=utf-8',
  'chart.js': 'text/javascript; charset=utf-8',
  'cards.js': 'text/javascript; charset=utf-8',
  'dom.js': 'text/javascript; charset=utf-8',
  'launch.js': 'text/javascript; charset=utf-8',
  'markdown.js': 'text/javascript; charset=utf-8',
};
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const previewSide = 640;

/** `appOrigin` may lie in a frame of the page. */
async function asset(name: string, appOrigin: string): Promise<Response> {
  const type = assetTypes[name];
  if (!type) return new Response('not found', { status: 404 });
  return new Response(await readFile(new URL(name, pageFolder)), {
    headers: {
      'content-type': type,
      'cache-control': 'no-cache',
      'content-security-policy': `${policy}; frame-src 'self' ${appOrigin}`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
  });
}

/** CDS Hooks 2.0 feedback on one card. */
function feedbackOf({ card, outcome, reason, comment }: Judgement, outcomeTimestamp: string) {
  const overrideReason =
    outcome === 'overridden' && reason
      ? { overrideReason: { reason, ...(comment ? { userComment: comment } : {}) } }
      : {};
  return { card, outcome, ...overrideReason, outcomeTimestamp };
}

/** The address that opens the app on what is open here; undefined for an app that is not registered. */
function launchAddress({ client, urls, launches }: EhrParts, query: Readonly<Record<string, string>>) {
  const { app = '', patient = '', user, context, locale = 'en', framed } = query;
  if (app !== client.launchUrl) return undefined;
  const launch = launches.issue({
    patientId: patient,
    encounterId: patient,
    user: `Practitioner/${staffIdOf(user)}`,
    ...(context ? { appContext: context } : {}),
    locale,
    isFramed: framed === '1',
  });
  return `${app}?${new URLSearchParams({ iss: urls.fhir, launch })}`;
}

/** Everyone in the record: those with a story first, then whoever was admitted over FHIR since. */
async function readPatients({ urls, access, listed }: EhrParts) {
  const own = createOwnFhir(urls.fhir, access.issue().accessToken);
  const patients = matchesOf<Patient>(await own.get('Patient?_count=500'));
  const places = new Map(listed.map(({ id }, place) => [id, place]));
  const placeOf = ({ id = '' }: Patient) => places.get(id) ?? listed.length;
  return patients
    .sort((a, b) => placeOf(a) - placeOf(b))
    .map((patient) => ({
      id: patient.id ?? '',
      line: listed[placeOf(patient)]?.line ?? 'Admitted over FHIR.',
      name: nameOf(patient) || 'Name not recorded',
      mrn: mrnOf(patient),
      sex: patient.gender ?? 'unknown',
      birthDate: patient.birthDate,
    }));
}

/** The EHR: a page, and what the page asks of its own server. It meets FHIR and Vigie over HTTP only. */
export function ehrRoutes(parts: EhrParts) {
  const { vigieUrl, urls, access, archive, client } = parts;
  const routes = new Hono();
  const fhir = () => createOwnFhir(urls.fhir, access.issue().accessToken);
  const appOrigin = new URL(client.launchUrl).origin;

  routes.get('/', () => asset('index.html', appOrigin));
  routes.get('/assets/:name', (c) => asset(c.req.param('name'), appOrigin));

  routes.get('/api/patients', async (c) =>
    c.json({ patients: await readPatients(parts), staff: staffNames }),
  );

  // Nothing but an id of a patient here becomes part of a FHIR address.
  const isHere = async (id: string) =>
    /^[A-Za-z0-9.-]{1,64}$/.test(id) && (await fhir().get(`Patient/${id}`)).ok;

  routes.get('/api/patients/:id/chart', async (c) => {
    const id = c.req.param('id');
    const chart = (await isHere(id)) ? await readChart(fhir(), id) : undefined;
    return chart ? c.json(chart) : c.json({ because: 'no such patient' }, 404);
  });

  routes.post('/api/patients/:id/open', async (c) => {
    const patientId = c.req.param('id');
    if (!(await isHere(patientId))) return c.json({ because: 'no such patient' }, 404);
    const user = `Practitioner/${staffIdOf(c.req.query('user'))}`;
    return c.json(await openPatient({ vigieUrl, fhirUrl: urls.fhir, access }, fhir(), { patientId, user }));
  });

  // Each visit is a launch of its own: a context that was used once opens nothing.
  routes.get('/launch', async (c) => {
    const query = c.req.query();
    const address = (await isHere(query.patient ?? '')) ? launchAddress(parts, query) : undefined;
    if (!address) return c.text('This hospital knows no such patient, or no such app.', 404);
    return c.newResponse(null, 302, { location: address, 'cache-control': 'no-store' });
  });

  routes.post('/api/feedback', async (c) => {
    const judgement = await c.req.json<Judgement>();
    const status = await sendFeedback(vigieUrl, feedbackOf(judgement, new Date().toISOString()));
    return c.json({ kept: status >= 200 && status < 300, status });
  });

  routes.get('/films/:sopInstanceUid', async (c) => {
    const film = archive.find(c.req.param('sopInstanceUid'));
    const png = film ? await previewOf(await film.bytes(), previewSide) : undefined;
    if (!png) return c.text('no preview of this film', 404);
    return c.body(Uint8Array.from(png), 200, {
      'content-type': 'image/png',
      'cache-control': 'private, max-age=3600',
    });
  });
  return { routes, patients: () => readPatients(parts) };
}
