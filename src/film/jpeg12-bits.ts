/** Reads the entropy-coded bits of a JPEG scan, stuffed bytes removed. */
export type BitReader = {
  /** The next 16 bits without taking them. */
  readonly peek16: () => number;
  readonly skip: (count: number) => void;
  /** Drops what is left of the byte and the restart marker behind it. @throws where none stands. */
  readonly restart: () => void;
};

/** Zero bytes served behind a marker: the last code may look that far ahead, never farther. */
const mostBehindEnd = 4;

export function readBits(frame: Uint8Array, from: number): BitReader {
  let at = from;
  let word = 0;
  let held = 0;
  let behindEnd = 0;

  const nextByte = (): number => {
    const byte = frame[at];
    if (byte === undefined || (byte === 0xff && frame[at + 1] !== 0)) {
      if (++behindEnd > mostBehindEnd) throw new Error('the scan ends early');
      return 0;
    }
    at += byte === 0xff ? 2 : 1;
    return byte;
  };
  return {
    peek16: () => {
      while (held < 16) {
        word = (word << 8) | nextByte();
        held += 8;
      }
      return (word >>> (held - 16)) & 0xffff;
    },
    skip: (count) => {
      held -= count;
    },
    restart: () => {
      const marker = frame[at + 1] ?? 0;
      if (frame[at] !== 0xff || marker < 0xd0 || marker > 0xd7) throw new Error('no restart marker');
      at += 2;
      word = 0;
      held = 0;
      behindEnd = 0;
    },
  };
}
