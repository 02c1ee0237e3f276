import { SourceUnavailable } from '../../lib/errors.ts';
import { type Page, readPage } from './bundle.ts';
import { type Part, searches, searchParts } from './parts.ts';
import { type Resource, resource } from './resource.ts';

/** What prefetch says of one part; a part it does not speak of is absent from the map. */
export type Given = Page | 'failed';

const isNamed = (key: string, part: Part) => key.toLowerCase().includes(part);
const allParts: readonly Part[] = ['patient', 'encounter', ...searchParts];

function partNamed(key: string): Part | undefined {
  return allParts.find((part) => isNamed(key, part));
}

function categoriesOf(observation: Resource): string {
  return JSON.stringify(observation.category ?? '').toLowerCase();
}

function partsOfType(candidate: Resource): readonly Part[] {
  const { resourceType } = candidate;
  if (resourceType === 'Patient') return ['patient'];
  if (resourceType === 'Encounter') return ['encounter'];
  if (resourceType === 'Observation') {
    if (categoriesOf(candidate).includes('laboratory')) return ['labs'];
    if (categoriesOf(candidate).includes('vital-signs')) return ['vitals'];
    return ['labs', 'vitals'];
  }
  // An Endpoint comes beside its study.
  if (resourceType === 'Endpoint') return ['imaging'];
  return searchParts.filter((part) => searches[part].type === resourceType);
}

function readValue(value: unknown): Given {
  try {
    const single = resource.safeParse(value);
    if (single.success && single.data.resourceType === 'OperationOutcome') return 'failed';
    return single.success && single.data.resourceType !== 'Bundle'
      ? { resources: [single.data] }
      : readPage(value);
  } catch (error) {
    if (error instanceof SourceUnavailable) return 'failed';
    throw error;
  }
}

/** The parts one prefetch value speaks for: told by its resources, and only when it has none by its key. */
function partsOf(key: string, value: Given): readonly Part[] {
  const named = partNamed(key);
  if (value === 'failed' || value.resources.length === 0) return named ? [named] : [];
  const held = new Set(value.resources.flatMap((item) => [...partsOfType(item)]));
  if (named && held.has(named)) {
    // Observations without a category belong to the key that asked for them.
    const isObservations = named === 'labs' || named === 'vitals';
    return isObservations
      ? [named, ...[...held].filter((part) => part !== 'labs' && part !== 'vitals')]
      : [...held];
  }
  return [...held];
}

function merge(held: Given | undefined, page: Page): Page {
  if (held === undefined || held === 'failed') return page;
  const next = page.next ?? held.next;
  return { resources: [...held.resources, ...page.resources], ...(next ? { next } : {}) };
}

/** Sorts prefetch by what it holds, so that renamed keys are understood; `null` is a search that found nothing. */
export function readPrefetch(prefetch: Readonly<Record<string, unknown>>): ReadonlyMap<Part, Given> {
  const given = new Map<Part, Given>();
  for (const [key, raw] of Object.entries(prefetch)) {
    const value: Given = raw === null ? { resources: [] } : readValue(raw);
    for (const part of partsOf(key, value)) {
      const held = given.get(part);
      if (value === 'failed') given.set(part, held ?? 'failed');
      else {
        const own = value.resources.filter((item) => isOf(part, item));
        given.set(part, merge(held, { ...value, resources: own }));
      }
    }
  }
  return given;
}

function isOf(part: Part, item: Resource): boolean {
  if (part === 'labs' || part === 'vitals') return item.resourceType === 'Observation';
  return partsOfType(item).includes(part);
}
