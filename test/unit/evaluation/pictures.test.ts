import { expect, test } from 'vitest';
import { drawDecisionCurve, drawReliability } from '../../../src/evaluation/pictures/draw.ts';
import { sampleOf } from '../../../src/evaluation/sample.ts';

/** The numbers that a pattern finds in a picture. */
function found(svg: string, pattern: RegExp): number[] {
  return [...svg.matchAll(pattern)].map(([, number]) => Number(number));
}

/** The lower edge of the title and the legend, and the upper edge of the plot. */
function edgesOf(svg: string, words: readonly string[]) {
  const rows = words.map((text) => Number(svg.match(new RegExp(`y="([0-9.]+)">${text}<`))?.[1]));
  return { legend: Math.max(...rows), plot: Math.min(...found(svg, /class="grid"[^>]*y1="([0-9.]+)"/g)) };
}

test('nothing that is drawn reaches into the legend, not even a finding that every film shows', () => {
  const cases = Array.from({ length: 40 }, (_, n) => ({ score: n / 40, outcome: true, patient: `p${n}` }));
  const svg = drawReliability('Effusion', sampleOf(cases));
  const { legend, plot } = edgesOf(svg, ['as said', 'tenths of the 40 cases, 95 % interval']);
  expect(legend).toBeLessThan(plot);
  expect(Math.min(...found(svg, /whisker[^>]*V([0-9.]+)/g))).toBeGreaterThanOrEqual(plot);
});

test('a picture of four curves has its last words above its plot, and its axis within its height', () => {
  const curve = [0.1, 0.2].map((threshold) => ({ threshold, model: 0.1, all: 0.05 }));
  const svg = drawDecisionCurve('Benefit', [
    { words: 'first', curve },
    { words: 'second', curve },
  ]);
  const { legend, plot } = edgesOf(svg, ['first', 'second', 'act on none \\(level\\)']);
  expect(legend).toBeLessThan(plot);
  const [height = 0] = found(svg, /<svg[^>]* height="([0-9.]+)"/g);
  expect(Math.max(...found(svg, /<text[^>]* y="([0-9.]+)"/g))).toBeLessThan(height);
});
