import { createHash } from 'node:crypto';

/** A short name for whatever changes what something says. */
export function digestOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
