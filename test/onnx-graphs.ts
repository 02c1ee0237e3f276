/** Small ONNX graphs made of nothing but numbers, so that film models of other shapes need no Python and no download. */
import protobuf from 'protobufjs';
import { createUniform } from '../src/evaluation/bootstrap.ts';
import { onnxSchema } from '../src/inference/graph-file.ts';

const modelType = protobuf.parse(onnxSchema).root.lookupType('Model');
const [float, int, ints] = [1, 2, 7];
const float32 = 1;

type Attributes = Readonly<Record<string, number | readonly number[]>>;
type Dimensions = readonly (number | string)[];
type Changes = {
  readonly opset?: number;
  readonly domain?: string;
  readonly inputType?: number;
  readonly isExternal?: boolean;
};

function attributeOf([name, value]: [string, number | readonly number[]]) {
  if (typeof value !== 'number') return { name, type: ints, ints: value };
  return Number.isInteger(value) ? { name, type: int, i: value } : { name, type: float, f: value };
}

function portOf([name, dimensions]: [string, Dimensions], elemType = float32) {
  const dim = dimensions.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

/** Collects nodes and weights; each step names the tensor it makes. */
export function createGraph(seed: number, changes: Changes = {}) {
  const uniform = createUniform(seed);
  const node: unknown[] = [];
  const initializer: unknown[] = [];
  let made = 0;
  const weights = (dims: readonly number[], values: Float32Array) => {
    const name = `w${made++}`;
    const rawData = new Uint8Array(values.buffer);
    initializer.push({
      name,
      dims,
      dataType: float32,
      ...(changes.isExternal ? { dataLocation: 1 } : { rawData }),
    });
    return name;
  };
  const step = (
    opType: string,
    input: readonly string[],
    attributes: Attributes = {},
    output = `t${made++}`,
  ) => {
    const domain = opType === 'Relu' ? (changes.domain ?? '') : '';
    node.push({
      opType,
      input,
      output: [output],
      domain,
      attribute: Object.entries(attributes).map(attributeOf),
    });
    return output;
  };
  return {
    weights,
    step,
    /** About normal, of the given spread. */
    random: (dims: readonly number[], spread: number) => {
      const values = new Float32Array(dims.reduce((all, size) => all * size, 1));
      for (let at = 0; at < values.length; at++)
        values[at] = (uniform() + uniform() + uniform() + uniform() - 2) * 1.7 * spread;
      return weights(dims, values);
    },
    toBytes: (
      inputs: Readonly<Record<string, Dimensions>>,
      outputs: Readonly<Record<string, Dimensions>>,
    ) => {
      const input = Object.entries(inputs).map((port) => portOf(port, changes.inputType));
      const output = Object.entries(outputs).map((port) => portOf(port));
      const message = {
        irVersion: 8,
        opsetImport: [{ domain: '', version: changes.opset ?? 17 }],
        graph: { name: 'made-up', node, initializer, input, output },
      };
      return modelType.encode(modelType.fromObject(message)).finish();
    },
  };
}

type Builder = ReturnType<typeof createGraph>;

function convolve(
  graph: Builder,
  from: string,
  [inner, outer, size, stride]: readonly [number, number, number, number],
) {
  const spread = Math.sqrt(2 / (inner * size * size));
  const kernel = graph.random([outer, inner, size, size], spread);
  const pad = (size - 1) / 2;
  return graph.step('Conv', [from, kernel], {
    kernel_shape: [size, size],
    strides: [stride, stride],
    pads: [pad, pad, pad, pad],
  });
}

function normaliseAndRectify(graph: Builder, from: string, channels: number) {
  const filled = (value: number) => graph.weights([channels], new Float32Array(channels).fill(value));
  const normal = graph.step('BatchNormalization', [from, filled(1), filled(0), filled(0), filled(1)], {
    epsilon: 1e-5,
  });
  return graph.step('Relu', [normal]);
}

const pool = { kernel_shape: [2, 2], strides: [2, 2] };

/** DenseNet-121 in the shape TorchXRayVision uses it: film [N,1,224,224] to 18 logits, weights at random. */
export function denseNet121(): Uint8Array {
  const graph = createGraph(121);
  const small = graph.step('Mul', ['film', graph.weights([1], Float32Array.of(1 / 512))]);
  let tensor = normaliseAndRectify(graph, convolve(graph, small, [1, 64, 7, 2]), 64);
  tensor = graph.step('MaxPool', [tensor], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
  let channels = 64;
  [6, 12, 24, 16].forEach((layers, block) => {
    for (let layer = 0; layer < layers; layer++) {
      const wide = convolve(graph, normaliseAndRectify(graph, tensor, channels), [channels, 128, 1, 1]);
      const grown = convolve(graph, normaliseAndRectify(graph, wide, 128), [128, 32, 3, 1]);
      tensor = graph.step('Concat', [tensor, grown], { axis: 1 });
      channels += 32;
    }
    if (block === 3) return;
    const half = convolve(graph, normaliseAndRectify(graph, tensor, channels), [
      channels,
      channels / 2,
      1,
      1,
    ]);
    tensor = graph.step('AveragePool', [half], pool);
    channels /= 2;
  });
  const features = graph.step('GlobalAveragePool', [normaliseAndRectify(graph, tensor, channels)]);
  const flat = graph.step('Flatten', [features], { axis: 1 });
  graph.step(
    'Gemm',
    [flat, graph.random([18, channels], 0.02), graph.random([18], 0.1)],
    { transB: 1 },
    'logits',
  );
  return graph.toBytes({ film: ['N', 1, 224, 224] }, { logits: ['N', 18] });
}

/** A model without findings: a film [N,1,64,64] to the mean grey of 8 × 8 fields. */
export function headlessNet(): Uint8Array {
  const graph = createGraph(64);
  const fields = graph.step('AveragePool', ['film'], { kernel_shape: [8, 8], strides: [8, 8] });
  graph.step('Flatten', [fields], { axis: 1 }, 'embedding');
  return graph.toBytes({ film: ['N', 1, 64, 64] }, { embedding: ['N', 64] });
}

export type TinyChanges = Changes & {
  readonly weights?: (at: number) => number;
  readonly secondInput?: boolean;
};

/** Film [N,1,32,32] to 5 logits; the changes spoil it. */
export function tinyNet({ weights, secondInput, ...changes }: TinyChanges = {}): Uint8Array {
  const graph = createGraph(5, changes);
  const fields = graph.step('AveragePool', ['film'], { kernel_shape: [16, 16], strides: [16, 16] });
  const flat = graph.step('Flatten', [graph.step('Relu', [fields])], { axis: 1 });
  const values = Float32Array.from({ length: 20 }, (_, at) => weights?.(at) ?? Math.sin(at + 1));
  graph.step('Gemm', [flat, graph.weights([5, 4], values)], { transB: 1 }, 'logits');
  const inputs = { film: ['N', 1, 32, 32], ...(secondInput ? { age: ['N', 1] } : {}) };
  return graph.toBytes(inputs, { logits: ['N', 5] });
}
