import { randomBytes } from 'node:crypto';

export type Part = { readonly contentType: string; readonly body: Uint8Array };

/** A multipart/related body. @see https://www.rfc-editor.org/rfc/rfc2387 */
export function writeMultipart(parts: readonly (Part & { readonly location?: string })[], type: string) {
  const boundary = `film-${randomBytes(12).toString('hex')}`;
  const chunks = parts.flatMap(({ contentType, body, location }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Type: ${contentType}\r\nContent-Length: ${body.byteLength}\r\n${
        location ? `Content-Location: ${location}\r\n` : ''
      }\r\n`,
    ),
    body,
    Buffer.from('\r\n'),
  ]);
  const body = Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
  return { body, contentType: `multipart/related; type="${type}"; boundary=${boundary}` };
}

export function boundaryOf(contentType: string): string | undefined {
  const match = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  return match?.[1] ?? match?.[2];
}

function partFrom(bytes: Buffer): Part | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.subarray(0, end).toString('latin1');
  const contentType = /^content-type:\s*(.+)$/im.exec(head)?.[1]?.trim() ?? 'application/octet-stream';
  return { contentType, body: new Uint8Array(bytes.subarray(end + 4)) };
}

/** The parts of a whole multipart body; undefined when its closing boundary is missing. */
export function readMultipart(body: Uint8Array, boundary: string): Part[] | undefined {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const mark = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = bytes.indexOf(mark);
  while (at >= 0) {
    const after = at + mark.length;
    if (bytes.subarray(after, after + 2).toString() === '--') return parts;
    const next = bytes.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), after);
    if (next < 0) return undefined;
    const part = partFrom(bytes.subarray(after + 2, next));
    if (part) parts.push(part);
    at = next + 2;
  }
  return undefined;
}
