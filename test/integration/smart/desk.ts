import { join } from 'node:path';
import { Hono } from 'hono';
import { loadConfig } from '../../../src/config.ts';
import type { ReadFilm } from '../../../src/encoders/reading.ts';
import { loadHookData } from '../../../src/hooks/definitions.ts';
import { hookRoutes } from '../../../src/hooks/routes.ts';
import { vigiePatientSummary } from '../../../src/hooks/services/vigie-patient-summary.ts';
import { ServiceError } from '../../../src/lib/errors.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { openModels } from '../../../src/open-models.ts';
import { openReadingRoom } from '../../../src/reading-room/reading-room.ts';
import { signedReportOf } from '../../../src/signed-report-of.ts';
import { contradictionRoutes } from '../../../src/smart/contradiction-routes.ts';
import type { PatientEnv } from '../../../src/smart/patient-summary.ts';
import { reportRoutes } from '../../../src/smart/report-routes.ts';
import { summaryRoutes } from '../../../src/smart/summary-routes.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { createSummaries } from '../../../src/summary/summaries.ts';
import { root } from '../service.ts';
import { temporaryFolder } from '../store/stores.ts';

/** Who asks: an EHR's practitioner by id and name, or a program with a token. */
export type Person = { readonly id: string; readonly name: string };
export const osei: Person = { id: 'Practitioner/1', name: 'Dr Ama Osei' };
export const roy: Person = { id: 'Practitioner/2', name: 'Dr Luc Roy' };

export type HookAnswer = {
  readonly cards: readonly {
    uuid: string;
    summary: string;
    detail: string;
    indicator: string;
    source: { topic: { code: string } };
  }[];
  readonly extension: Readonly<Record<string, unknown>>;
};

export type Desk = AsyncDisposable & {
  readonly store: Store;
  /** What a chart's film was read as, before anyone asks for it. */
  readonly remember: (studyInstanceUid: string, reading: Omit<ReadFilm, 'model'>) => Promise<void>;
  /** The card as the EHR asks for it on behalf of `person`. */
  readonly hook: (person: Person) => Promise<HookAnswer>;
  readonly feedback: (entries: readonly unknown[]) => Promise<number>;
  /** The app's own calls, with the visit that a session of `person` has; without one, as a program. */
  readonly app: (
    path: string,
    options?: { method?: string; person?: Person; body?: unknown; accept?: string; writes?: boolean },
  ) => Promise<{ status: number; body: unknown }>;
};

/** Hooks and app on one store with the real models, a person named for each call; sessions are tested elsewhere. */
export async function openDesk(fhirUrl: string, now: () => Date): Promise<Desk> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const config = loadConfig({ VIGIE_DATA_DIR: folder.path, VIGIE_MODELS_DIR: join(root, 'models') });
  const store = stack.use(await openStore(config.database));
  const models = stack.use(await openModels(config));
  const log = createLogger('silent');
  const readingRoom = await openReadingRoom({ store, encoder: models.encoder, log, retrieveMs: 1000 });
  const { definitions, overrideReasons } = await loadHookData(join(root, 'cds-hooks'));
  const summary = { ...config, store, readingRoom, fusion: models.fusion, clock: { now } };
  const cards = { overrideReasons, launchUrl: 'http://vigie/smart/launch', homeUrl: 'http://vigie' };
  const services = [
    vigiePatientSummary({ ...summary, definitions, cards, signedReportOf: signedReportOf(store) }),
  ];
  const parts = {
    ...config,
    ...{ services, overrideReasons, store, log, clock: { now } },
    summaries: createSummaries(summary),
    modelCards: new Map(),
  };

  const patients = new Hono<PatientEnv>();
  patients.use('/:id/*', async (c, next) => {
    const viewer = c.req.header('x-person');
    c.set('visit', {
      kind: viewer ? 'session' : 'token',
      reader: viewer ?? 'program',
      patientId: c.req.param('id'),
      fhir: { baseUrl: fhirUrl, accessToken: async () => 'token' },
      ...(viewer ? { viewer: JSON.parse(viewer) as Person } : {}),
      notGranted: [],
      mayWriteReports: c.req.header('x-writes') === 'yes',
      language: 'en',
    });
    await next();
  });
  patients.route('/', summaryRoutes(parts));
  patients.route('/', contradictionRoutes(parts));
  patients.route('/', reportRoutes(parts));
  const whole = new Hono();
  whole.route('/cds-services', hookRoutes(parts));
  whole.route('/patients', patients);
  whole.onError((error, c) => {
    if (!(error instanceof ServiceError)) throw error;
    return c.json({ code: error.code, message: error.message }, error.status as 400);
  });

  const send = (path: string, body: unknown) =>
    whole.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const service = '/cds-services/vigie-patient-summary';
  const kept = stack.move();
  return {
    store,
    remember: async (study, reading) => {
      const { maker, preprocessing } = models.encoder;
      await store.embeddings.save(
        { subject: `${study}/1`, model: maker, preprocessing },
        { ...reading, model: maker },
      );
    },
    hook: async ({ id }) => {
      const context = { userId: id, patientId: 'p1' };
      const call = { hook: 'patient-view', hookInstance: 'i1', fhirServer: fhirUrl, context };
      return (await (await send(service, call)).json()) as HookAnswer;
    },
    feedback: async (feedback) => (await send(`${service}/feedback`, { feedback })).status,
    app: async (path, { method = 'GET', person, body, accept, writes } = {}) => {
      const response = await whole.request(`/patients/p1${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(person ? { 'x-person': JSON.stringify(person) } : {}),
          ...(accept ? { accept } : {}),
          ...(writes ? { 'x-writes': 'yes' } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
