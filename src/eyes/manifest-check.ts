import { z } from 'zod';
import { filmManifest, filmManifestShape, outputRoles, spelledRoles } from '../encoders/film-manifest.ts';
import { faultsIn } from '../encoders/manifest-faults.ts';

const allowed = (pattern: RegExp, error: string) => z.string({ error }).regex(pattern, { error });

/** What a manifest must say of itself before a site may put its model in. */
const identity = {
  id: allowed(/^[a-z][a-z0-9-]{1,63}$/, 'must be 2 to 64 lower-case letters, digits and hyphens'),
  version: allowed(/^\d+\.\d+\.\d+(-[a-z0-9.]{1,32})?$/, 'must be a version such as 1.0.0'),
  sha256: allowed(
    /^[0-9a-f]{64}$/,
    'must be the 64 hexadecimal digits, in lower case, that sha256sum prints for the graph',
  ),
  licence: allowed(/\S/, 'must name the licence of the weights, SPDX where there is one'),
  intendedUse: allowed(/\S/, 'must say in a sentence what the model is for, and for whom'),
};
const itself = z.looseObject(identity);
export type EyeIdentity = z.infer<typeof itself>;

/** Lines that are kept and not interpreted. */
const remarks = [
  'file',
  'bytes',
  'createdAt',
  'trainedOn',
  'calibration',
  'intervalRule',
  'record',
  'remarks',
];
const known = {
  '': [...Object.keys(identity), ...Object.keys(filmManifestShape), ...remarks],
  input: ['name', 'shape', 'dtype'],
  outputs: [...Object.keys(outputRoles), ...spelledRoles],
  findings: ['name', 'output', 'index', 'platt', 'residualSd', 'auroc', 'assessed', 'prevalence'],
};

function strangersIn(lines: unknown, path: string, names: readonly string[]): string[] {
  if (typeof lines !== 'object' || lines === null || Array.isArray(lines)) return [];
  return Object.keys(lines)
    .filter((key) => !names.includes(key))
    .map((key) => `${path}${key}: no such line; allowed are ${names.join(', ')}`);
}

function unknownLines(manifest: unknown): string[] {
  const { input, outputs, findings } = (manifest ?? {}) as Readonly<Record<string, unknown>>;
  return [
    ...strangersIn(manifest, '', known['']),
    ...strangersIn(input, 'input.', known.input),
    ...strangersIn(outputs, 'outputs.', known.outputs),
    ...(Array.isArray(findings) ? findings : []).flatMap((line, at) =>
      strangersIn(line, `findings[${at}].`, known.findings),
    ),
  ];
}

/** Every wrong line of a manifest that a site wrote; none means that it can be used. */
export function manifestFaults(manifest: unknown): string[] {
  const faults = [itself, filmManifest].flatMap((schema) => {
    const parsed = schema.safeParse(manifest);
    return parsed.success ? [] : faultsIn(parsed.error, manifest);
  });
  return [...new Set([...faults, ...unknownLines(manifest)])];
}
