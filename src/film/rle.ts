import { refuse } from './film.ts';

function decodeSegment(segment: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let at = 0;
  let to = 0;
  while (at < segment.length && to < size) {
    const control = segment[at++] ?? 0;
    if (control < 128) {
      const run = Math.min(control + 1, size - to, segment.length - at);
      out.set(segment.subarray(at, at + run), to);
      at += run;
      to += run;
    } else if (control > 128) {
      const run = Math.min(257 - control, size - to);
      out.fill(segment[at++] ?? 0, to, to + run);
      to += run;
    }
  }
  if (to < size) refuse('corrupt-pixels', 'the RLE data end early');
  return out;
}

/**
 * DICOM RLE: one segment a byte plane, the most significant first; answers little endian samples.
 * @see https://dicom.nema.org/medical/dicom/current/output/chtml/part05/chapter_G.html
 */
export function decodeRle(frame: Uint8Array, pixels: number, bytesPerPixel: number): Uint8Array {
  if (frame.length < 64) refuse('corrupt-pixels', 'the RLE header is cut off');
  const header = new DataView(frame.buffer, frame.byteOffset, 64);
  const segments = header.getUint32(0, true);
  if (segments !== bytesPerPixel)
    refuse('corrupt-pixels', `${segments} RLE segments where ${bytesPerPixel} belong`);
  const out = new Uint8Array(pixels * bytesPerPixel);
  for (let plane = 0; plane < segments; plane++) {
    const start = header.getUint32(4 + 4 * plane, true);
    const end = plane + 1 < segments ? header.getUint32(8 + 4 * plane, true) : frame.length;
    const bytes = decodeSegment(frame.subarray(start, end), pixels);
    const offset = bytesPerPixel - 1 - plane;
    for (let pixel = 0; pixel < pixels; pixel++) out[pixel * bytesPerPixel + offset] = bytes[pixel] ?? 0;
  }
  return out;
}
