import { createTickets, type Tickets } from './tickets.ts';

/** What the clinician had open when an app was launched. */
export type LaunchContext = {
  readonly patientId: string;
  readonly encounterId?: string;
  /** `Practitioner/<id>`. */
  readonly user: string;
  /** The card link's, handed on unread. */
  readonly appContext?: string;
  /** BCP 47: the language of the EHR's page. */
  readonly locale: string;
  /** The app lies inside the EHR's page, which shows whose chart is open. */
  readonly isFramed: boolean;
};

const lifeMs = 5 * 60_000;

/** Launch contexts: opaque, for one use, for five minutes. */
export function createLaunches(): Tickets<LaunchContext> {
  return createTickets(lifeMs);
}
