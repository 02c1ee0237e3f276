import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Store } from '../store/store.ts';
import { createDiscovery } from './ehr/discovery.ts';
import { createEhrs } from './ehr/ehrs.ts';
import { createIdTokens } from './ehr/id-token.ts';
import { type Ehr, isSafeAddress } from './ehr/registration.ts';
import { createLaunches } from './launch/launches.ts';
import type { SmartParts } from './routes.ts';
import { createSessions } from './session/sessions.ts';

export type SmartOptions = {
  readonly registered: readonly Ehr[];
  /** Where browsers reach Vigie, without a trailing slash. */
  readonly publicUrl: string;
  readonly sessionHours: number;
  readonly fhirServers: readonly string[];
  readonly webFolder: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
};

/** Outside this machine a cookie needs TLS, and so does the EHR's answer. */
function warnOfPlainHttp({ publicUrl, log }: SmartOptions): void {
  if (isSafeAddress(new URL(publicUrl))) return;
  log.warn(
    { publicUrl },
    'browsers reach Vigie over plain http: sign-in can be overheard; set VIGIE_PUBLIC_URL',
  );
}

/** Everything that sign-in and sessions remember, made once a process. */
export function createSmartParts({ registered, ...options }: SmartOptions): SmartParts {
  warnOfPlainHttp({ registered, ...options });
  return {
    ...options,
    ehrs: createEhrs(registered),
    discovery: createDiscovery(options.clock),
    idTokens: createIdTokens(),
    launches: createLaunches(options.clock),
    sessions: createSessions(options),
  };
}
