import { randomBytes } from 'node:crypto';

/** Things that are handed out under an opaque name and taken back once. */
export type Tickets<T> = {
  readonly issue: (thing: T) => string;
  /** Nothing when the name was never given, was used, or is too old. */
  readonly take: (name: string) => T | undefined;
};

export function createTickets<T>(lifeMs: number): Tickets<T> {
  const open = new Map<string, { readonly thing: T; readonly expiresAt: number }>();
  const forgetExpired = () => {
    for (const [name, { expiresAt }] of open) if (expiresAt <= Date.now()) open.delete(name);
  };
  return {
    issue: (thing) => {
      forgetExpired();
      const name = randomBytes(24).toString('base64url');
      open.set(name, { thing, expiresAt: Date.now() + lifeMs });
      return name;
    },
    take: (name) => {
      forgetExpired();
      const ticket = open.get(name);
      open.delete(name);
      return ticket?.thing;
    },
  };
}
