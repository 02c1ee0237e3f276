import { describe, expect, test } from 'vitest';
import { boundaryOf, readParts } from '../../../../src/sources/dicomweb/multipart.ts';

const bodies = [Buffer.from('first\r\n--not the boundary'), Buffer.alloc(70_000, 7), Buffer.from('')];

function written(boundary: string, { closed = true, preamble = '' } = {}): Buffer {
  const parts = bodies.flatMap((body) => [
    Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`),
    body,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([
    Buffer.from(preamble),
    ...parts,
    Buffer.from(closed ? `--${boundary}--\r\n` : `--${boundary}`),
  ]);
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Buffer, size: number): Promise<Buffer[]> {
  const found: Buffer[] = [];
  for await (const part of readParts(inPieces(bytes, size), 'b0undary')) found.push(Buffer.from(part));
  return found;
}

describe('a multipart answer of the archive', () => {
  test.each([1, 7, 1000, 1_000_000])(
    'gives the same files when it arrives %i bytes at a time',
    async (size) => {
      expect(await read(written('b0undary'), size)).toEqual(bodies);
    },
  );

  test('may begin with a preamble', async () => {
    expect(await read(written('b0undary', { preamble: 'ignored\r\n' }), 64)).toEqual(bodies);
  });

  test('that breaks off is an error, not a short list', async () => {
    await expect(read(written('b0undary', { closed: false }), 64)).rejects.toThrow('multipart-truncated');
    await expect(read(written('b0undary').subarray(0, 30_000), 64)).rejects.toThrow('multipart-truncated');
  });

  test('names its boundary quoted or bare', () => {
    expect(boundaryOf('multipart/related; type="application/dicom"; boundary="a b"')).toBe('a b');
    expect(boundaryOf('multipart/related; boundary=abc; type=application/dicom')).toBe('abc');
    expect(boundaryOf('application/dicom')).toBeUndefined();
  });
});
