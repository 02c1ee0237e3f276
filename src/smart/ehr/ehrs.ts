import { bareAddress, type Ehr } from './registration.ts';

/** The EHRs that may launch the app: the allow-list for every `iss`. */
export type Ehrs = {
  readonly all: () => readonly Ehr[];
  /** By FHIR base address, with or without a slash at the end. */
  readonly find: (iss: string) => Ehr | undefined;
  /** For one that is known only after the start. */
  readonly add: (ehr: Ehr) => void;
};

export function createEhrs(registered: readonly Ehr[] = []): Ehrs {
  const byIss = new Map(registered.map((ehr) => [ehr.iss, ehr]));
  return {
    all: () => [...byIss.values()],
    find: (iss) => byIss.get(bareAddress(iss)),
    add: (ehr) => byIss.set(ehr.iss, ehr),
  };
}
