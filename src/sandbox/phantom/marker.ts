const letters = {
  L: ['10000', '10000', '10000', '10000', '10000', '10000', '11111'],
  R: ['11110', '10001', '10001', '11110', '10100', '10010', '10001'],
} as const;

/** Puts a lead letter into the upper corner on the patient's left. */
export function addMarker(film: { pixels: Uint16Array; side: number }, letter: keyof typeof letters): void {
  const { pixels, side } = film;
  const dot = Math.max(Math.round(side / 190), 1);
  const left = Math.round(side * 0.93);
  const top = Math.round(side * 0.07);
  letters[letter].forEach((line, row) => {
    [...line].forEach((mark, column) => {
      if (mark === '0') return;
      for (let at = 0; at < dot * dot; at += 1) {
        const y = top + row * dot + Math.floor(at / dot);
        const x = left + column * dot + (at % dot);
        pixels[y * side + x] = 3900;
      }
    });
  });
}
