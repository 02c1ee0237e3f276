import type { NotGranted, Viewer } from './contract.ts';

/**
 * One reader at one patient's record: from a SMART session, or from a program that brought a FHIR token. Every route
 * below `/patients/{id}` has one, and its patient is the one of the address.
 */
export type Visit = {
  readonly kind: 'session' | 'token';
  /** Names the session or token without being it. */
  readonly reader: string;
  readonly patientId: string;
  readonly encounterId?: string;
  readonly fhir: {
    readonly baseUrl: string;
    /** Valid for this call; renewed where it was about to expire. */
    readonly accessToken: () => Promise<string>;
  };
  /** Absent with a bare token: such a caller may ask, and contradict nothing. */
  readonly viewer?: Viewer;
  readonly notGranted: NotGranted;
  /** The EHR lets this session create reports. */
  readonly mayWriteReports: boolean;
  /** The assessment of the card from which the app was opened, checked to be this patient's. */
  readonly openedFrom?: string;
  readonly language: 'en' | 'fr';
};
