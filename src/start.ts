import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { createApp, type Health } from './app.ts';
import type { CardParts } from './cards/to-cards.ts';
import type { Config } from './config.ts';
import { openDemoHospital } from './demo-hospital.ts';
import { loadHookData } from './hooks/definitions.ts';
import { vigiePatientSummary } from './hooks/services/vigie-patient-summary.ts';
import { type Clock, systemClock } from './lib/clock.ts';
import { createLogger, type Logger } from './lib/logger.ts';
import { openLightBox } from './light-box/light-box.ts';
import { readModelCards } from './model-cards/model-card.ts';
import { warmNoteReader } from './notes/hear-notes.ts';
import { type Models, openModels } from './open-models.ts';
import { createRephrase } from './questions/language-model.ts';
import { warmQuestions } from './questions/understanding/understand.ts';
import { openReadingRoom } from './reading-room/reading-room.ts';
import { signedReportOf } from './signed-report-of.ts';
import { type Ehr, loadRegistrations, publicClient } from './smart/ehr/registration.ts';
import { createSmartParts } from './smart/smart-parts.ts';
import { openStore, type Store } from './store/store.ts';
import { createSummaries } from './summary/summaries.ts';
import { webFolderOf } from './web-build.ts';

export type StartOptions = {
  readonly config: Config;
  readonly demo: boolean;
  /** A folder of the user's own films for the demo hospital. */
  readonly films?: string;
  /** Where the installed package lies: `package.json`, `cds-hooks/`. */
  readonly root: string;
  readonly clock?: Clock;
  /** Told each step, for the person who waits. */
  readonly progress: (line: string) => void;
};

export type Running = AsyncDisposable & {
  readonly url: string;
  /** For an EHR that is known only after the start. */
  readonly registerEhr: (ehr: Ehr) => void;
  readonly demo?: { readonly ehr: string; readonly fhir: string; readonly dicomweb: string };
};

async function listen(server: Server, { host, port }: Config): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new Error(`port ${port} is taken; choose another with --port or VIGIE_PORT`, { cause: error });
    }
    throw error;
  }
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const impatient = setTimeout(() => server.closeAllConnections(), 1000);
  await closed;
  clearTimeout(impatient);
}

type Parts = { readonly store: Store; readonly models: Models; readonly version: string };

function healthOf({ store, models, version }: Parts, demo: () => Running['demo']): () => Promise<Health> {
  return async () => {
    const database = await store.ping().then(
      () => true,
      () => false,
    );
    const inference = models.isAlive();
    return {
      status: database && inference ? 'ok' : 'unavailable',
      version,
      models: models.files,
      executionProviders: models.providers,
      database: { kind: store.kind, state: database ? 'ok' : 'unavailable' },
      ...(demo() ? { demo: demo() } : {}),
    };
  };
}

function warnOfProviders(models: Models, log: Logger): void {
  for (const { name, state, reason } of models.providers) {
    if (state === 'failed')
      log.warn({ provider: name, reason }, 'execution provider did not start; the next one serves');
  }
}

function warnOfCalibration({ outdated }: Models, log: Logger): void {
  if (!outdated) return;
  const { model, date } = outdated;
  log.warn(
    { model, date },
    'the calibration made here for another version of the film model does not apply; vigie models calibrate fits this one',
  );
}

async function versionOf(root: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}

async function modelCardsOf({ modelsDir }: Config, { files }: Models) {
  const ids = files.map(({ id }) => id);
  return { modelsDir, modelCards: await readModelCards(modelsDir, ids) };
}

function placeOf(database: Config['database']): string {
  return database.kind === 'embedded' ? database.folder : 'PostgreSQL';
}

function runningOf(parts: AsyncDisposableStack, faces: Omit<Running, keyof AsyncDisposable>): Running {
  return { ...faces, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

function cardPartsOf(homeUrl: string, { overrideReasons }: Pick<CardParts, 'overrideReasons'>): CardParts {
  return { overrideReasons, launchUrl: `${homeUrl}/smart/launch`, homeUrl };
}

type DemoUrls = NonNullable<Running['demo']>;

/** The demo hospital among the EHRs: its address is known only once it is open. */
function demoEhr({ ehr, fhir }: DemoUrls): Ehr {
  const frameAncestors = [new URL(ehr).origin];
  return publicClient({ name: 'Demo hospital', iss: fhir, clientId: 'vigie', frameAncestors });
}

/** Starts every part, in the order in which they need each other; disposing stops them in reverse. */
export async function start({ config, demo, films, root, clock, progress }: StartOptions): Promise<Running> {
  await using stack = new AsyncDisposableStack();
  const log = createLogger(config.logLevel);
  const registered = config.smartClients ? await loadRegistrations(config.smartClients) : [];
  progress(`opening the store (${placeOf(config.database)})`);
  const store = stack.use(await openStore(config.database));
  progress('loading the models');
  const models = stack.use(await openModels(config));
  warmNoteReader();
  warmQuestions();
  warnOfProviders(models, log);
  warnOfCalibration(models, log);
  const readingRoom = await openReadingRoom({
    store,
    encoder: models.encoder,
    log,
    retrieveMs: config.filmRetrieveMs,
  });
  const hooks = await loadHookData(join(root, 'cds-hooks'));

  const server = createServer();
  const url = await listen(server, config);
  stack.defer(() => closeServer(server));
  const publicUrl = config.publicUrl ?? url;
  let demoUrls: Running['demo'];
  const summaryParts = {
    ...config,
    store,
    readingRoom,
    fusion: models.fusion,
    clock: clock ?? systemClock,
  };
  const cardService = vigiePatientSummary({
    ...summaryParts,
    definitions: hooks.definitions,
    signedReportOf: signedReportOf(store),
    cards: cardPartsOf(publicUrl, hooks),
  });
  const webFolder = webFolderOf(root);
  const smart = createSmartParts({ ...summaryParts, registered, publicUrl, log, webFolder });
  const app = createApp({
    ...smart,
    services: [cardService],
    overrideReasons: hooks.overrideReasons,
    clock: summaryParts.clock,
    summaries: createSummaries(summaryParts),
    ...(await modelCardsOf(config, models)),
    ...(config.languageModel ? { rephrase: createRephrase(config.languageModel) } : {}),
    lightBox: stack.use(openLightBox({ ...config.lightBox, ...summaryParts, encoder: models.encoder })),
    archive: config.dicomweb,
    pacsViewerUrl: config.lightBox.pacsViewerUrl,
    bodyLimitBytes: config.bodyLimitBytes,
    health: healthOf({ store, models, version: await versionOf(root) }, () => demoUrls),
  });
  server.on('request', getRequestListener(app.fetch));
  if (demo) {
    const demoPort = config.port === 0 ? 0 : config.port + 1;
    const hospital = stack.use(openDemoHospital({ vigieUrl: url, appUrl: publicUrl, port: demoPort, films }));
    demoUrls = await hospital.ready(progress);
    smart.ehrs.add(demoEhr(demoUrls));
  }
  return runningOf(stack.move(), {
    url,
    registerEhr: smart.ehrs.add,
    ...(demoUrls ? { demo: demoUrls } : {}),
  });
}
