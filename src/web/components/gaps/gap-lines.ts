import type { Gap } from '../../summary-types.ts';

/** Everything one sentence is true of: the same reason, and the same detail. */
export type GapLine = {
  readonly reason: Gap['reason'];
  readonly modality: Gap['modality'];
  readonly detail?: string;
  readonly whats: readonly string[];
};

/** One line for each thing that can be said of what is missing, in the order in which it came up. */
export function gapLines(gaps: readonly Gap[]): readonly GapLine[] {
  const lines = new Map<string, GapLine>();
  for (const { reason, modality, detail, what } of gaps) {
    const key = JSON.stringify([reason, detail ?? '']);
    const held = lines.get(key);
    const whats = [...new Set([...(held?.whats ?? []), what])];
    lines.set(key, { reason, modality: held?.modality ?? modality, ...(detail ? { detail } : {}), whats });
  }
  return [...lines.values()];
}
