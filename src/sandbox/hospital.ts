import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Operator } from '@medplum/core';
import type { ImagingStudy, Resource } from '@medplum/fhirtypes';
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
import { staff, staffNames } from './patients/staff.ts';
import { stories } from './patients/ward.ts';
import type { Client } from './smart/authorize.ts';
import { oauthUrisOf, smartConfiguration } from './smart/discovery.ts';
import { createLaunches } from './smart/launches.ts';
import { smartRoutes } from './smart/routes.ts';

export type HospitalUrls = { readonly ehr: string; readonly fhir: string; readonly dicomweb: string };

export type HospitalOptions = {
  /** Where Vigie answers, without a trailing slash. */
  readonly vigieUrl: string;
  /** 0 for any; when taken, any free one. */
  readonly port: number;
  /** Where a browser finds Vigie, when that is another address. */
  readonly appUrl?: string;
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

/** The study instance UIDs that a patient's record lists, whatever the films themselves say. */
async function studiesOf(repository: WardRepository, patientId: string): Promise<ReadonlySet<string>> {
  const studies = await repository.searchResources<ImagingStudy>({
    resourceType: 'ImagingStudy',
    filters: [{ code: 'patient', operator: Operator.EQUALS, value: `Patient/${patientId}` }],
    count: 1000,
  });
  return new Set(
    studies.flatMap(({ identifier = [] }) =>
      identifier.flatMap(({ value }) => value?.replace('urn:oid:', '') ?? []),
    ),
  );
}

/** Vigie as it is registered here. */
function clientOf({ vigieUrl, appUrl = vigieUrl }: HospitalOptions): Client {
  return { id: 'vigie', launchUrl: `${appUrl}/smart/launch`, redirectUri: `${appUrl}/smart/callback` };
}

type Floors = {
  readonly urls: HospitalUrls;
  readonly archive: Archive;
  readonly access: Access;
  readonly repository: WardRepository;
  readonly listed: readonly Listed[];
  readonly startedAt: string;
};

/** FHIR, its authorization server, the archive and the EHR on one origin; each meets the others by token. */
async function mountFloors(app: Hono, options: HospitalOptions, floors: Floors): Promise<void> {
  const { urls, archive, access, repository, listed, startedAt } = floors;
  const smartUrl = new URL('/smart', urls.fhir).href;
  const client = clientOf(options);
  const launches = createLaunches();
  app.get('/fhir/.well-known/smart-configuration', (c) => c.json(smartConfiguration(urls.fhir, smartUrl)));
  const failing = stories.flatMap(({ id, failing: search }) =>
    search ? [{ patientId: id, ...search }] : [],
  );
  const oauth = oauthUrisOf(smartUrl);
  app.route('/fhir', fhirRoutes({ repository, access, failing, startedAt, oauth }));
  const ofPatient = (patientId: string) => studiesOf(repository, patientId);
  app.route('/dicomweb', dicomwebRoutes({ archive, access, baseUrl: urls.dicomweb, studiesOf: ofPatient }));
  const ehr = ehrRoutes({ vigieUrl: options.vigieUrl, urls, access, archive, client, launches, listed });
  app.route('/ehr', ehr.routes);
  const { patients } = ehr;
  app.route(
    '/smart',
    await smartRoutes({ access, client, fhirUrl: urls.fhir, launches, staff: staffNames, patients }),
  );
  app.get('/', (c) => c.redirect('/ehr'));
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
  const listed = [...own.listed, ...stories];
  await mountFloors(app, options, {
    urls,
    archive,
    access,
    repository,
    listed,
    startedAt: now.toISOString(),
  });
  server.on('request', getRequestListener(app.fetch));
  const parts = stack.move();
  return { urls, issueToken: access.issue, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}
