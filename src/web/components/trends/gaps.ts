/** From one morning's blood to the next morning's, with room for a late one. */
const longestJoinedHours = 30;
const usualTimes = 3;

function median(sorted: readonly number[]): number {
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/**
 * The longest time in seconds over which two values are joined by a line: three times what is usual between this
 * concept's values, and 30 hours at most. Beyond it nobody looked, and a line would say that somebody had.
 */
export function longestJoined(times: readonly number[]): number {
  const steps = times.slice(1).map((time, at) => time - (times[at] ?? time));
  const usual = median(steps.filter((step) => step > 0).sort((a, b) => a - b));
  return Math.min(usual * usualTimes, longestJoinedHours * 3600);
}

/** One line's values over time in the plotting library's columns; `null` breaks the line. */
export type Line = { readonly times: readonly number[]; readonly values: readonly (number | null)[] };

/** A line broken wherever two neighbours lie further apart than `longest` seconds; nothing is made up between them. */
export function withGaps(times: readonly number[], values: readonly number[], longest: number): Line {
  const line: { times: number[]; values: (number | null)[] } = { times: [], values: [] };
  for (const [at, time] of times.entries()) {
    const before = times[at - 1];
    if (before !== undefined && time - before > longest) {
      line.times.push((before + time) / 2);
      line.values.push(null);
    }
    line.times.push(time);
    line.values.push(values[at] ?? null);
  }
  return line;
}
