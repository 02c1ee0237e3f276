import {
  type Attachment,
  attachmentsOf,
  binaryIdOf,
  decodeText,
  readBinaryText,
} from './fhir/attachments.ts';
import { createEhrClient, type EhrAccess, type EhrClient } from './fhir/client.ts';
import { patientIdOf, type Resource } from './fhir/resource.ts';

/** What a chart cites, and so what can be opened. */
export const citedTypes = [
  ...(['Observation', 'DocumentReference', 'DiagnosticReport', 'Condition', 'Procedure', 'Device'] as const),
  ...(['ImagingStudy', 'Encounter', 'Flag', 'Patient'] as const),
] as const;
export type CitedType = (typeof citedTypes)[number];

/** One resource as the EHR gives it, whose it says it is, and what its attachments hold. */
export type FoundRecord = {
  readonly resource: Resource;
  /** Absent where the resource names no patient, as a Device need not. */
  readonly patientId?: string;
  readonly texts: readonly { readonly contentType: string; readonly text: string }[];
  /** Attachments of another kind than text, or out of reach. */
  readonly unread: readonly { readonly contentType: string }[];
};

const binariesAtMost = 5;

async function textOf(item: Attachment, ehr: EhrClient): Promise<string | undefined> {
  const { contentType = 'text/plain', data } = item;
  if (!/^(text\/|application\/xhtml)/i.test(contentType)) return undefined;
  if (data !== undefined) return decodeText(data, contentType);
  const id = binaryIdOf(item);
  return id ? readBinaryText(ehr, id, contentType) : undefined;
}

async function readAttachments(resource: Resource, ehr: EhrClient) {
  const all = attachmentsOf(resource);
  const read = await Promise.all(
    all.map(async (item, index) => ({
      contentType: item.contentType ?? 'text/plain',
      text: index < binariesAtMost ? await textOf(item, ehr) : undefined,
    })),
  );
  return {
    texts: read.flatMap(({ contentType, text }) => (text === undefined ? [] : [{ contentType, text }])),
    unread: read.flatMap(({ contentType, text }) => (text === undefined ? [{ contentType }] : [])),
  };
}

/**
 * Reads one resource with the reader's own token; undefined when the EHR has none of that id. Attachments are read only
 * where the resource names `patientId`, so that nothing of another's is fetched.
 * @throws SourceUnavailable
 */
export async function readRecord(
  access: EhrAccess,
  { type, id, patientId }: { readonly type: CitedType; readonly id: string; readonly patientId: string },
  signal: AbortSignal,
): Promise<FoundRecord | undefined> {
  const ehr = createEhrClient(access, signal);
  const resource = await ehr.read(type, id);
  if (resource === undefined) return undefined;
  const named = type === 'Patient' ? resource.id : patientIdOf(resource);
  const attachments =
    named === patientId ? await readAttachments(resource, ehr) : ({ texts: [], unread: [] } as const);
  return { resource, ...(named ? { patientId: named } : {}), ...attachments };
}
