import {
  badRequest,
  type Filter,
  formatSearchQuery,
  globalSchema,
  OperationOutcomeError,
  type SearchRequest,
  type WithId,
} from '@medplum/core';
import {
  type CreateResourceOptions,
  MemoryRepository,
  type UpdateResourceOptions,
} from '@medplum/fhir-router';
import type { Bundle, BundleLink, Reference, Resource } from '@medplum/fhirtypes';

const defaultPage = 50;
const largestPage = 1000;

type Undo = () => Promise<unknown>;

function refuseUnknown({ resourceType, filters }: SearchRequest): void {
  const known = globalSchema.types[resourceType]?.searchParams ?? {};
  const unknown = (filters ?? [])
    .map(({ code }) => code)
    .filter((code) => !code.includes('.') && !known[code]);
  if (unknown.length > 0) {
    throw new OperationOutcomeError(
      badRequest(`unknown search parameter for ${resourceType}: ${unknown.join(', ')}`),
    );
  }
}

/** `patient=x` and `patient=<base>/Patient/x` both mean `Patient/x`. */
function toRelative(filter: Filter, baseUrl: string): Filter {
  const value = filter.value
    .split(',')
    .map((item) => (item.startsWith(`${baseUrl}/`) ? item.slice(baseUrl.length + 1) : item))
    .map((item) => (filter.code === 'patient' && !item.includes('/') ? `Patient/${item}` : item))
    .join(',');
  return { ...filter, value };
}

/** Medplum's in-memory repository, with pages, absolute addresses and transactions that can be undone. */
export class WardRepository extends MemoryRepository {
  readonly baseUrl: string;
  private undo: Undo[] | undefined;

  constructor(baseUrl: string) {
    super();
    this.baseUrl = baseUrl;
  }

  private linksOf(request: SearchRequest, total: number): BundleLink[] {
    const { offset = 0, count = defaultPage } = request;
    const at = (start: number) =>
      `${this.baseUrl}/${request.resourceType}${formatSearchQuery({ ...request, offset: start, count })}`;
    return [
      { relation: 'self', url: at(offset) },
      ...(count > 0 && offset + count < total ? [{ relation: 'next', url: at(offset + count) }] : []),
      ...(count > 0 && offset > 0 ? [{ relation: 'previous', url: at(Math.max(0, offset - count)) }] : []),
    ];
  }

  /** A searchset page: at most `_count` matches (default 50), links self, next and previous. */
  override async search<T extends Resource>(searchRequest: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    refuseUnknown(searchRequest);
    const count = Math.min(searchRequest.count ?? defaultPage, largestPage);
    const request: SearchRequest<T> = {
      ...searchRequest,
      count,
      offset: searchRequest.offset ?? 0,
      filters: (searchRequest.filters ?? []).map((filter) => toRelative(filter, this.baseUrl)),
    };
    // The parent sorts once per rule, so the rule that matters most must come last.
    const sorted = { ...request, sortRules: [...(request.sortRules ?? [])].reverse() };
    const bundle = await super.search(sorted);
    const entry = bundle.entry?.map((item) => ({
      fullUrl: `${this.baseUrl}/${item.resource?.resourceType}/${item.resource?.id}`,
      ...item,
    }));
    return { ...bundle, link: this.linksOf(request, bundle.total ?? 0), ...(entry ? { entry } : {}) };
  }

  /** An Endpoint or Patient may be referred to by its absolute address here. */
  override async readReference<T extends Resource>(reference: Reference<T>): Promise<WithId<T>> {
    const { reference: text } = reference;
    const prefix = `${this.baseUrl}/`;
    return text?.startsWith(prefix)
      ? super.readReference({ ...reference, reference: text.slice(prefix.length) })
      : super.readReference(reference);
  }

  override async createResource<T extends Resource>(
    resource: T,
    options?: CreateResourceOptions,
    update = false,
  ): Promise<WithId<T>> {
    const before = update ? await this.earlier(resource) : undefined;
    const stored = await super.createResource(resource, options, update);
    this.undo?.push(
      before
        ? () => super.createResource(before, undefined, true)
        : () => super.deleteResource(stored.resourceType, stored.id),
    );
    return stored;
  }

  private earlier<T extends Resource>(resource: T): Promise<T | undefined> {
    return this.readResource<T>(resource.resourceType, resource.id ?? '').catch(() => undefined);
  }

  override updateResource<T extends Resource>(
    resource: T,
    options?: UpdateResourceOptions,
  ): Promise<WithId<T>> {
    return super.updateResource(resource, options);
  }

  override async conditionalCreate<T extends Resource>(
    resource: T,
    search: SearchRequest<T>,
    options?: CreateResourceOptions,
  ) {
    const result = await super.conditionalCreate(resource, search, options);
    const isNew = result.outcome.id === 'created';
    if (isNew) this.undo?.push(() => super.deleteResource(result.resource.resourceType, result.resource.id));
    return result;
  }

  override async deleteResource(resourceType: string, id: string): Promise<void> {
    const before = await this.readResource(resourceType, id);
    await super.deleteResource(resourceType, id);
    this.undo?.push(() => super.createResource(before, undefined, true));
  }

  /** All or nothing: what was written before the failure is taken back. */
  override async withTransaction<TResult>(callback: (repo: this) => Promise<TResult>): Promise<TResult> {
    const undo: Undo[] = [];
    this.undo = undo;
    try {
      return await callback(this);
    } catch (error) {
      this.undo = undefined;
      for (const step of undo.reverse()) await step();
      throw error;
    } finally {
      this.undo = undefined;
    }
  }
}
