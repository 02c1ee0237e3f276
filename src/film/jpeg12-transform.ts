/** cos((2 x + 1) u π / 16) / 2, the first frequency divided by √2. */
const basis = Float64Array.from({ length: 64 }, (_, index) => {
  const [place, frequency] = [index >> 3, index & 7];
  const scale = frequency === 0 ? Math.SQRT1_2 / 2 : 0.5;
  return scale * Math.cos(((2 * place + 1) * frequency * Math.PI) / 16);
});
const line = new Float64Array(8);

function transformLine(block: Float64Array, from: number, step: number): void {
  let highest = 7;
  while (highest > 0 && block[from + highest * step] === 0) highest--;
  for (let place = 0; place < 8; place++) {
    let sum = 0;
    for (let frequency = 0; frequency <= highest; frequency++) {
      sum += (basis[place * 8 + frequency] as number) * (block[from + frequency * step] as number);
    }
    line[place] = sum;
  }
  for (let place = 0; place < 8; place++) block[from + place * step] = line[place] as number;
}

/** The inverse discrete cosine transform of an 8 × 8 block, in place. */
export function inverseTransform(block: Float64Array): void {
  for (let column = 0; column < 8; column++) transformLine(block, column, 8);
  for (let row = 0; row < 8; row++) transformLine(block, row * 8, 1);
}
