/** A calibrated probability (0 to 1) with its 90 % interval. */
export type Estimate = { readonly value: number; readonly low: number; readonly high: number };

/** Probability of log-odds. */
export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Log-odds of a probability, kept finite. */
export function logitOf(probability: number): number {
  const kept = Math.min(Math.max(probability, 1e-6), 1 - 1e-6);
  return Math.log(kept / (1 - kept));
}
