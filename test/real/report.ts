import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import type { Answer } from './vigie.ts';

/** Nearest-rank percentile, in milliseconds with one decimal; null when nothing was measured. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)]!;
  return Math.round(value * 10) / 10;
}

export function percentiles(values: readonly number[]) {
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95), p99: percentile(values, 0.99) };
}

export function machine() {
  const all = cpus();
  return { cpu: all[0]?.model.trim() ?? 'unknown', cores: all.length, node: process.version };
}

/** The commit the tree stands on, marked when files differ from it. */
export function commit(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
    const dirty = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '-dirty';
    return `${git('rev-parse', '--short', 'HEAD')}${dirty}`;
  } catch {
    return 'unknown';
  }
}

export type FilmState = { readonly film: string; readonly because?: string; readonly assessmentId?: string };

/** What an answer says of the film. */
export function filmOf({ body }: Answer): FilmState {
  const said = body?.extension?.['com.vigie.assessment'] as
    | { id?: string; film?: string; filmBecause?: string }
    | undefined;
  return {
    film: said?.film ?? 'missing',
    ...(said?.filmBecause ? { because: said.filmBecause } : {}),
    ...(said?.id ? { assessmentId: said.id } : {}),
  };
}

export function isPending({ body }: Answer): boolean {
  return body?.extension?.['com.vigie.pending'] === true;
}

const indicators = ['info', 'warning', 'critical'];

/** What is wrong with an answer whatever the patient: status, cards, words that no card may hold. */
export function faultsOf({ status, fault, body }: Answer): string[] {
  if (fault) return [`network: ${fault}`];
  if (status !== 200) return [`HTTP ${status}`];
  const cards = body?.cards ?? [];
  if (cards.length === 0) return ['no card'];
  return cards.flatMap(({ summary = '', detail = '', indicator = '' }) => [
    ...(summary === '' || summary.length >= 140 ? ['card summary missing or too long'] : []),
    ...(indicators.includes(indicator) ? [] : ['card indicator unknown']),
    ...(/\b(NaN|Infinity|undefined|null)\b/.test(`${summary} ${detail}`) ? ['card holds no number'] : []),
  ]);
}

/** NIH films are adult frontal chest films in formats Vigie reads: one refusal alone is a judgement, not a fault. */
const judgements = ['foreign-image'];

/** What is wrong with a film's outcome; `isKnownChest` for a film that has to be decoded. */
export function filmFaultsOf({ film, because }: FilmState, isKnownChest: boolean): string[] {
  if (film === 'read') return [];
  if (film === 'refused') {
    return isKnownChest && !judgements.includes(because ?? '') ? [`chest film refused: ${because}`] : [];
  }
  if (film === 'none') return isKnownChest ? ['chest film not found'] : [];
  return [`film ${film}: ${because ?? 'no reason'}`];
}

/** Every number of a stored assessment that must be a probability and is none. */
export function badProbabilities(value: unknown, path = 'assessment'): string[] {
  if (value === null || typeof value !== 'object') return [];
  const entries = Object.entries(value);
  const isEstimate = (value as { kind?: unknown }).kind === 'estimated';
  const own = isEstimate
    ? ['value', 'low', 'high'].filter((key) => {
        const number = (value as Record<string, unknown>)[key];
        return !(typeof number === 'number' && number >= 0 && number <= 1);
      })
    : [];
  return [
    ...own.map((key) => `${path}.${key} is no probability`),
    ...entries.flatMap(([key, inner]) => badProbabilities(inner, `${path}.${key}`)),
  ];
}

/** Counts by key, most frequent first. */
export class Tally {
  readonly #counts = new Map<string, number>();
  add(key: string): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }
  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }
  toJSON(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([, a], [, b]) => b - a));
  }
}
