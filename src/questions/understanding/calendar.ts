const dayMs = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' } as const;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...fields,
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
    timeZone,
  });
  if (formats.size < 500) formats.set(timeZone, made);
  return made;
}

/** How far the wall clock of a zone is ahead of UTC at an instant, in milliseconds. */
function aheadMs(instant: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/** The wall clock of a zone as if it were UTC: its UTC fields read as local ones. */
export function wallOf(instant: number, timeZone: string): Date {
  return new Date(instant + aheadMs(instant, timeZone));
}

/** The instant at which a zone's wall clock shows `wall` (its UTC fields). */
export function instantOf(wall: number, timeZone: string): number {
  const guess = wall - aheadMs(wall, timeZone);
  return wall - aheadMs(guess, timeZone);
}

/** Midnight of the wall clock's day, so many days before. */
export function midnight(wall: Date, daysBefore = 0): number {
  return Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()) - daysBefore * dayMs;
}

/** Whether the runtime knows the zone (IANA name). */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
