/**
 * Draws invented chest films with their truth, for `prepare.py --phantoms`.
 *
 *     node draw-phantoms.ts --out FOLDER [--count 600] [--first 0] [--lateral]
 *
 * The same number always gives the same film, so several runs may share one folder (`--first`).
 * `--lateral` draws side views of the same people, which the gate is to refuse.
 */
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { drawPhantom, type PhantomSpec } from '../../../src/sandbox/phantom/phantom.ts';
import { createRandom } from '../../../src/sandbox/phantom/random.ts';

const side = 1024;
const seedOffset = 5000;
const columns = [
  ...['file', 'view', 'sex', 'age', 'effusion', 'pneumothorax', 'consolidation', 'oedema'],
  ...['nodule_mm', 'heart_ratio', 'drain'],
];

/** A person with nothing, one or two things to see; about two fifths show nothing. */
function specOf(number: number): PhantomSpec {
  const random = createRandom(number * 977 + 3);
  const between = (low: number, high: number) => low + (high - low) * random();
  const isOne = (share: number) => random() < share;
  const sideOf = () => (isOne(0.5) ? ('left' as const) : ('right' as const));
  const zoneOf = () => (['upper', 'middle', 'lower'] as const)[Math.floor(random() * 3)] ?? 'lower';
  const shows = isOne(0.4) ? 0 : 1;
  const ratio = isOne(0.3 * shows) ? between(0.53, 0.68) : between(0.41, 0.47);
  return {
    seed: seedOffset + number,
    sex: isOne(0.5) ? 'male' : 'female',
    ageYears: Math.round(between(18, 95)),
    view: isOne(0.55) ? 'PA' : 'AP',
    findings: {
      cardiothoracicRatio: ratio,
      ...(isOne(0.35 * shows) ? { effusion: { side: sideOf(), amount: between(0.15, 0.7) } } : {}),
      ...(isOne(0.2 * shows) ? { pneumothorax: { side: sideOf(), amount: between(0.1, 0.6) } } : {}),
      ...(isOne(0.3 * shows)
        ? { consolidation: { side: sideOf(), zone: zoneOf(), amount: between(0.4, 1) } }
        : {}),
      ...(isOne(0.25 * shows)
        ? { nodule: { side: sideOf(), zone: zoneOf(), diameterMm: between(12, 45) } }
        : {}),
      ...(isOne(0.3 * shows) ? { oedema: between(0.35, 0.9) } : {}),
      ...(isOne(0.1) ? { drain: { side: sideOf() } } : {}),
    },
  };
}

function rowOf(file: string, { view, sex, ageYears, findings }: PhantomSpec): string {
  const { effusion, pneumothorax, consolidation, nodule, oedema, cardiothoracicRatio, drain } = findings;
  const amounts = [effusion?.amount, pneumothorax?.amount, consolidation?.amount, oedema];
  const rest = [nodule?.diameterMm, cardiothoracicRatio, drain ? 1 : 0];
  const numbers = [...amounts, ...rest].map((value) => (value ?? 0).toFixed(3));
  return [file, view, sex, ageYears, ...numbers].join(',');
}

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    count: { type: 'string', default: '600' },
    first: { type: 'string', default: '0' },
    lateral: { type: 'boolean', default: false },
  },
});
if (!values.out) throw new Error('--out FOLDER is required');
await mkdir(values.out, { recursive: true });
const last = Number(values.count);
const rows = [columns.join(',')];
for (let number = 0; number < last; number += 1) {
  const file = `phantom-${String(number).padStart(5, '0')}.png`;
  const spec: PhantomSpec = { ...specOf(number), ...(values.lateral ? { view: 'LATERAL' } : {}) };
  rows.push(rowOf(file, spec));
  const path = join(values.out, file);
  const isDone = await access(path).then(
    () => true,
    () => false,
  );
  if (number < Number(values.first) || isDone) continue;
  const { pixels } = drawPhantom(spec, side);
  const grey = Uint8Array.from(pixels, (code) => code >> 4);
  await sharp(grey, { raw: { width: side, height: side, channels: 1 } })
    .png()
    .toFile(path);
}
await writeFile(join(values.out, 'truth.csv'), `${rows.join('\n')}\n`);
