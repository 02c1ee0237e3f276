import { BadRequest } from '../lib/errors.ts';
import { readPage } from './fhir/bundle.ts';
import { patientIdIn, type Resource, resource } from './fhir/resource.ts';
import { knownAt } from './fhir/time.ts';
import { type Gathered, gather } from './gather.ts';

/** One patient's whole record as a Bundle, and the key it is known by outside. */
export type BundleChart = {
  readonly key: string;
  /** When the newest record was known; undefined when none states a time. */
  readonly newestAt: string | undefined;
  readonly gatherAt: (asOf: string) => Promise<Gathered>;
};

function keyOf(bundle: Resource): string {
  const { identifier } = bundle;
  const value =
    identifier && typeof identifier === 'object' && 'value' in identifier ? identifier.value : undefined;
  if (typeof value !== 'string' || value === '') throw new BadRequest('the Bundle has no identifier.value');
  return value;
}

function patientIdOf(resources: readonly Resource[]): string {
  const patients = resources.filter(({ resourceType }) => resourceType === 'Patient');
  if (patients.length !== 1) throw new BadRequest(`the Bundle holds ${patients.length} Patients, not one`);
  const referenced = resources.map(({ subject }) =>
    subject && typeof subject === 'object' && 'reference' in subject ? String(subject.reference) : undefined,
  );
  return patients[0]?.id ?? referenced.map(patientIdIn).find((id) => id !== undefined) ?? 'unknown';
}

/** When the Bundle was put together. */
function assembledAt({ timestamp }: Resource): string | undefined {
  return typeof timestamp === 'string' && !Number.isNaN(Date.parse(timestamp)) ? timestamp : undefined;
}

/** Reads one FHIR R4 Bundle that is a patient's whole record. @throws BadRequest naming what is wrong with it */
export function readBundleChart(bundle: unknown): BundleChart {
  const parsed = resource.safeParse(bundle);
  if (!parsed.success || parsed.data.resourceType !== 'Bundle') throw new BadRequest('not a FHIR Bundle');
  const key = keyOf(parsed.data);
  const { resources } = readPage(bundle);
  const patientId = patientIdOf(resources);
  const times = resources.flatMap((item) => knownAt(item) ?? []).sort();
  return {
    key,
    newestAt: times.at(-1) ?? assembledAt(parsed.data),
    gatherAt: (asOf) =>
      gather({
        patientId,
        prefetch: { record: bundle },
        isWhole: true,
        asOf,
        signal: new AbortController().signal,
      }),
  };
}
