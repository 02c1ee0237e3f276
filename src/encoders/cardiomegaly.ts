import type { Estimate } from '../lib/estimate.ts';
import type { MeasuredOutline } from '../outline/outline.ts';
import { calibrated, z90 } from './calibrate.ts';
import type { CardiomegalyRule } from './outline-manifest.ts';

/** Cardiomegaly from what is measured: a probability whose interval also holds the doubt about the ratio itself. */
export function cardiomegalyByMeasure(
  { ratio, areaRatio, uncertainty }: MeasuredOutline,
  isAp: boolean,
  { intercept, weights, platt, residualSd }: CardiomegalyRule,
): Estimate {
  const perRatio = weights.ratio + (isAp ? weights.apRatio : 0);
  const logOdds =
    intercept +
    perRatio * ratio.value +
    weights.logAreaRatio * Math.log(areaRatio) +
    weights.uncertainty * uncertainty +
    (isAp ? weights.ap : 0);
  const ratioSd = (ratio.high - ratio.low) / (2 * z90);
  const spread = Math.hypot(residualSd, platt.slope * perRatio * ratioSd);
  return calibrated(logOdds, { platt, residualSd: spread });
}
