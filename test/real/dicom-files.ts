import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import dicomParser from 'dicom-parser';

/** A file of the data set's `dicom` folder, moved to a study of its own. */
export type DicomSample = {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly patientId?: string;
  readonly sex?: string;
};

/** A UID of the same length as `uid`, derived from a file's name. */
function uidLike(uid: string, name: string): string {
  const hash = createHash('sha512').update(`${name}/${uid}`).digest('hex');
  const digits = `1${BigInt(`0x${hash}`)}`;
  return `2.25.${digits.slice(0, uid.length - 5)}`;
}

/**
 * The same image in several encodings carries the same UIDs, so that an archive would keep one of them.
 * Each file gets study and instance UIDs of its own by overwriting the digits in place; nothing else changes.
 */
function toOwnStudy(bytes: Buffer, name: string): DicomSample {
  try {
    const data = dicomParser.parseDicom(bytes, { untilTag: 'x00200010' });
    const own = Buffer.from(bytes);
    for (const tag of ['x0020000d', 'x00080018']) {
      const uid = data.string(tag);
      if (!uid || uid.length < 12) continue;
      const replacement = Buffer.from(uidLike(uid, name), 'latin1');
      for (let at = own.indexOf(uid, 0, 'latin1'); at >= 0; at = own.indexOf(uid, at + 1, 'latin1')) {
        replacement.copy(own, at);
      }
    }
    const [patientId, sex] = [data.string('x00100020'), data.string('x00100040')];
    return { file: name, bytes: own, ...(patientId ? { patientId } : {}), ...(sex ? { sex } : {}) };
  } catch {
    // A file that this parser refuses is offered to the archive as it is.
    return { file: name, bytes };
  }
}

/** Every DICOM file below the `dicom` folder, in order of name. */
export async function readDicomFiles(data: string): Promise<DicomSample[]> {
  const folder = join(data, 'dicom');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.dcm')).sort();
  const samples: DicomSample[] = [];
  for (const name of names) samples.push(toOwnStudy(await readFile(join(folder, name)), name));
  return samples;
}
