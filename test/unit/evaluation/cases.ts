import { type Case, type Sample, sampleOf } from '../../../src/evaluation/sample.ts';

/** Sixty invented cases of twenty patients; `steps` puts their probabilities on 21 values, so that many are equal. */
export function inventedCases({ steps }: { readonly steps: boolean }): Case[] {
  return Array.from({ length: 60 }, (_, i) => {
    const fine = (((i * 37) % 61) + 0.5) / 61;
    const coarse = (Math.round((Math.round(fine * 100) / 100) * 20) / 20) * 0.9 + 0.05;
    const score = steps ? coarse : fine;
    return { score, outcome: (i * i * 7 + 3 * i) % 11 < 1 + 9 * score, patient: `p${i % 20}` };
  });
}

export const tied: Sample = sampleOf(inventedCases({ steps: true }));
export const untied: Sample = sampleOf(inventedCases({ steps: false }));
