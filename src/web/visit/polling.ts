/** Seconds to wait before asking again for a film that is being read; the last one repeats until `pollsAtMost`. */
const waits = [3, 5, 8, 13, 20, 30] as const;
/** About five minutes: a film that takes longer is not coming by itself. */
const pollsAtMost = 13;

/** Milliseconds until poll number `asked` (0 is the first); nothing when it is time to stop asking. */
export function waitBeforePoll(asked: number): number | undefined {
  if (asked >= pollsAtMost) return undefined;
  return (waits[asked] ?? waits[waits.length - 1] ?? 30) * 1000;
}

/** After this many minutes a page that was left open says loudly that it may be out of date. */
const staleAfterMinutes = 15;

/** Whether a page of this time (ISO 8601) is to be called old. */
export function isStale(asOf: string, now: Date): boolean {
  return now.getTime() - Date.parse(asOf) > staleAfterMinutes * 60_000;
}
