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
  return ` (given: ${JSON.stringify(value).slice(0, 80)})`;
}

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, string>> = {
  object: 'lines in braces { }',
  array: 'a list in brackets [ ]',
  string: 'a text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function limitWords({ origin }: Issue & { origin: string }, limit: string): string {
  if (origin === 'string') return 'must not be empty';
  return origin === 'array' ? `must hold ${limit}` : `must be ${limit}`;
}

/** What is allowed, in words of a manifest, where the schema itself does not say it. */
function allowedText(issue: Issue): string {
  if (!/^(Invalid|Too|Unrecognized)\b/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
    case 'too_small':
      return limitWords(issue, `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`);
    case 'too_big':
      return limitWords(issue, `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`);
    case 'unrecognized_keys':
      return 'no such line';
    default:
      return issue.message;
  }
}

/** One line for each wrong line of a manifest: where it is, what is allowed, what was given. */
export function faultsIn(error: z.ZodError, manifest: unknown): string[] {
  return error.issues.flatMap((issue) => {
    const { path, code } = issue;
    const allowed = allowedText(issue);
    if (code === 'unrecognized_keys')
      return issue.keys.map((key) => `${pathText([...path, key])}: ${allowed}`);
    const value = valueAt(manifest, path);
    const said = value === undefined && code !== 'custom' ? `missing; ${allowed}` : allowed;
    return [`${pathText(path)}: ${said}${givenText(value)}`];
  });
}
