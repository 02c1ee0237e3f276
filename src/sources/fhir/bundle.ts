import { z } from 'zod';
import { SourceUnavailable } from '../../lib/errors.ts';
import { type Resource, resource } from './resource.ts';

const bundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  total: z.number().optional(),
  link: z.array(z.looseObject({ relation: z.string(), url: z.string() })).default([]),
  entry: z
    .array(
      z.looseObject({
        resource: resource.optional(),
        search: z.looseObject({ mode: z.string().optional() }).optional(),
      }),
    )
    .default([]),
});

const operationOutcome = z.looseObject({
  resourceType: z.literal('OperationOutcome'),
  issue: z.array(z.looseObject({ severity: z.string() })).default([]),
});

/** One page of a search answer. */
export type Page = { readonly resources: readonly Resource[]; readonly next?: string };

function isFailure(candidate: Resource): boolean {
  const outcome = operationOutcome.safeParse(candidate);
  return outcome.success && outcome.data.issue.some(({ severity }) => ['error', 'fatal'].includes(severity));
}

/**
 * Reads a searchset. An OperationOutcome in its place is a failed search; one beside an empty result
 * (some EHRs say "none found" so) is not. @throws SourceUnavailable
 */
export function readPage(answer: unknown): Page {
  const parsed = bundle.safeParse(answer);
  if (!parsed.success) throw new SourceUnavailable('answer-not-a-bundle');
  const { entry, link, total } = parsed.data;
  const all = entry.flatMap((item) => (item.resource ? [item.resource] : []));
  const resources = all.filter(({ resourceType }) => resourceType !== 'OperationOutcome');
  if (resources.length === 0 && total !== 0 && all.some(isFailure)) {
    throw new SourceUnavailable('search-failed');
  }
  const next = link.find(({ relation }) => relation === 'next')?.url;
  return { resources, ...(next ? { next } : {}) };
}
