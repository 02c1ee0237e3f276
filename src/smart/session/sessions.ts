import { randomBytes } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import { ServiceError } from '../../lib/errors.ts';
import { type Logger, nameOf } from '../../lib/logger.ts';
import type { NotGranted, Viewer } from '../contract.ts';
import type { AuthorisationServer } from '../ehr/discovery.ts';
import type { Ehr } from '../ehr/registration.ts';
import { grantsReports, notGrantedIn } from '../ehr/scopes.ts';
import { requestTokens, revokeToken, type TokenAnswer, TokenRefused } from '../ehr/token-endpoint.ts';
import { isSameSecret } from '../launch/launches.ts';

/** What the EHR granted at the end of a launch, checked. */
export type Grant = {
  readonly ehr: Ehr;
  readonly server: AuthorisationServer;
  readonly patientId: string;
  readonly encounterId?: string;
  readonly viewer?: Viewer;
  readonly needsPatientBanner: boolean;
  /** BCP 47. */
  readonly language?: string;
  readonly openedFrom?: string;
  readonly notGranted: NotGranted;
  /** The EHR takes reports, and let this session create them. */
  readonly mayWriteReports: boolean;
  readonly tokens: TokenAnswer;
};

/** One clinician at one patient in one tab. The tokens are behind it and are not part of it. */
export type Session = Omit<Grant, 'tokens' | 'server'> & {
  /** Names the session in addresses and headers; no secret. */
  readonly handle: string;
  readonly endsAt: Date;
};

export type Sessions = {
  /** Opens one; the secret is for the browser's cookie and is kept here only to compare with. */
  readonly open: (grant: Grant) => { readonly session: Session; readonly secret: string };
  /** Undefined where it is unknown, over, or the secret is not its own. */
  readonly find: (handle: string, secret: string | undefined) => Session | undefined;
  /** The EHR of a session, also of one that ended a while ago: where to sign in again. */
  readonly ehrOf: (handle: string) => Ehr | undefined;
  /** Valid for a minute at least, renewed where it had to be. @throws SessionExpired */
  readonly accessToken: (handle: string) => Promise<string>;
  /** Ends it and tells the EHR that its tokens are done with. */
  readonly end: (handle: string) => Promise<void>;
};

/** Signing in again helps, and nothing else does. */
export class SessionExpired extends ServiceError {
  override readonly name = 'SessionExpired';
  override readonly code = 'SESSION_EXPIRED';
  override readonly status = 401;
  constructor() {
    super('this session is over; sign in again through the EHR');
  }
}

type Tokens = { readonly access: string; readonly expiresAt: number; readonly refresh?: string };

type Held = {
  session: Session;
  readonly secret: string;
  readonly server: AuthorisationServer;
  tokens: Tokens;
  renewing?: Promise<void>;
};

const sessionsAtMost = 2000;
const renewBeforeMs = 60_000;
/** For a server that does not say how long its tokens live. */
const assumedSeconds = 3600;

function tokensOf(answer: TokenAnswer, now: number, before?: Tokens): Tokens {
  const refresh = answer.refresh_token ?? before?.refresh;
  const expiresAt = now + (answer.expires_in ?? assumedSeconds) * 1000;
  return { access: answer.access_token, expiresAt, ...(refresh ? { refresh } : {}) };
}

/** Drops the oldest until no more than `sessionsAtMost` are left. */
function trim(map: ReadonlyMap<string, unknown>, drop: (key: string) => void): void {
  for (const key of map.keys()) {
    if (map.size <= sessionsAtMost) return;
    drop(key);
  }
}

/** Those that live, and for a while whose the others were. */
function createShelf(now: () => number) {
  const held = new Map<string, Held>();
  const ended = new Map<string, Ehr>();
  const forget = (handle: string): Held | undefined => {
    const found = held.get(handle);
    if (!found) return undefined;
    held.delete(handle);
    ended.set(handle, found.session.ehr);
    trim(ended, (oldest) => ended.delete(oldest));
    return found;
  };
  const isOver = ({ session }: Held) => session.endsAt.getTime() <= now();
  return {
    forget,
    living: (handle: string): Held | undefined => {
      const found = held.get(handle);
      if (!found || !isOver(found)) return found;
      forget(handle);
      return undefined;
    },
    put: (entry: Held): void => {
      for (const [handle, other] of held) if (isOver(other)) forget(handle);
      held.set(entry.session.handle, entry);
      trim(held, forget);
    },
    ehrOf: (handle: string): Ehr | undefined => held.get(handle)?.session.ehr ?? ended.get(handle),
  };
}

/** What a grant's scopes let a session do at this EHR. */
export function rightsIn(ehr: Ehr, scope: string): Pick<Grant, 'notGranted' | 'mayWriteReports'> {
  return {
    notGranted: notGrantedIn(scope),
    mayWriteReports: ehr.takesReports === true && grantsReports(scope),
  };
}

/** New tokens for a session, and what they allow. @throws TokenRefused, SourceUnavailable */
async function renewTokens(found: Held, refresh: string, now: () => number): Promise<void> {
  const { session, server, tokens } = found;
  const answer = await requestTokens(session.ehr, server, {
    grant_type: 'refresh_token',
    refresh_token: refresh,
  });
  if (answer.patient !== undefined && answer.patient !== session.patientId)
    throw new TokenRefused('other_patient');
  found.tokens = tokensOf(answer, now(), tokens);
  if (answer.scope !== undefined) found.session = { ...session, ...rightsIn(session.ehr, answer.scope) };
}

export type SessionsParts = { readonly clock: Clock; readonly log: Logger; readonly sessionHours: number };

/** The sessions of this process, in its memory and nowhere else: a restart ends them all. */
export function createSessions({ clock, log, sessionHours }: SessionsParts): Sessions {
  const now = () => clock.now().getTime();
  const shelf = createShelf(now);

  const renew = async (found: Held, refresh: string): Promise<void> => {
    try {
      await renewTokens(found, refresh, now);
    } catch (error) {
      log.warn({ ehr: found.session.ehr.name, error: nameOf(error) }, 'token not renewed');
      if (!(error instanceof TokenRefused)) throw error;
      shelf.forget(found.session.handle);
      throw new SessionExpired();
    }
  };

  return {
    open: ({ tokens: answer, server, ...grant }) => {
      const handle = randomBytes(12).toString('base64url');
      const secret = randomBytes(32).toString('base64url');
      const tokens = tokensOf(answer, now());
      const longest = now() + sessionHours * 3_600_000;
      const endsAt = new Date(tokens.refresh ? longest : Math.min(longest, tokens.expiresAt));
      const session: Session = { ...grant, handle, endsAt };
      shelf.put({ session, secret, server, tokens });
      return { session, secret };
    },
    find: (handle, secret) => {
      const found = shelf.living(handle);
      return found && isSameSecret(secret, found.secret) ? found.session : undefined;
    },
    ehrOf: shelf.ehrOf,
    accessToken: async (handle) => {
      const found = shelf.living(handle);
      if (!found) throw new SessionExpired();
      const { refresh, expiresAt } = found.tokens;
      if (!refresh || expiresAt - now() >= renewBeforeMs) return found.tokens.access;
      found.renewing ??= renew(found, refresh).finally(() => {
        delete found.renewing;
      });
      await found.renewing.catch((error: unknown) => {
        // What is left of the old token's minute still serves while the EHR cannot be asked.
        if (error instanceof SessionExpired || expiresAt <= now()) throw error;
      });
      return found.tokens.access;
    },
    end: async (handle) => {
      const found = shelf.forget(handle);
      if (!found) return;
      const { session, server, tokens } = found;
      if (tokens.refresh) await revokeToken(session.ehr, server, tokens.refresh);
      await revokeToken(session.ehr, server, tokens.access);
    },
  };
}
