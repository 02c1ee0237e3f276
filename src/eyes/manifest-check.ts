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
const calibration = ['platt', 'residualSd', 'auroc', 'assessed', 'prevalence'];
const limits = ['refuseAbove', 'siteMayRaiseTo'];

/** The lines that are known, by where they stand; a list's entries stand in one place. */
const known: Readonly<Record<string, readonly string[]>> = {
  '': [...Object.keys(identity), ...Object.keys(filmManifestShape), ...remarks],
  input: ['name', 'shape', 'dtype'],
  outputs: [...Object.keys(outputRoles), ...spelledRoles],
  findings: ['name', 'output', 'index', ...calibration],
  'findings.platt': ['slope', 'intercept', 'bend', 'range', 'cov'],
  abnormal: ['name', 'index', ...calibration],
  'abnormal.platt': ['slope', 'intercept', 'bend', 'range', 'cov'],
  gate: ['output', 'checks', 'exposure', 'components', ...limits],
  'gate.checks': ['name', 'index', 'warnAbove', 'repairAbove', ...limits],
  'gate.exposure': ['name', 'bias', 'quantiles', 'black', 'white', 'checks', ...limits],
  'gate.exposure.checks': ['index', 'weight'],
  places: ['shown', 'record'],
};

function strangersAt(value: unknown, place: string, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((entry, at) => strangersAt(entry, place, `${path}[${at}]`));
  const names = known[place];
  if (!names || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) => {
    const [at, below] = [path, place].map((before) => (before === '' ? key : `${before}.${key}`)) as [
      string,
      string,
    ];
    return names.includes(key)
      ? strangersAt(held, below, at)
      : [`${at}: no such line; allowed are ${names.join(', ')}`];
  });
}

/** Every wrong line of a manifest that a site wrote; none means that it can be used. */
export function manifestFaults(manifest: unknown): string[] {
  const faults = [itself, filmManifest].flatMap((schema) => {
    const parsed = schema.safeParse(manifest);
    return parsed.success ? [] : faultsIn(parsed.error, manifest);
  });
  return [...new Set([...faults, ...strangersAt(manifest, '', '')])];
}
