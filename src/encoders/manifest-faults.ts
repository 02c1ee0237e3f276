import type { z } from 'zod';

type Path = readonly PropertyKey[];

function pathText(path: Path): string {
  if (path.length === 0) return 'manifest';
  return path
    .map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${String(key)}`))
    .join('');
}

function valueAt(value: unknown, path: Path): unknown {
  let held = value;
  for (const key of path) {
    if (typeof held !== 'object' || held === null) return undefined;
    held = (held as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return held;
}

function givenText(value: unknown): string {
  if (value === undefined || (typeof value === 'object' && value !== null)) return '';
  return ` (given: ${JSON.stringify(value).slice(0, 60)})`;
}

/** One line for each wrong line of a manifest: where it is, what is allowed, what was given. */
export function faultsIn(error: z.ZodError, manifest: unknown): string[] {
  return error.issues.map(({ path, message, code }) => {
    const value = valueAt(manifest, path);
    const said = value === undefined && code !== 'custom' ? `missing; ${message}` : message;
    return `${pathText(path)}: ${said}${givenText(value)}`;
  });
}
