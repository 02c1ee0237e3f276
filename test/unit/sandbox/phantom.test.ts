import { describe, expect, test } from 'vitest';
import { drawForeign, drawPhantom, type PhantomSpec } from '../../../src/sandbox/phantom/phantom.ts';

const side = 256;
const healthy: PhantomSpec = { seed: 3, sex: 'male', ageYears: 60, view: 'PA', findings: {} };

function draw(findings: PhantomSpec['findings'], fields: Partial<PhantomSpec> = {}) {
  return drawPhantom({ ...healthy, ...fields, findings }, side);
}

type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** Mean grey (0 to 4095) inside a box that is clipped to the film. */
function meanIn({ pixels }: { pixels: Uint16Array }, { left, top, width, height }: Box): number {
  let [sum, count] = [0, 0];
  for (let row = Math.max(top, 0); row < Math.min(top + height, side); row += 1) {
    for (let column = Math.max(left, 0); column < Math.min(left + width, side); column += 1) {
      sum += pixels[row * side + column]!;
      count += 1;
    }
  }
  return sum / count;
}

describe('the phantom', () => {
  test('is the same film for the same order, and another for another person', () => {
    expect(draw({}).pixels).toEqual(draw({}).pixels);
    expect(draw({}, { seed: 4 }).pixels).not.toEqual(draw({}).pixels);
  });

  test('has 12-bit grey, dark lungs, a bright belly and black air around it', () => {
    const film = draw({});
    expect(Math.max(...film.pixels)).toBeLessThan(4096);
    const lung = meanIn(film, { left: 55, top: 100, width: 20, height: 20 });
    const belly = meanIn(film, { left: 100, top: 240, width: 40, height: 12 });
    const air = meanIn(film, { left: 0, top: 120, width: 6, height: 20 });
    expect(belly).toBeGreaterThan(1.5 * lung);
    expect(air).toBeLessThan(0.5 * lung);
  });

  test.each([
    ['Effusion', { effusion: { side: 'right', amount: 0.4 } }, 1],
    ['Consolidation', { consolidation: { side: 'left', zone: 'lower', amount: 0.9 } }, 1],
    ['Nodule', { nodule: { side: 'left', zone: 'upper', diameterMm: 28 } }, 1],
    ['Pneumothorax', { pneumothorax: { side: 'left', amount: 0.5 } }, -1],
  ] as const)(
    '%s changes the film where its truth says, and hardly the other lung',
    (name, findings, sign) => {
      const film = draw(findings);
      const lesion = film.truth.lesions.find(({ finding }) => finding === name)!;
      const change = meanIn(film, lesion.box) - meanIn(draw({}), lesion.box);
      expect(change * sign).toBeGreaterThan(60);
      const mirrored = { ...lesion.box, left: side - lesion.box.left - lesion.box.width };
      const other = meanIn(film, mirrored) - meanIn(draw({}), mirrored);
      expect(Math.abs(other)).toBeLessThan(Math.abs(change) / 3);
      // The patient's left lies on the right of the picture.
      const centre = lesion.box.left + lesion.box.width / 2;
      expect(centre > side / 2).toBe(lesion.side === 'left');
    },
  );

  test('a larger heart is brighter beside the left border and recorded as it was drawn', () => {
    const besideHeart = { left: 178, top: 160, width: 12, height: 20 };
    const large = draw({ cardiothoracicRatio: 0.64 });
    expect(meanIn(large, besideHeart)).toBeGreaterThan(
      meanIn(draw({ cardiothoracicRatio: 0.42 }), besideHeart) + 200,
    );
    expect(large.truth.cardiothoracicRatio).toBeCloseTo(0.64, 5);
  });

  test('oedema whitens both lungs; a lateral film and a hand are other pictures', () => {
    const lungs = { left: 50, top: 90, width: 30, height: 50 };
    expect(meanIn(draw({ oedema: 0.8 }), lungs)).toBeGreaterThan(meanIn(draw({}), lungs) + 100);
    expect(draw({}, { view: 'LATERAL' }).pixels).not.toEqual(draw({}).pixels);
    expect(new Set(drawForeign('hand', side).pixels).size).toBeGreaterThan(50);
  });
});
