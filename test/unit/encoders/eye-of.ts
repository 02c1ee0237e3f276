import type { Eye, Look, Looked } from '../../../src/encoders/eye.ts';

const spec = {
  resizeTo: 32,
  fit: 'squash',
  interpolation: 'bilinear',
  scale: { black: 0, white: 1 },
} as const;

const facts = { kind: 'image', rows: 400, columns: 400, frames: 1 } as const;

/** An eye without a graph: `see` says what it sees in a file's bytes. */
export function eyeOf(
  maker: string,
  manifest: Partial<Eye['manifest']>,
  see: (bytes: Uint8Array, isNegative: boolean) => Look,
): Eye {
  return {
    maker,
    sha256: '0'.repeat(64),
    spec,
    manifest: {
      input: { name: 'film' },
      outputs: {},
      activation: 'logit',
      preprocessing: spec,
      findings: [],
      notValidated: [],
      ...manifest,
    },
    lookAt: () => Promise.reject(new Error('not asked here')),
    look: async (bytes, isNegative = false): Promise<Looked> => ({
      state: 'seen',
      facts,
      input: new Float32Array(),
      look: see(bytes, isNegative),
    }),
  };
}
