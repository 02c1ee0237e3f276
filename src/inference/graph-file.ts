import protobuf from 'protobufjs';
import { ManifestMismatch } from '../lib/errors.ts';

/**
 * The part of ONNX's own schema that is needed to say what a graph is made of.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export const onnxSchema = `
syntax = "proto3";
message OperatorSet { string domain = 1; int64 version = 2; }
message Tensor { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; int32 data_location = 14; }
message Attribute {
  string name = 1; float f = 2; int64 i = 3; bytes s = 4; Tensor t = 5; Graph g = 6;
  repeated float floats = 7; repeated int64 ints = 8; repeated Graph graphs = 11; int32 type = 20;
}
message Node {
  repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4;
  repeated Attribute attribute = 5; string domain = 7;
}
message Dimension { int64 dim_value = 1; string dim_param = 2; }
message Shape { repeated Dimension dim = 1; }
message TensorType { int32 elem_type = 1; Shape shape = 2; }
message Type { TensorType tensor_type = 1; }
message ValueInfo { string name = 1; Type type = 2; }
message Graph {
  repeated Node node = 1; string name = 2; repeated Tensor initializer = 5;
  repeated ValueInfo input = 11; repeated ValueInfo output = 12;
}
message Function { string name = 1; repeated Node node = 7; string domain = 10; }
message Model {
  int64 ir_version = 1; Graph graph = 7; repeated OperatorSet opset_import = 8; repeated Function functions = 25;
}`;

type ValueInfo = {
  readonly name: string;
  readonly type?: {
    readonly tensorType?: {
      readonly elemType: number;
      readonly shape?: { readonly dim: readonly { readonly dimValue: unknown; readonly dimParam: string }[] };
    };
  };
};
type Stored = { readonly name: string; readonly dataLocation: number };
type Node = {
  readonly opType: string;
  readonly domain: string;
  readonly attribute: readonly {
    readonly g?: Graph;
    readonly graphs: readonly Graph[];
    readonly t?: Stored;
  }[];
};
type Graph = {
  readonly node: readonly Node[];
  readonly initializer: readonly Stored[];
  readonly input: readonly ValueInfo[];
  readonly output: readonly ValueInfo[];
};
type Model = {
  readonly graph?: Graph;
  readonly opsetImport: readonly { readonly domain: string; readonly version: unknown }[];
  readonly functions: readonly {
    readonly name: string;
    readonly domain: string;
    readonly node: readonly Node[];
  }[];
};

/** One input or output of a graph; a dimension that is free has a name, or an empty one. */
export type Port = {
  readonly name: string;
  readonly elementType: string;
  /** Absent when the graph does not state it. */
  readonly shape?: readonly (number | string)[];
};

/** What a graph is made of, told from its file without running it. */
export type GraphFile = {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Version of the standard operators it was written for. */
  readonly opset: number;
  /** Operators outside the ONNX standard that the file does not define itself, as `domain:name`. */
  readonly customOperators: readonly string[];
  /** Weights that lie in another file. */
  readonly externalTensors: readonly string[];
};

const elementTypes: Readonly<Record<number, string>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  6: 'int32',
  7: 'int64',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  16: 'bfloat16',
};
const standardDomains = ['', 'ai.onnx', 'ai.onnx.ml'];
const isExternal = 1;

const modelType = protobuf.parse(onnxSchema).root.lookupType('Model');

function portOf({ name, type }: ValueInfo): Port {
  const tensor = type?.tensorType;
  const code = tensor?.elemType ?? 0;
  const shape = tensor?.shape?.dim.map(({ dimValue, dimParam }) => Number(dimValue) || dimParam);
  return { name, elementType: elementTypes[code] ?? `type ${code}`, ...(shape ? { shape } : {}) };
}

/** Every node, those of branches and loops included. */
function nodesOf(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node) => [node, ...graphsIn(node).flatMap((graph) => nodesOf(graph.node))]);
}

function graphsIn({ attribute }: Node): Graph[] {
  return attribute.flatMap(({ g, graphs }) => [...(g ? [g] : []), ...graphs]);
}

function storedIn(nodes: readonly Node[]): Stored[] {
  return nodes.flatMap(({ attribute }) => attribute.flatMap(({ t }) => (t ? [t] : [])));
}

function decode(bytes: Uint8Array, name: string): Model {
  try {
    return modelType.decode(bytes) as unknown as Model;
  } catch (cause) {
    throw new ManifestMismatch(`${name} is not a whole ONNX file; it is cut off or something else`, {
      cause,
    });
  }
}

/** Describes an ONNX file; `name` is what errors call it. @throws ManifestMismatch when it is none or is cut off */
export function describeGraph(bytes: Uint8Array, name: string): GraphFile {
  const { graph, opsetImport, functions } = decode(bytes, name);
  if (!graph || graph.node.length === 0 || graph.output.length === 0)
    throw new ManifestMismatch(`${name} is not an ONNX file: it holds no graph`);
  const nodes = nodesOf([...graph.node, ...functions.flatMap(({ node }) => node)]);
  const defined = new Set(functions.map(({ domain, name: own }) => `${domain}:${own}`));
  const custom = nodes
    .filter(({ domain }) => !standardDomains.includes(domain))
    .map(({ domain, opType }) => `${domain}:${opType}`)
    .filter((operator) => !defined.has(operator));
  const graphs = [graph, ...nodes.flatMap(graphsIn)];
  const stored = [...graphs.flatMap(({ initializer }) => initializer), ...storedIn(nodes)];
  const constants = new Set(graph.initializer.map((tensor) => tensor.name));
  const opset = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx');
  return {
    inputs: graph.input.filter((input) => !constants.has(input.name)).map(portOf),
    outputs: graph.output.map(portOf),
    opset: Number(opset?.version ?? 0),
    customOperators: [...new Set(custom)],
    externalTensors: stored.filter(({ dataLocation }) => dataLocation === isExternal).map((t) => t.name),
  };
}
