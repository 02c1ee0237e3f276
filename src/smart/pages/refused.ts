import { ServiceError } from '../../lib/errors.ts';
import type { Ehr } from '../ehr/registration.ts';

/** Why a launch ends on a page instead of in the app, and with which status. */
const statuses = {
  'state-unknown': 400,
  'launch-expired': 400,
  'cookie-missing': 400,
  'consent-denied': 403,
  'ehr-refused': 403,
  'ehr-unknown': 403,
  'ehr-not-trusted': 403,
  'other-issuer': 403,
  'other-patient': 403,
  'no-patient': 403,
  'record-not-granted': 403,
  'ehr-unreachable': 502,
  'session-over': 401,
  'no-ehr': 404,
  'app-not-built': 503,
} as const;

export type RefusalKind = keyof typeof statuses;

/** Ends in a page that says what happened and what to do; nothing about a patient is shown. */
export class LaunchRefused extends ServiceError {
  override readonly name = 'LaunchRefused';
  override readonly code: string;
  override readonly status: number;
  readonly kind: RefusalKind;
  readonly ehr: Ehr | undefined;
  constructor(kind: RefusalKind, ehr?: Ehr, options?: ErrorOptions) {
    super(`launch refused: ${kind}`, options);
    this.kind = kind;
    this.ehr = ehr;
    this.code = kind.toUpperCase().replaceAll('-', '_');
    this.status = statuses[kind];
  }
}
