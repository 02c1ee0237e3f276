/** Time as a part, so that tests decide what "now" is. */
export type Clock = { readonly now: () => Date };

export const systemClock: Clock = { now: () => new Date() };

const hourMs = 3_600_000;

/** One assessment asks for the same times again and again; parsing them was a third of its cost beside the model. */
const parsed = new Map<string, number>();
const mostParsed = 10_000;

function msOf(instant: string): number {
  const known = parsed.get(instant);
  if (known !== undefined) return known;
  if (parsed.size >= mostParsed) parsed.clear();
  const ms = Date.parse(instant);
  parsed.set(instant, ms);
  return ms;
}

/** Hours from `earlier` to `later` (ISO 8601 instants); negative when `earlier` is the later one. */
export function hoursBetween(earlier: string, later: string): number {
  return (msOf(later) - msOf(earlier)) / hourMs;
}
