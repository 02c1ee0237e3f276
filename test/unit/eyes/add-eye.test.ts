import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkEye } from '../../../src/eyes/add-eye.ts';
import { type TinyChanges, tinyNet } from '../../onnx-graphs.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-eye-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const good = {
  id: 'tiny',
  version: '1.0.0',
  licence: 'Apache-2.0',
  intendedUse: 'Trying out whether a film model can be put in.',
  input: { name: 'film' },
  outputs: { findings: 'logits' },
  preprocessing: {
    resizeTo: 32,
    fit: 'squash',
    interpolation: 'bilinear',
    scale: { black: 0, white: 1 },
  },
  findings: [
    { name: 'Effusion', index: 0 },
    { name: 'Edema', index: 4 },
  ],
} as const;
type Manifest = Record<string, unknown>;

/** What is said against a graph with a manifest; nothing when both are taken. */
async function said(manifest: Manifest, bytes: Uint8Array = tinyNet()): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(folder, 'net.onnx'), bytes);
  writeFileSync(join(folder, 'net.json'), JSON.stringify({ sha256, ...manifest }));
  return checkEye(join(folder, 'net.onnx'), join(folder, 'net.json')).then(
    () => '',
    (error: Error) => error.message,
  );
}

test('a graph that fits its manifest is taken', async () => {
  expect(await said(good)).toBe('');
});

test('a line that falls is taken where the finding is not assessed', async () => {
  const falling = { ...judged, assessed: false, platt: { ...platt, slope: -1 } };
  expect(await said({ ...good, findings: [{ ...findings[0], ...falling }] })).toBe('');
});

const { preprocessing, findings } = good;
const platt = {
  slope: 1,
  intercept: 0,
  cov: [
    [0.1, 0],
    [0, 0.1],
  ],
};
const judged = { auroc: { value: 0.8, low: 0.7, high: 0.9 }, assessed: true, prevalence: 0.1 };
const exposure = {
  ...{ name: 'over-exposed', bias: 0, black: 1, white: 0, refuseAbove: 3 },
  quantiles: Array.from({ length: 9 }, () => 0),
};
const wrong: readonly [line: string, change: Manifest, told: string][] = [
  ['id', { id: 'My Net' }, 'id: must be 2 to 64 lower-case letters'],
  ['version', { version: 'v2' }, 'version: must be a version such as 1.0.0 (given: "v2")'],
  ['sha256', { sha256: 'a'.repeat(64) }, 'the manifest belongs to another graph'],
  ['licence', { licence: undefined }, 'licence: missing; must name the licence'],
  ['intendedUse', { intendedUse: ' ' }, 'intendedUse: must say in a sentence'],
  ['input', { input: {} }, 'input.name: missing'],
  ['unknown line', { preprocesing: {} }, 'preprocesing: no such line; allowed are'],
  [
    'unknown line of the gate',
    { gate: { output: 'far', refuseAbove: 1, checks: [{ name: 'rotated', index: 0, refusAbove: 1 }] } },
    'gate.checks[0].refusAbove: no such line; allowed are name, index',
  ],
  [
    'limit that a site would lower',
    { gate: { output: 'far', refuseAbove: 1, siteMayRaiseTo: 0.5 } },
    'gate.siteMayRaiseTo: must not be below refuseAbove, which must be there (given: 0.5)',
  ],
  ['unknown role', { outputs: { findings: 'logits', sex: 'x' } }, 'outputs.sex: no such line'],
  [
    'activation',
    { activation: 'softmax' },
    'activation: must be one of logit, probability (given: "softmax")',
  ],
  [
    'fit',
    { preprocessing: { ...preprocessing, fit: 'pad' } },
    'preprocessing.fit: must be one of squash, letterbox, centre-crop (given: "pad")',
  ],
  [
    'side',
    { preprocessing: { ...preprocessing, resizeTo: 4 } },
    'preprocessing.resizeTo: must be at least 16 (given: 4)',
  ],
  [
    'number in quotes',
    { preprocessing: { ...preprocessing, resizeTo: '32' } },
    'preprocessing.resizeTo: must be a number (given: "32")',
  ],
  [
    'unknown line of the preprocessing',
    { preprocessing: { ...preprocessing, resize: 32 } },
    'preprocessing.resize: no such line; allowed are resizeTo, fit, interpolation',
  ],
  ['no outputs', { outputs: undefined }, 'outputs: missing; must be lines in braces { }'],
  [
    'channels',
    { preprocessing: { ...preprocessing, channels: 2 } },
    'preprocessing.channels: must be 1 or 3 (given: 2)',
  ],
  [
    'two value rules',
    { preprocessing: { ...preprocessing, normalise: { mean: [0.5], std: [0.2] } } },
    'preprocessing: 2 value rules; give exactly one of standardise, scale, normalise',
  ],
  [
    'means for three channels',
    { preprocessing: { ...preprocessing, scale: undefined, normalise: { mean: [0, 0, 0], std: [1] } } },
    'preprocessing.normalise.mean: 3 numbers for 1 channels',
  ],
  ['finding', { findings: [{ name: 'Pneumonitis' }] }, 'findings[0].name: must be one of Atelectasis, Card'],
  [
    'two findings at one place',
    { findings: [{ name: 'Effusion' }, { name: 'Mass' }] },
    'findings[1].index: logits[0] is Effusion already; say which place is Mass',
  ],
  [
    'place of what is no finding',
    { places: { shown: ['Effusionn'] } },
    'places.shown[0]: must be one of Atelectasis',
  ],
  [
    'places without maps',
    { places: { shown: ['Effusion'] } },
    'outputs.activationMap: missing, though places are shown from it',
  ],
  ['size', { bytes: 12 }, '(given: 12); the manifest belongs to another graph'],
  ['finding twice', { findings: [...findings, findings[0]] }, 'findings[2].name: Effusion is given twice'],
  ['finding without a tensor', { outputs: {} }, 'findings[0].output: no tensor'],
  ['nothing to say', { outputs: {}, findings: [] }, 'findings: empty, and no outputs.embedding'],
  [
    'half a calibration',
    { findings: [{ ...findings[0], platt }] },
    'findings[0].prevalence: missing; give platt, auroc',
  ],
  [
    'a bend without its doubt',
    { findings: [{ ...findings[0], platt: { ...platt, bend: 0.2 } }] },
    'findings[0].platt.cov: must be 2 rows of 2 numbers, or 3 of 3 with a bend',
  ],
  [
    'rule on exposure over checks that no output holds',
    {
      gate: {
        ...{ output: 'logits', refuseAbove: 3 },
        exposure: [{ ...exposure, checks: [{ index: 0, weight: 1 }] }],
      },
    },
    'outputs.filmChecks: missing, though the gate reads it',
  ],
  [
    'rule on exposure with too few quantiles',
    {
      gate: {
        ...{ output: 'logits', refuseAbove: 3 },
        exposure: [{ ...exposure, quantiles: [1], checks: [] }],
      },
    },
    'gate.exposure[0].quantiles: must hold',
  ],
  ...[{ slope: -1 }, { slope: 1, bend: -2, cov: [0, 1, 2].map(() => [0, 0, 0]) }].map(
    (line): [string, Manifest, string] => [
      `a line that falls: ${line.slope}`,
      { findings: [{ ...findings[0], ...judged, platt: { ...platt, ...line } }] },
      'findings[0].platt.slope: must be above 0',
    ],
  ),
  // Against the graph.
  [
    'input of another graph',
    { input: { name: 'image' } },
    'input.name: the graph has no input image; it has film',
  ],
  [
    'output of another graph',
    { outputs: { findings: 'y' } },
    'outputs.findings: the graph has no output y; it has logits',
  ],
  [
    'place beyond the output',
    { findings: [{ name: 'Mass', index: 5 }] },
    'findings[0]: place 5 is beyond output logits',
  ],
  [
    'another side than the graph',
    { preprocessing: { ...preprocessing, resizeTo: 64 } },
    "makes films of [1, 1, 64, 64] (1, channels, resizeTo, resizeTo), but the graph's input is [N, 1, 32, 32]",
  ],
  [
    'stated shape',
    { input: { name: 'film', shape: ['N', 3, 32, 32] } },
    'input.shape: preprocessing makes films of [1, 1, 32, 32]; say the same or leave it out',
  ],
  [
    'check beyond the output',
    {
      outputs: { findings: 'logits', filmChecks: 'logits' },
      gate: {
        output: 'logits',
        refuseAbove: 3,
        checks: [{ name: 'child-film', index: 9, refuseAbove: 0 }],
      },
    },
    'gate.checks[0]: place 9 is beyond output logits',
  ],
  [
    "check beyond the output in the gate's rule on exposure",
    {
      outputs: { findings: 'logits', filmChecks: 'logits' },
      gate: {
        ...{ output: 'logits', refuseAbove: 3 },
        exposure: [{ ...exposure, checks: [{ index: 9, weight: 1 }] }],
      },
    },
    'gate.exposure[0].checks[0]: place 9 is beyond output logits',
  ],
  // Against what the graph answers.
  ['log-odds called probabilities', { activation: 'probability' }, 'should activation be "logit"?'],
];

test.each(wrong)('a manifest is refused for its %s', async (_, change, told) => {
  expect(await said({ ...good, ...change })).toContain(told);
});

test('every wrong line is told at once', async () => {
  const text = await said({
    ...good,
    version: 2,
    activation: 'tanh',
    findings: [{ name: 'Effusion', index: -1 }, {}],
  });
  for (const path of ['version:', 'activation:', 'findings[0].index:', 'findings[1].name: missing'])
    expect(text).toContain(`\n  ${path}`);
});

test('a tensor that the graph has not is told once, not for every finding in it', async () => {
  const lines = (await said({ ...good, outputs: { findings: 'y' } })).split('\n').slice(1);
  expect(lines).toEqual(['  outputs.findings: the graph has no output y; it has logits']);
});

test('a manifest that states shape and size as they are, and one with a byte-order mark, are taken', async () => {
  const bytes = tinyNet();
  const input = { name: 'film', shape: ['N', 1, 32, 32], dtype: 'float32' };
  expect(await said({ ...good, input, bytes: bytes.length }, bytes)).toBe('');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(folder, 'marked.json'), `\uFEFF${JSON.stringify({ ...good, sha256 })}`);
  await expect(checkEye(join(folder, 'net.onnx'), join(folder, 'marked.json'))).resolves.toBeDefined();
});

test('a manifest that is no object is told so once', async () => {
  writeFileSync(join(folder, 'list.json'), '[]');
  await expect(checkEye(join(folder, 'net.onnx'), join(folder, 'list.json'))).rejects.toThrow(
    /list\.json is refused:\n {2}manifest: must be lines in braces \{ \}$/,
  );
});

const spoilt: readonly [what: string, change: TinyChanges, told: string][] = [
  ['an operator of its own', { domain: 'com.example' }, 'com.example:Relu is no standard ONNX operator'],
  ['operators too old', { opset: 7 }, 'opset 7 is too old; export for 9 or later'],
  [
    'operators of the future',
    { opset: 999 },
    'ONNX Runtime only *guarantees* support for models stamped with official',
  ],
  ['weights in another file', { isExternal: true }, '1 of its weights lie in another file'],
  ['half-precision films', { inputType: 10 }, 'input film is float16'],
  ['a second input', { secondInput: true }, 'it wants more inputs than the film: film, age'],
  [
    'weights that are no numbers',
    { weights: () => Number.NaN },
    'logits[0], is not a number for a practice film',
  ],
  [
    'one answer for every film',
    { weights: (at) => (at < 4 ? 0 : at) },
    'Effusion, logits[0], is the same for 4',
  ],
];

test.each(spoilt)('a graph with %s is refused', async (_, change, told) => {
  expect(await said(good, tinyNet(change))).toContain(told);
});

describe('files that are none', () => {
  test('a graph cut off, a picture, an empty file', async () => {
    const whole = tinyNet();
    for (const bytes of [
      whole.subarray(0, whole.length - 30),
      Buffer.from('\x89PNG\r\n\x1a\n'),
      new Uint8Array(),
    ])
      expect(await said(good, bytes)).toMatch(/is not a whole ONNX file|is not an ONNX file/);
  });

  test('a manifest that is no JSON is refused with the place', async () => {
    writeFileSync(join(folder, 'net.onnx'), tinyNet());
    writeFileSync(join(folder, 'bad.json'), '{"id": "tiny",}');
    await expect(checkEye(join(folder, 'net.onnx'), join(folder, 'bad.json'))).rejects.toThrow(
      /bad\.json is not valid JSON: .*position 14/,
    );
  });

  test('a folder in place of either is refused as one', async () => {
    for (const [graph, manifest] of [
      [folder, join(folder, 'net.json')],
      [join(folder, 'net.onnx'), folder],
    ] as const)
      await expect(checkEye(graph, manifest)).rejects.toThrow(`${folder} is a folder, not a file`);
  });

  test('a graph in place of the manifest is refused in letters that a terminal can show', async () => {
    const graph = join(folder, 'net.onnx');
    const error = await checkEye(graph, graph).catch((refused: Error) => refused);
    expect(String(error)).toMatch(/net\.onnx is not valid JSON: [^\p{C}]*$/u);
  });
});
