import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import type { AuthorisationServer } from '../ehr/discovery.ts';
import type { Ehr } from '../ehr/registration.ts';

/** A launch on its way: sent to the EHR's authorisation server and not yet back. */
export type Launch = {
  readonly ehr: Ehr;
  /** As it said of itself when it was asked. */
  readonly server: AuthorisationServer;
  readonly verifier: string;
  readonly nonce: string;
  /** Asked for, separated by spaces. */
  readonly scope: string;
};

/** What goes out with a new launch: to the EHR, and to the browser that began it. */
export type Begun = {
  readonly launch: Launch;
  readonly state: string;
  /** PKCE S256 of the verifier. */
  readonly challenge: string;
  readonly cookie: { readonly name: string; readonly value: string };
};

export type Taken =
  | { readonly kind: 'taken'; readonly launch: Launch }
  /** Never begun here, or already used. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'expired'; readonly ehr: Ehr }
  /** Begun in a browser, or a frame, that has not shown its cookie. */
  | { readonly kind: 'elsewhere'; readonly ehr: Ehr };

export type Launches = {
  readonly begin: (asked: Pick<Launch, 'ehr' | 'server' | 'scope'>) => Begun;
  /** Ends the wait of one state, which cannot be used again, whatever comes of it. */
  readonly take: (state: string, cookieOf: (name: string) => string | undefined) => Taken;
};

/** How long a clinician may stay at the EHR's sign-in. */
export const launchSeconds = 600;
const waitingAtMost = 20_000;

const secret = () => randomBytes(32).toString('base64url');
const hashOf = (text: string) => createHash('sha256').update(text).digest();

/** Compares in a time that tells nothing of where two texts differ. */
export function isSameSecret(given: string | undefined, known: string): boolean {
  return given !== undefined && timingSafeEqual(hashOf(given), hashOf(known));
}

/** The launches under way, in memory; each lives ten minutes. */
export function createLaunches(clock: Clock): Launches {
  const waiting = new Map<
    string,
    { readonly launch: Launch; readonly cookie: string; readonly since: number }
  >();
  const cookieName = (state: string) => `vigie-launch-${state.slice(0, 8)}`;
  return {
    begin: (asked) => {
      const [state, verifier, nonce, cookie] = [secret(), secret(), secret(), secret()];
      const launch = { ...asked, verifier, nonce };
      waiting.set(state, { launch, cookie, since: clock.now().getTime() });
      const [oldest] = waiting.keys();
      if (waiting.size > waitingAtMost && oldest !== undefined) waiting.delete(oldest);
      const challenge = hashOf(verifier).toString('base64url');
      return { launch, state, challenge, cookie: { name: cookieName(state), value: cookie } };
    },
    take: (state, cookieOf) => {
      const found = waiting.get(state);
      if (!found) return { kind: 'unknown' };
      waiting.delete(state);
      const { launch, cookie, since } = found;
      if (clock.now().getTime() - since > launchSeconds * 1000) return { kind: 'expired', ehr: launch.ehr };
      if (!isSameSecret(cookieOf(cookieName(state)), cookie)) return { kind: 'elsewhere', ehr: launch.ehr };
      return { kind: 'taken', launch };
    },
  };
}
