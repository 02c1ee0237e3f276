import { z } from 'zod';

/** Where the numbers of a card come from: the manifest of the shipped graph and the metrics of its record. */
export type Evidence = { readonly manifest: unknown; readonly metrics: unknown };

/** A number as a card shows it, and the place it was read from. */
export type Figure = { readonly pointer: string; readonly value: unknown; readonly shown: string };

export type Filled = {
  readonly text: string;
  readonly figures: readonly Figure[];
  /** What keeps the text from being traceable: a pointer to nothing, or a number without one. */
  readonly faults: readonly string[];
};

const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });
const number = z.number();

/** The value at an RFC 6901 pointer, or nothing. */
function valueAt(document: unknown, pointer: string): unknown {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  let held = document;
  for (const key of keys) {
    if (typeof held !== 'object' || held === null || !Object.hasOwn(held, key)) return undefined;
    held = (held as Readonly<Record<string, unknown>>)[key];
  }
  return held;
}

/** A share between 0 and 1 without its leading nought, as statisticians print it. */
function share(value: number): string {
  return value.toFixed(3).replace(/^(-?)0\./, '$1.');
}

/** How a pointer's value may be shown; the value must be of the right kind, or it is shown not at all. */
const formats: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  text: (value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined),
  list: (value) => (Array.isArray(value) && value.length > 0 ? value.join(', ') : undefined),
  count: (value) => (number.safeParse(value).success ? Number(value).toLocaleString('en') : undefined),
  share: (value) => (number.safeParse(value).success ? share(Number(value)) : undefined),
  percent: (value) =>
    number.safeParse(value).success ? `${Number((Number(value) * 100).toFixed(1))} %` : undefined,
  estimate: (value) => {
    const { data } = estimate.safeParse(value);
    return data && `${share(data.value)} (${share(data.low)}–${share(data.high)})`;
  },
};

const reference = /\{(manifest|metrics)#(\/[^}|]*)(?:\|(\w+))?\}/g;

/** Numbers left in a text once its references and the names that hold digits are taken out. */
function looseNumbers(text: string, names: readonly string[]): string[] {
  const rest = names.reduce((left, name) => left.replaceAll(name, ''), text.replace(reference, ''));
  return rest.match(/\d[\d.,]*/g) ?? [];
}

/**
 * Fills `{metrics#/heldOut/abnormal|estimate}` and its like from the evidence. `names` are words with digits that are no
 * figures, such as ChestX-ray14.
 */
export function fill(template: string, evidence: Evidence, names: readonly string[]): Filled {
  const figures: Figure[] = [];
  const faults = looseNumbers(template, names).map(
    (loose) => `${loose} is written out; point to where it was measured`,
  );
  const text = template.replace(reference, (_, source: keyof Evidence, pointer: string, format = 'text') => {
    const value = valueAt(evidence[source], pointer);
    const shown = formats[format]?.(value);
    if (shown === undefined) {
      const why = value === undefined ? 'is not there' : `cannot be shown as "${format}"`;
      faults.push(`${source}#${pointer} ${why}`);
      return '?';
    }
    figures.push({ pointer: `${source}#${pointer}`, value, shown });
    return shown;
  });
  return { text, figures, faults };
}
