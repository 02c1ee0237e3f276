import { z } from 'zod';
import type { EhrClient } from './client.ts';
import type { Resource } from './resource.ts';

export const attachment = z.looseObject({
  contentType: z.string().optional(),
  data: z.string().optional(),
  url: z.string().optional(),
  title: z.string().optional(),
});
export type Attachment = z.infer<typeof attachment>;

const withAttachments = z.looseObject({
  content: z
    .array(z.looseObject({ attachment: attachment.optional() }))
    .default([])
    .catch([]),
  presentedForm: z.array(attachment).default([]).catch([]),
});

const longestText = 100_000;

/** The characters of a Base64 text, in the character set that its content type names; UTF-8 else. */
export function decodeText(data: string, contentType = ''): string {
  const bytes = Buffer.from(data, 'base64');
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes).slice(0, longestText);
  } catch {
    return bytes.toString('utf8').slice(0, longestText);
  }
}

/** The Binary an attachment's text lies in, where it is not in the attachment itself. */
export function binaryIdOf({ url }: Attachment): string | undefined {
  return /(?:^|\/)Binary\/([A-Za-z0-9\-.]{1,64})$/.exec(url ?? '')?.[1];
}

/** The text of one Binary of the same server; undefined when it cannot be had. */
export async function readBinaryText(
  ehr: EhrClient,
  id: string,
  contentType?: string,
): Promise<string | undefined> {
  const binary = await ehr.read('Binary', id).catch(() => undefined);
  if (typeof binary?.data !== 'string') return undefined;
  const own = typeof binary.contentType === 'string' ? binary.contentType : undefined;
  return decodeText(binary.data, own ?? contentType);
}

/** What is attached to a DocumentReference (`content`) or a DiagnosticReport (`presentedForm`). */
export function attachmentsOf(item: Resource): readonly Attachment[] {
  const parsed = withAttachments.safeParse(item);
  if (!parsed.success) return [];
  const { content, presentedForm } = parsed.data;
  return [...content.map(({ attachment: its }) => its ?? {}), ...presentedForm];
}
