import type { Config } from '../config.ts';
import { BadRequest } from '../lib/errors.ts';
import { patientKeyOf } from '../store/patient-key.ts';
import { openStore } from '../store/store.ts';

export type ForgetOptions = {
  readonly config: Pick<Config, 'database'>;
  readonly patient?: string;
  readonly before?: string;
};

/** The key that a patient's rows are found by, from their FHIR reference. @see patientKeyOf */
function keyOf(reference: string): string {
  const [, base, id] = /^(?:(https?:\/\/\S+?)\/+)?Patient\/([A-Za-z0-9\-.]{1,64})$/.exec(reference) ?? [];
  if (!id)
    throw new BadRequest('--patient must be a FHIR reference such as https://ehr.example/fhir/Patient/123');
  return patientKeyOf({ patientId: id, ...(base ? { fhir: { baseUrl: base } } : {}) });
}

/**
 * `vigie forget`: deletes one patient's rows, or all that were kept before a time, or one patient's kept before a time.
 * Answers a line for each table.
 * @throws BadRequest when neither is said; FolderInUse while a service holds the embedded database
 */
export async function forget({ config, patient, before }: ForgetOptions): Promise<string[]> {
  if (patient === undefined && before === undefined)
    throw new BadRequest('say whose rows (--patient), how old they must be (--before), or both');
  const patientKey = patient === undefined ? undefined : keyOf(patient);
  await using store = await openStore(config.database);
  const deleted = await store.forget({
    ...(patientKey ? { patientKey } : {}),
    ...(before ? { before } : {}),
  });
  return Object.entries(deleted).map(([table, rows]) => `${rows} of ${table}`);
}
