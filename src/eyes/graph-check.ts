import type { FilmManifest } from '../encoders/film-manifest.ts';
import type { GraphFile, Port } from '../inference/graph-file.ts';

/** The oldest standard operators whose meaning ONNX Runtime still keeps in full. */
const oldestOpset = 9;
const listed = (ports: readonly Port[]) => ports.map(({ name }) => name).join(', ') || 'none';
const shapeText = (shape: Port['shape']) => `[${shape?.map((size) => size || '?').join(', ')}]`;

function fits(size: number | string | undefined, expected: number): boolean {
  return typeof size === 'string' || size === expected;
}

function sizesOf({ resizeTo, channels = 1 }: FilmManifest['preprocessing']): number[] {
  return [1, channels, resizeTo, resizeTo];
}

/** The manifest may state the input's shape; it is told how films are made from `preprocessing` alone. */
function unlikeStated(shape: unknown, preprocessing: FilmManifest['preprocessing']): string[] {
  const wanted = sizesOf(preprocessing);
  const isAlike =
    Array.isArray(shape) &&
    shape.length === 4 &&
    shape.every((size, at) => at === 0 || typeof size === 'string' || size === wanted[at]);
  if (shape === undefined || isAlike) return [];
  return [`input.shape: preprocessing makes films of ${shapeText(wanted)}; say the same or leave it out`];
}

function inputFaults({ inputs }: GraphFile, { input, preprocessing }: FilmManifest): string[] {
  const port = inputs.find(({ name }) => name === input.name);
  if (!port) return [`input.name: the graph has no input ${input.name}; it has ${listed(inputs)}`];
  const faults = unlikeStated(input.shape, preprocessing);
  if (inputs.length > 1) faults.push(`graph: it wants more inputs than the film: ${listed(inputs)}`);
  if (port.elementType !== 'float32')
    faults.push(`graph: input ${port.name} is ${port.elementType}; only float32 films are fed`);
  const wanted = sizesOf(preprocessing);
  const matches = port.shape?.length === 4 && wanted.every((size, at) => fits(port.shape?.[at], size));
  if (port.shape && !matches)
    faults.push(
      `preprocessing: makes films of ${shapeText(wanted)} (1, channels, resizeTo, resizeTo), but the graph's input is ${shapeText(port.shape)}`,
    );
  return faults;
}

/** Where the manifest names an output tensor, and the last place it wants to read there. */
function outputsNamed({
  outputs,
  findings,
  gate,
}: FilmManifest): [path: string, name: string, index: number][] {
  const roles = Object.entries(outputs).flatMap(([role, name]): [string, string, number][] =>
    typeof name === 'string' ? [[`outputs.${role}`, name, 0]] : [],
  );
  return [
    ...roles,
    ...findings.map(({ output, index }, at): [string, string, number] => [`findings[${at}]`, output, index]),
    ...(gate ? [['gate.output', gate.output, 0] as [string, string, number]] : []),
    ...[
      ...(gate?.checks ?? []).map(({ index }, at) => [`gate.checks[${at}]`, index] as const),
      ...(gate?.exposure ?? []).flatMap(({ checks }, at) =>
        checks.map(({ index }, place) => [`gate.exposure[${at}].checks[${place}]`, index] as const),
      ),
    ].map(([path, index]): [string, string, number] => [path, outputs.filmChecks ?? '', index]),
  ];
}

function outputFaults({ outputs }: GraphFile, manifest: FilmManifest): string[] {
  const told = new Set<string>();
  return outputsNamed(manifest).flatMap(([path, name, index]) => {
    const port = outputs.find((output) => output.name === name);
    // The first line that names a wrong tensor is the one to mend.
    if (port?.elementType !== 'float32' && told.has(name)) return [];
    told.add(name);
    if (!port) return [`${path}: the graph has no output ${name}; it has ${listed(outputs)}`];
    if (port.elementType !== 'float32')
      return [`${path}: output ${name} is ${port.elementType}, not float32`];
    const places = port.shape?.slice(1);
    if (
      places?.every((size) => typeof size === 'number') &&
      index >= places.reduce((all, size) => all * size, 1)
    )
      return [`${path}: place ${index} is beyond output ${name} of shape ${shapeText(port.shape)}`];
    return [];
  });
}

/** What in a graph cannot be served, or does not fit its manifest, each with the manifest's line. */
export function graphFaults(graph: GraphFile, manifest: FilmManifest): string[] {
  return [
    ...(graph.opset < oldestOpset
      ? [`graph: opset ${graph.opset} is too old; export for ${oldestOpset} or later`]
      : []),
    ...graph.customOperators.map(
      (operator) => `graph: ${operator} is no standard ONNX operator; export without custom operators`,
    ),
    ...(graph.externalTensors.length > 0
      ? [
          `graph: ${graph.externalTensors.length} of its weights lie in another file; save the model as one file`,
        ]
      : []),
    ...inputFaults(graph, manifest),
    ...outputFaults(graph, manifest),
  ];
}
