import { describe, expect, test } from 'vitest';
import { exposureFault, greysOf, quantileShares, turnedGreys } from '../../../src/film/exposure.ts';
import type { GreyFilm } from '../../../src/film/film.ts';

const [rows, columns] = [90, 110];

/** A soft picture whose greys go through `curve`. */
function filmOf(curve: (grey: number, row: number, column: number) => number): GreyFilm {
  const pixels = Float32Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const grey = 0.5 + 0.25 * Math.sin(row / 9) + 0.24 * Math.cos(column / 13);
    return Math.min(Math.max(curve(grey, row, column), 0), 1);
  });
  return { rows, columns, pixels, reducedBy: 1, facts: { kind: 'image', rows, columns, frames: 1 } };
}

const isBorder = (row: number, column: number) =>
  row < 9 || row >= rows - 9 || column < 11 || column >= columns - 11;

describe('what the greys of a film rule out', () => {
  test.each<[string, string, (grey: number, row: number, column: number) => number]>([
    ['read', 'as it was taken', (grey) => grey],
    ['read', 'soft: little contrast', (grey) => 0.4 + 0.1 * grey],
    ['read', 'a third lost in white', (grey) => grey + 0.35],
    ['read', 'black collimated borders', (grey, row, column) => (isBorder(row, column) ? 0 : grey)],
    ['over-exposed', 'more than half lost in black', (grey) => (grey - 0.55) * 2],
    ['over-exposed', 'a very dark curve', (grey) => grey ** 8],
    ['under-exposed', 'more than half lost in white', (grey) => grey * 2.2],
    ['over-exposed', 'dark, though little of it black', (grey) => 0.03 + grey / 5],
    ['under-exposed', 'pale, though none of it white', (grey) => 0.8 + 0.15 * grey],
    ['under-exposed', 'nothing in it as dark as a lung', (grey) => 0.7 + 0.2 * grey],
    ['read', 'a dark film with its detail', (grey) => 0.6 * grey],
    ['blank', 'next to nothing', (grey) => 0.5 + grey / 200],
  ])('%s: %s', (code, _name, curve) => {
    expect(exposureFault(greysOf(filmOf(curve)))?.code ?? 'read').toBe(code);
  });
});

/** Each row runs from black on the left to white on the right. */
function ramp(size: number): GreyFilm {
  const pixels = Float32Array.from({ length: size * size }, (_, at) => (at % size) / (size - 1));
  return {
    rows: size,
    columns: size,
    pixels,
    reducedBy: 1,
    facts: { kind: 'image', rows, columns, frames: 1 },
  };
}

test('the greys of a ramp lie where their shares say, to one of 256 levels', () => {
  const { quantiles, black, white } = greysOf(ramp(1000));
  // The centre holds the greys .1 to .9.
  quantileShares.forEach((share, at) => {
    expect(Math.abs((quantiles[at] as number) - (0.1 + 0.8 * share))).toBeLessThan(1 / 256);
  });
  expect([black, white]).toEqual([0, 0]);
});

test('a negative has the greys of its positive, turned', () => {
  const film = filmOf((grey) => grey ** 3);
  const negative = { ...film, pixels: film.pixels.map((grey) => 1 - grey) };
  const [turned, own] = [turnedGreys(greysOf(negative)), greysOf(film)];
  turned.quantiles.forEach((grey, at) => {
    expect(Math.abs(grey - (own.quantiles[at] as number))).toBeLessThan(0.01);
  });
  expect([turned.black, turned.white]).toEqual([own.black, own.white]);
});
