import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Resource } from '@medplum/fhirtypes';
import { Hono } from 'hono';
import { type Access, createAccess } from './access.ts';
import { dicomwebRoutes } from './dicomweb/routes.ts';
import { ehrRoutes } from './ehr/routes.ts';
import { type Fault, injectFaults } from './faults.ts';
import { loadDefinitions } from './fhir/definitions.ts';
import { WardRepository } from './fhir/repository.ts';
import { fhirRoutes } from './fhir/routes.ts';
import { type Archive, createArchive } from './films/archive.ts';
import { type DrawingRoom, openDrawingRoom } from './films/drawing-room.ts';
import { headerOf } from './films/header-of.ts';
import { readOwnFilms } from './films/own-films.ts';
import { closeServer, listen } from './listen.ts';
import { chartOf, filmOrdersOf } from './patients/chart-of.ts';
import { archiveEndpoint } from './patients/imaging.ts';
import { ownFilmChart, ownFilmLine } from './patients/own-film.ts';
import { staff } from './patients/staff.ts';
import { stories } from './patients/ward.ts';

export type HospitalUrls = { readonly ehr: string; readonly fhir: string; readonly dicomweb: string };

export type HospitalOptions = {
  /** Where Vigie answers, without a trailing slash. */
  readonly vigieUrl: string;
  /** 0 for any; when taken, any free one. */
  readonly port: number;
  /** A folder of the user's own films. */
  readonly films?: string;
  readonly progress?: (line: string) => void;
  /** Requests that shall go wrong, for tests. */
  readonly faults?: readonly Fault[];
};

export type Hospital = AsyncDisposable & {
  readonly urls: HospitalUrls;
  /** A new bearer token, as the EHR page hands out with each call. */
  readonly issueToken: Access['issue'];
};

/** A row of the patient list. */
export type Listed = { readonly id: string; readonly line: string };

type Ward = { readonly listed: Listed[]; readonly resources: Resource[] };

async function admitOwnFilms(folder: string, archive: Archive, options: HospitalOptions): Promise<Ward> {
  const now = new Date();
  const { films, leftOut } = await readOwnFilms(folder, now);
  for (const { film } of films) archive.add(film);
  const left = leftOut.length > 0 ? `; left out: ${leftOut.join(', ')}` : '';
  options.progress?.(`${films.length} of your own films on the ward${left}`);
  return {
    listed: films.map(({ id, fileName }) => ({ id, line: ownFilmLine(fileName) })),
    resources: films.flatMap((film) => ownFilmChart(film, now)),
  };
}

function orderFilms(archive: Archive, now: Date, progress: HospitalOptions['progress']): DrawingRoom {
  const orders = stories.flatMap((story) => filmOrdersOf(story, now));
  const room = openDrawingRoom({
    orders,
    progress: (done, all) => progress?.(`demo films drawn: ${done} of ${all}`),
  });
  for (const order of orders) {
    archive.add({ header: headerOf(order), bytes: () => room.film(order.sopInstanceUid) });
  }
  return room;
}

async function seed(repository: WardRepository, resources: readonly Resource[]): Promise<void> {
  for (const resource of resources) await repository.createResource(resource);
}

/** Opens the demo hospital: FHIR, DICOMweb and an EHR page on one address of this machine. */
export async function openHospital(options: HospitalOptions): Promise<Hospital> {
  await using stack = new AsyncDisposableStack();
  await loadDefinitions();
  const now = new Date();
  const server = createServer();
  const url = await listen(server, options.port);
  stack.defer(() => closeServer(server));
  const urls = { ehr: `${url}/ehr`, fhir: `${url}/fhir`, dicomweb: `${url}/dicomweb` };
  const archive = createArchive();
  const access = createAccess();
  const repository = new WardRepository(urls.fhir);
  stack.use(orderFilms(archive, now, options.progress));
  const own = options.films
    ? await admitOwnFilms(options.films, archive, options)
    : { listed: [], resources: [] };
  await seed(repository, [
    archiveEndpoint(urls.dicomweb),
    ...staff,
    ...own.resources,
    ...stories.flatMap((story) => chartOf(story, now)),
  ]);

  const app = new Hono();
  if (options.faults) app.use('*', injectFaults(options.faults));
  const failing = stories.flatMap(({ id, failing: search }) =>
    search ? [{ patientId: id, ...search }] : [],
  );
  app.route('/fhir', fhirRoutes({ repository, access, failing, startedAt: now.toISOString() }));
  app.route('/dicomweb', dicomwebRoutes({ archive, access, baseUrl: urls.dicomweb }));
  app.route(
    '/ehr',
    ehrRoutes({ vigieUrl: options.vigieUrl, urls, access, archive, listed: [...own.listed, ...stories] }),
  );
  app.get('/', (c) => c.redirect('/ehr'));
  server.on('request', getRequestListener(app.fetch));
  const parts = stack.move();
  return { urls, issueToken: access.issue, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}
