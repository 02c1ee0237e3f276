import type { Extent, MeasuredOutline, Outline, OutlineRefusal } from './outline.ts';
import { countDoubtful, extentOf, largestPart, meanInside, middleOf, type Part, type Plane } from './part.ts';
import { toRuns } from './runs.ts';

/** Smallest and largest value that is believed. */
export type Range = { readonly from: number; readonly to: number };

/** What an outline must keep to, from the films the net was trained on; areas are shares of the whole film. */
export type OutlineLimits = {
  readonly area: { readonly leftLung: Range; readonly rightLung: Range; readonly heart: Range };
  /** Left lung over right lung. */
  readonly lungBalance: Range;
  /** How far the heart may reach beyond the lungs, as a share of the chest's width. */
  readonly heartBeyondChest: number;
  /** Least air: how much darker than the heart a lung is on the prepared film. */
  readonly air: number;
  readonly uncertainty: number;
};

/** Half-width of the ratio's 90 % interval: `base` + `perUncertainty` × uncertainty. */
export type RatioDoubt = { readonly base: number; readonly perUncertainty: number };

export type OutlineRules = { readonly limits: OutlineLimits; readonly doubt: RatioDoubt };

/** Probabilities of the three structures on one square, and the prepared film they were read from. */
export type Planes = {
  readonly film: Float32Array;
  readonly leftLung: Plane;
  readonly rightLung: Plane;
  readonly heart: Plane;
};

type Parts = { readonly leftLung: Part; readonly rightLung: Part; readonly heart: Part };
type Figures = Pick<MeasuredOutline, 'areaRatio' | 'uncertainty' | 'heart' | 'chest'> & {
  readonly ratio: number;
  readonly air: number;
};

function isOutside(value: number, { from, to }: Range): boolean {
  return !(value >= from && value <= to);
}

/** Both lungs together; the row is that of the wider lung-to-lung span, told from the lung that reaches lower. */
function chestOf(left: Extent, right: Extent): Extent {
  return {
    left: Math.min(left.left, right.left),
    right: Math.max(left.right, right.right),
    row: Math.max(left.row, right.row),
  };
}

function figuresOf(planes: Planes, parts: Parts): Figures {
  const heart = extentOf(planes.heart, parts.heart);
  const chest = chestOf(
    extentOf(planes.leftLung, parts.leftLung),
    extentOf(planes.rightLung, parts.rightLung),
  );
  const [left, right, middle] = [parts.leftLung, parts.rightLung, parts.heart].map((part) =>
    meanInside(part, planes.film),
  ) as [number, number, number];
  const lungs = parts.leftLung.count + parts.rightLung.count;
  const doubtful =
    countDoubtful(planes.leftLung) + countDoubtful(planes.rightLung) + countDoubtful(planes.heart);
  return {
    ratio: (heart.right - heart.left) / (chest.right - chest.left),
    areaRatio: parts.heart.count / lungs,
    air: middle - Math.max(left, right),
    uncertainty: doubtful / (lungs + parts.heart.count),
    heart,
    chest,
  };
}

function missing({ leftLung, rightLung, heart }: Parts): OutlineRefusal | undefined {
  if (leftLung.count === 0 || rightLung.count === 0) return 'lung-missing';
  return heart.count === 0 ? 'heart-missing' : undefined;
}

/** A heart that reaches beyond the lungs, or whose middle does not lie between theirs. */
function isHeartOutside({ heart, chest }: Figures, parts: Parts, side: number, slack: number): boolean {
  const margin = slack * (chest.right - chest.left);
  const [right, middle, left] = [parts.rightLung, parts.heart, parts.leftLung].map((part) =>
    middleOf(part, side),
  ) as [number, number, number];
  if (!(right < middle && middle < left)) return true;
  return heart.left < chest.left - margin || heart.right > chest.right + margin;
}

function implausible(
  parts: Parts,
  figures: Figures,
  { limits, side }: { readonly limits: OutlineLimits; readonly side: number },
): OutlineRefusal | undefined {
  const share = (part: Part) => part.count / side ** 2;
  const { area, lungBalance, heartBeyondChest, air, uncertainty } = limits;
  if (share(parts.leftLung) < area.leftLung.from || share(parts.rightLung) < area.rightLung.from)
    return 'lung-missing';
  if (share(parts.heart) < area.heart.from) return 'heart-missing';
  const areas = [
    [parts.leftLung, area.leftLung],
    [parts.rightLung, area.rightLung],
    [parts.heart, area.heart],
  ] as const;
  if (areas.some(([part, range]) => isOutside(share(part), range))) return 'area-out-of-range';
  if (isOutside(parts.leftLung.count / parts.rightLung.count, lungBalance)) return 'lungs-unequal';
  if (isHeartOutside(figures, parts, side, heartBeyondChest)) return 'heart-outside';
  if (figures.air < air) return 'white-lung';
  return figures.uncertainty > uncertainty ? 'outline-uncertain' : undefined;
}

/** The outlines of one film, measured, or the reason why they are not believed. */
export function measureOutline(planes: Planes, { limits, doubt }: OutlineRules, model: string): Outline {
  const { side } = planes.heart;
  const parts: Parts = {
    leftLung: largestPart(planes.leftLung),
    rightLung: largestPart(planes.rightLung),
    heart: largestPart(planes.heart),
  };
  const shapes = {
    side,
    leftLung: toRuns(parts.leftLung.cells),
    rightLung: toRuns(parts.rightLung.cells),
    heart: toRuns(parts.heart.cells),
  };
  const none = missing(parts);
  if (none) return { state: 'refused', model, because: none, shapes };
  const { ratio, air, ...figures } = figuresOf(planes, parts);
  const because = implausible(parts, { ratio, air, ...figures }, { limits, side });
  if (because) return { state: 'refused', model, because, shapes };
  const half = doubt.base + doubt.perUncertainty * figures.uncertainty;
  return {
    state: 'measured',
    model,
    ratio: { value: ratio, low: Math.max(ratio - half, 0), high: ratio + half },
    ...figures,
    shapes,
  };
}
