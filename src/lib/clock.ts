/** Time as a part, so that tests decide what "now" is. */
export type Clock = { readonly now: () => Date };

export const systemClock: Clock = { now: () => new Date() };

const hourMs = 3_600_000;

/** Hours from `earlier` to `later` (ISO 8601 instants); negative when `earlier` is the later one. */
export function hoursBetween(earlier: string, later: string): number {
  return (Date.parse(later) - Date.parse(earlier)) / hourMs;
}
