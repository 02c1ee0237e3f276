/**
 * `vigie validate` and the calibration code on a strong model's published outputs (CheXNet on 22,433 films of NIH
 * ChestX-ray14), against figures computed once with scikit-learn 1.9 and NumPy.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readLabels, readPredictions } from '../../src/cli/film-table.ts';
import { validateFilms } from '../../src/cli/validate.ts';
import { loadConfig } from '../../src/config.ts';
import { ece } from '../../src/evaluation/metrics.ts';
import { fitPlatt, onLine } from '../../src/evaluation/platt.ts';
import { onesFor, sampleOf } from '../../src/evaluation/sample.ts';
import { logitOf } from '../../src/lib/estimate.ts';

const { values } = parseArgs({
  options: { data: { type: 'string' }, repeats: { type: 'string', default: '100' } },
});
if (!values.data) {
  console.error(
    'Usage: node test/real/yardstick.ts --data <folder with chexnet-yardstick/ and labels/> [--repeats 100]',
  );
  process.exit(2);
}
const predictions = join(values.data, 'chexnet-yardstick', 'preds.csv');
const labels = join(values.data, 'labels', 'Data_Entry_2017_v2020.csv.gz');

/** Finding, films with it, AUROC, average precision, Brier score, calibration error. */
const known: readonly (readonly [string, number, number, number, number, number])[] = [
  ['Atelectasis', 2423, 0.817981, 0.360317, 0.082523, 0.021737],
  ['Cardiomegaly', 582, 0.909015, 0.295967, 0.021715, 0.00544],
  ['Effusion', 2756, 0.882716, 0.527044, 0.077909, 0.020055],
  ['Infiltration', 3944, 0.715645, 0.34448, 0.132292, 0.019745],
  ['Mass', 1139, 0.837684, 0.297137, 0.042728, 0.014698],
  ['Nodule', 1337, 0.775575, 0.253674, 0.050512, 0.010107],
  ['Pneumonia', 260, 0.761687, 0.044361, 0.011274, 0.000759],
  ['Pneumothorax', 1089, 0.877615, 0.342078, 0.038067, 0.007292],
  ['Consolidation', 957, 0.800205, 0.153611, 0.038427, 0.007157],
  ['Edema', 413, 0.89446, 0.140486, 0.017183, 0.004044],
  ['Emphysema', 509, 0.931623, 0.382616, 0.017714, 0.003551],
  ['Fibrosis', 362, 0.82509, 0.13542, 0.014913, 0.00239],
  ['Pleural_Thickening', 734, 0.78892, 0.136062, 0.030092, 0.005382],
  ['Hernia', 42, 0.917525, 0.217589, 0.00179, 0.000897],
];
/** Equal scores stay in one bin here and are split there, which a calibration error can feel. */
const tolerances = [1e-6, 1e-6, 1e-6, 1e-4];
const eceLimit = 0.02;
const faults: string[] = [];

const folder = await mkdtemp(join(tmpdir(), 'vigie-yardstick-'));
try {
  const files = { predictions, labels, out: folder, repeats: Number(values.repeats) };
  await validateFilms({ ...files, config: loadConfig({}), say: console.error });
  const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
  for (const [name, events, ...figures] of known) {
    const finding = report.findings.find((one: { name: string }) => one.name === name);
    const found = ['auroc', 'auprc', 'brier', 'ece'].map((figure) => finding?.figures[figure].value);
    const isOff = figures.some((value, at) => !(Math.abs(found[at] - value) <= (tolerances[at] ?? 0)));
    if (finding?.events !== events || isOff) faults.push(`${name}: ${found} where ${figures} belong`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(`14 findings × 4 figures against scikit-learn: ${faults.length === 0 ? 'equal' : 'NOT equal'}`);

const [said, truths] = [await readPredictions(predictions), await readLabels(labels)];
console.log('\ncalibration fitted on the patients of even id, ECE on those of odd id');
console.log('finding              films   as it came   calibrated');
for (const [name] of known) {
  const cases = [...said].flatMap(([file, film]) => {
    const [score, truth] = [film.said[name]?.value, truths.get(file)];
    if (score === undefined || !truth) return [];
    return [{ score, outcome: truth.truth[name] === true, patient: truth.patient }];
  });
  const isEven = ({ patient }: { patient: string }) => Number(patient) % 2 === 0;
  const [fitted, rest] = [cases.filter(isEven), cases.filter((one) => !isEven(one))];
  const line = fitPlatt(
    {
      logits: fitted.map(({ score }) => logitOf(score)),
      labels: fitted.map(({ outcome }) => outcome),
      groups: fitted.map(({ patient }) => patient),
    },
    { resampling: { repeats: 2, seed: 1 } },
  );
  const [raw, calibrated] = [rest, rest.map((one) => ({ ...one, score: onLine(line, logitOf(one.score)) }))]
    .map((half) => sampleOf(half))
    .map((sample) => ece(sample, onesFor(sample)));
  console.log(`${name.padEnd(20)} ${rest.length}   ${raw?.toFixed(4)}       ${calibrated?.toFixed(4)}`);
  if (!((calibrated ?? 1) <= eceLimit))
    faults.push(`${name}: calibration error ${calibrated} above ${eceLimit}`);
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
