/** One value of a series and how long before the prediction time it was. */
export type Point = { readonly ageHours: number; readonly value: number };

/** Oldest first, at least one, no two of one instant. */
type Points = readonly Point[];

const decayHalfLifeHours = 6;
/** How long a value counts in the time-weighted mean beyond the time it held. */
const leastHoldHours = 1 / 6;

function total(points: Points, of: (point: Point, at: number) => number): number {
  return points.reduce((sum, point, at) => sum + of(point, at), 0);
}

function mean(points: Points): number {
  return points.length === 0 ? Number.NaN : total(points, ({ value }) => value) / points.length;
}

function weightedMean(points: Points, weightOf: (point: Point, at: number) => number): number {
  return total(points, (point, at) => weightOf(point, at) * point.value) / total(points, weightOf);
}

function within(points: Points, hours: number): Points {
  return points.filter(({ ageHours }) => ageHours <= hours);
}

function least(points: Points): number {
  return points.length === 0 ? Number.NaN : Math.min(...points.map(({ value }) => value));
}

function most(points: Points): number {
  return points.length === 0 ? Number.NaN : Math.max(...points.map(({ value }) => value));
}

/** Least-squares slope in units per hour; absent for a single moment. */
function slope(points: Points): number {
  const centre = -total(points, ({ ageHours }) => ageHours) / points.length;
  const middle = mean(points);
  const below = total(points, ({ ageHours }) => (-ageHours - centre) ** 2);
  const above = total(points, ({ ageHours, value }) => (-ageHours - centre) * (value - middle));
  return below > 1e-9 ? above / below : Number.NaN;
}

/** Sample standard deviation; absent for a single value. */
function spread(points: Points): number {
  const middle = mean(points);
  return points.length < 2
    ? Number.NaN
    : Math.sqrt(total(points, ({ value }) => (value - middle) ** 2) / (points.length - 1));
}

function sumOfDay(points: Points): number {
  const day = within(points, 24);
  return day.length === 0 ? Number.NaN : total(day, ({ value }) => value);
}

/** Every statistic a model may ask for, by the name its manifest uses; `models/fusion/train/features.py` makes the same. */
export const statistics = {
  latest: (points: Points) => points.at(-1)?.value ?? Number.NaN,
  first: (points: Points) => points[0]?.value ?? Number.NaN,
  min: least,
  max: most,
  mean,
  /** Each value weighs as long as it was the newest. */
  timeMean: (points: Points) =>
    weightedMean(points, ({ ageHours }, at) => ageHours - (points[at + 1]?.ageHours ?? 0) + leastHoldHours),
  /** Each value weighs half as much for every six hours of age. */
  decayMean: (points: Points) =>
    weightedMean(points, ({ ageHours }) => 2 ** (-ageHours / decayHalfLifeHours)),
  min12h: (points: Points) => least(within(points, 12)),
  max12h: (points: Points) => most(within(points, 12)),
  mean24h: (points: Points) => mean(within(points, 24)),
  earlyMean: (points: Points) => mean(points.filter(({ ageHours }) => ageHours > 24)),
  slope,
  sd: spread,
  count: (points: Points) => points.length,
  ageHours: (points: Points) => points.at(-1)?.ageHours ?? Number.NaN,
  firstAgeHours: (points: Points) => points[0]?.ageHours ?? Number.NaN,
  sum24h: sumOfDay,
} as const satisfies Record<string, (points: Points) => number>;

export type Stat = keyof typeof statistics;
