import { randomUUID } from 'node:crypto';
import type { NamedFile } from '../film/film-renderer.ts';
import type { Clock } from '../lib/clock.ts';

/** The film files that readers have open: in memory, within a size and a time, never on disk. */
export type HeldFiles = {
  /** The file held under a key, or fetched: once, however many ask at the same time. */
  readonly of: (key: string, fetchBytes: () => Promise<Uint8Array>) => Promise<NamedFile>;
};

export type HeldFilesParts = {
  readonly clock: Clock;
  readonly largestBytes: number;
  readonly heldMs: number;
};

type Held = { readonly file: NamedFile; readonly until: number };

export function createHeldFiles({ clock, largestBytes, heldMs }: HeldFilesParts): HeldFiles {
  /** The one used last stands last. */
  const held = new Map<string, Held>();
  const onTheWay = new Map<string, Promise<NamedFile>>();
  const now = () => clock.now().getTime();

  const makeRoom = () => {
    let bytes = 0;
    for (const [key, { file, until }] of [...held].reverse()) {
      bytes += file.bytes.length;
      if (bytes > largestBytes || until <= now()) held.delete(key);
    }
  };

  const fetchAnew = async (key: string, fetchBytes: () => Promise<Uint8Array>): Promise<NamedFile> => {
    const file = { name: randomUUID(), bytes: await fetchBytes() };
    held.set(key, { file, until: now() + heldMs });
    makeRoom();
    return file;
  };

  return {
    of: (key, fetchBytes) => {
      makeRoom();
      const known = held.get(key);
      if (known) {
        held.delete(key);
        held.set(key, known);
        return Promise.resolve(known.file);
      }
      const coming = onTheWay.get(key) ?? fetchAnew(key, fetchBytes).finally(() => onTheWay.delete(key));
      onTheWay.set(key, coming);
      return coming;
    },
  };
}
