/** A bar that grows from the middle of its track: per cent of the track. */
export type ShareBar = { readonly left: number; readonly width: number };

/** Signed shares as bars about a common zero; the largest reaches its end of the track. */
export function layShares(logits: readonly number[]): readonly ShareBar[] {
  const most = Math.max(...logits.map(Math.abs), 0);
  return logits.map((logit) => {
    const width = most === 0 ? 0 : (Math.abs(logit) / most) * 50;
    return { left: logit < 0 ? 50 - width : 50, width };
  });
}
