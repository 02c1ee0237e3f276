import type { Chart, Gap, Modality, Patient } from '../chart/chart.ts';
import { specOf } from '../chart/codes.ts';
import { hoursBetween } from '../lib/clock.ts';
import { BadRequest, PrefetchMissing, SourceUnavailable } from '../lib/errors.ts';
import { createEhrClient, type EhrAccess, type EhrClient } from './fhir/client.ts';
import { readEncounter, readEntries } from './fhir/entries.ts';
import { type Films, readFilms } from './fhir/imaging-studies.ts';
import { type Notes, readNotes } from './fhir/notes.ts';
import { type Observed, readObservations } from './fhir/observations.ts';
import { readOxygenTarget } from './fhir/oxygen-target.ts';
import { type Part, type SearchPart, searches } from './fhir/parts.ts';
import { readPatient } from './fhir/patient.ts';
import { type Given, readPrefetch } from './fhir/prefetch.ts';
import { patientIdOf, type Resource } from './fhir/resource.ts';

export type GatherRequest = {
  readonly patientId: string;
  readonly encounterId?: string;
  readonly prefetch?: Readonly<Record<string, unknown>>;
  /** Prefetch is the whole record: a part it does not hold is not on record. */
  readonly isWhole?: boolean;
  readonly fhir?: EhrAccess;
  /** The prediction time, ISO 8601. */
  readonly asOf: string;
  readonly signal: AbortSignal;
};

export type Gathered = {
  readonly chart: Chart;
  readonly cost: { readonly fhirRequests: number; readonly ms: number };
};

/** How old, in hours, a part may be and still speak of the patient's state. */
const freshForHours = { vitals: 48, labs: 7 * 24, film: 7 * 24 } as const;

type Record_ = {
  readonly request: GatherRequest;
  readonly given: ReadonlyMap<Part, Given>;
  readonly ehr: EhrClient | undefined;
};
type Collected = { readonly resources: readonly Resource[]; readonly trouble?: string };

const modalityOf = {
  vitals: 'vitals',
  labs: 'labs',
  notes: 'notes',
  reports: 'notes',
  imaging: 'film',
  conditions: 'conditions',
  procedures: 'procedures',
  devices: 'procedures',
  flags: 'conditions',
} as const satisfies Record<SearchPart, Gap['modality']>;

const wordsFor = {
  vitals: 'vitals',
  labs: 'labs',
  notes: 'notes',
  reports: 'reports',
  imaging: 'chest film',
  conditions: 'conditions',
  procedures: 'procedures',
  devices: 'devices',
  flags: 'alerts',
} as const satisfies Record<SearchPart, string>;

const notGiven = 'not-given';

function troubleOf(error: unknown): string {
  if (error instanceof SourceUnavailable) return error.reason;
  throw error;
}

/** One part, from prefetch as far as it goes and from the FHIR server for the rest. */
async function collect({ request, given, ehr }: Record_, part: SearchPart): Promise<Collected> {
  const held = given.get(part);
  const resources = held === undefined || held === 'failed' ? [] : held.resources;
  const next = held === undefined || held === 'failed' ? undefined : held.next;
  const isAnswered = held !== undefined && held !== 'failed';
  if (isAnswered && next === undefined) return { resources };
  if (!ehr) {
    if (isAnswered) return { resources, trouble: 'only the first page was given' };
    return request.isWhole ? { resources } : { resources, trouble: notGiven };
  }
  try {
    const { type, params } = searches[part];
    const found = next
      ? await ehr.pagesFrom(next)
      : await ehr.search(type, { patient: request.patientId, ...params });
    const trouble = found.hasMore ? { trouble: 'more pages than Vigie reads' } : {};
    return { resources: [...resources, ...found.resources], ...trouble };
  } catch (error) {
    return { resources, trouble: troubleOf(error) };
  }
}

/** Records that name another patient never enter; `left` counts them. */
function ownOnly({ resources, trouble }: Collected, patientId: string): Collected & { left: number } {
  const own = resources.filter((item) => {
    const named = patientIdOf(item);
    return named === undefined || named === patientId;
  });
  return { resources: own, left: resources.length - own.length, ...(trouble ? { trouble } : {}) };
}

type FoundPatient = { readonly patient: Patient; readonly gap?: Gap };

async function findPatient({ request, given, ehr }: Record_): Promise<FoundPatient> {
  const { patientId, asOf } = request;
  const held = given.get('patient');
  const first = held === undefined || held === 'failed' ? undefined : held.resources[0];
  if (first) {
    if (first.id !== undefined && first.id !== patientId) {
      throw new BadRequest('the prefetched Patient is not the patient of context.patientId');
    }
    return { patient: readPatient(first, patientId, asOf) };
  }
  if (!ehr) {
    throw new PrefetchMissing('the Patient is neither in prefetch nor to be had from a FHIR server');
  }
  let trouble: string;
  try {
    const read = await ehr.read('Patient', patientId);
    if (read) return { patient: readPatient(read, patientId, asOf) };
    throw new PrefetchMissing('the FHIR server has no Patient of this id');
  } catch (error) {
    trouble = troubleOf(error);
  }
  const gap: Gap = { modality: 'patient', reason: 'source-failed', what: 'patient record', detail: trouble };
  return { patient: { id: patientId, identifiers: [] }, gap };
}

async function findEncounter({ request, given, ehr }: Record_): Promise<Resource | undefined> {
  const held = given.get('encounter');
  if (held !== undefined && held !== 'failed') return held.resources[0];
  const { encounterId } = request;
  return encounterId ? ehr?.read('Encounter', encounterId).catch(() => undefined) : undefined;
}

async function findFilms(imaging: Collected, asOf: string, ehr: EhrClient | undefined) {
  try {
    return { ...(await readFilms(imaging.resources, asOf, ehr)), trouble: imaging.trouble };
  } catch (error) {
    const none: Films = { films: [], laterDropped: 0 };
    return { ...none, trouble: troubleOf(error) };
  }
}

function failedGap(part: SearchPart, trouble: string | undefined): Gap[] {
  if (trouble === undefined) return [];
  const [modality, what] = [modalityOf[part], wordsFor[part]];
  if (trouble === notGiven) return [{ modality, reason: 'not-given', what }];
  return [{ modality, reason: 'source-failed', what, detail: trouble }];
}

/** Whether what was asked for is there, was never there, or is only too old. */
function absenceGap(modality: Modality, what: string, ages: readonly number[], freshHours: number): Gap[] {
  if (ages.length === 0) return [{ modality, reason: 'none-on-record', what }];
  const youngest = Math.min(...ages);
  if (youngest <= freshHours) return [];
  return [{ modality, reason: 'too-old', what, detail: `newest ${Math.round(youngest / 24)} d old` }];
}

function measuredGaps(modality: 'vitals' | 'labs', observed: Observed, failed: boolean, asOf: string): Gap[] {
  const ages = observed.measurements
    .filter(({ concept }) => specOf(concept).modality === modality)
    .map(({ observedAt }) => hoursBetween(observedAt, asOf));
  return failed && ages.length === 0 ? [] : absenceGap(modality, modality, ages, freshForHours[modality]);
}

function isFresh(at: string | undefined, asOf: string, hours: number): boolean {
  return at === undefined || hoursBetween(at, asOf) <= hours;
}

type Own = Collected & { readonly left: number };

/** The parts as they came, and what was read in them. */
type ReadRecord = {
  readonly asOf: string;
  readonly found: FoundPatient;
  readonly parts: Readonly<Record<SearchPart, Own>>;
  readonly observed: Observed;
  readonly films: Films & { readonly trouble: string | undefined };
  readonly notes: Notes;
};

function gapsOf({ asOf, found, parts, observed, films, notes }: ReadRecord): Gap[] {
  const others = Object.values(parts).reduce((sum, { left }) => sum + left, 0);
  const filmAges = films.films.map(({ startedAt }) => (startedAt ? hoursBetween(startedAt, asOf) : 0));
  const hasNotes = notes.notes.length > 0 || parts.notes.trouble || parts.reports.trouble;
  return [
    ...(found.gap ? [found.gap] : []),
    ...(others > 0
      ? [{ modality: 'patient', reason: 'refused', what: `${others} records of another patient` } as const]
      : []),
    ...(Object.keys(parts) as SearchPart[]).flatMap((name) =>
      failedGap(name, name === 'imaging' ? films.trouble : parts[name].trouble),
    ),
    ...measuredGaps('vitals', observed, parts.vitals.trouble !== undefined, asOf),
    ...measuredGaps('labs', observed, parts.labs.trouble !== undefined, asOf),
    ...(films.trouble !== undefined ? [] : absenceGap('film', 'chest film', filmAges, freshForHours.film)),
    ...(hasNotes ? [] : [{ modality: 'notes', reason: 'none-on-record', what: 'notes' } as const]),
    ...observed.gaps,
  ];
}

function chartFrom(record: ReadRecord, encounter: Resource | undefined): Chart {
  const { asOf, found, parts, observed, films, notes } = record;
  const entries = {
    conditions: readEntries(parts.conditions.resources, asOf),
    procedures: readEntries(parts.procedures.resources, asOf),
    devices: readEntries(parts.devices.resources, asOf),
  };
  const observations = [...parts.vitals.resources, ...parts.labs.resources];
  const oxygenTarget = readOxygenTarget({ observations, flags: parts.flags.resources }, notes.notes, asOf);
  return {
    patient: found.patient,
    asOf,
    ...(encounter ? { encounter: readEncounter(encounter) } : {}),
    measurements: observed.measurements.filter(({ concept, observedAt }) =>
      isFresh(observedAt, asOf, freshForHours[specOf(concept).modality]),
    ),
    conditions: entries.conditions.entries,
    procedures: entries.procedures.entries,
    devices: entries.devices.entries,
    notes: notes.notes,
    ...(oxygenTarget ? { oxygenTarget } : {}),
    films: films.films.filter(({ startedAt }) => isFresh(startedAt, asOf, freshForHours.film)),
    gaps: gapsOf(record),
    laterDropped: [observed, films, notes, ...Object.values(entries)].reduce(
      (sum, { laterDropped }) => sum + laterDropped,
      0,
    ),
  };
}

/**
 * The chart up to `asOf`: prefetch first, then the FHIR server with the call's own token; what cannot be had becomes
 * a Gap. Ends when `signal` aborts, with what has arrived.
 * @throws PrefetchMissing when the patient cannot be known; BadRequest when prefetch is another patient's
 */
export async function gather(request: GatherRequest): Promise<Gathered> {
  const started = performance.now();
  const { asOf, patientId } = request;
  const ehr = request.fhir ? createEhrClient(request.fhir, request.signal) : undefined;
  const record = { request, ehr, given: readPrefetch(request.prefetch ?? {}) };
  const part = async (name: SearchPart) => ownOnly(await collect(record, name), patientId);

  const imaging = part('imaging');
  const [
    found,
    encounter,
    vitals,
    labs,
    conditions,
    notes,
    reports,
    procedures,
    devices,
    flags,
    study,
    films,
  ] = await Promise.all([
    ...([findPatient(record), findEncounter(record), part('vitals'), part('labs')] as const),
    ...([part('conditions'), part('notes'), part('reports'), part('procedures')] as const),
    ...([part('devices'), part('flags'), imaging] as const),
    imaging.then((its) => findFilms(its, asOf, ehr)),
  ]);
  const parts = { vitals, labs, conditions, notes, reports, procedures, devices, flags, imaging: study };
  const written = await readNotes([...notes.resources, ...reports.resources], asOf, ehr);
  const observed = readObservations([...vitals.resources, ...labs.resources], asOf, found.patient);
  const chart = chartFrom({ asOf, found, parts, observed, films, notes: written }, encounter);
  return { chart, cost: { fhirRequests: ehr?.requests() ?? 0, ms: performance.now() - started } };
}
