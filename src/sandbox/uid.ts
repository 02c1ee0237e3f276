import { createHash } from 'node:crypto';

/** The DICOM UID that belongs to a name: the same name has the same UID on every start (PS3.5 B.2). */
export function uidFor(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 32);
  return `2.25.${BigInt(`0x${hash}`)}`;
}
