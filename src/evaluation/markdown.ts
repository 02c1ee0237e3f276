import type { Interval } from './bootstrap.ts';
import type { Subgroup } from './figures.ts';

/** A number as medical journals print it: three decimals, no zero before the point; a dash where there is none. */
export function numberText(value: number, decimals = 3): string {
  if (!Number.isFinite(value)) return '–';
  return value.toFixed(decimals).replace(/^(-?)0(?=\.)/, '$1');
}

/** `.873 (.862–.884)`. */
export function intervalText({ value, low, high }: Interval, decimals = 3): string {
  const [said, from, to] = [value, low, high].map((number) => numberText(number, decimals));
  return Number.isFinite(value) && Number.isFinite(low) ? `${said} (${from} to ${to})` : `${said}`;
}

export function percentText(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : '–';
}

/** A Markdown table; bars inside cells are escaped. */
export function tableOf(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The rows of a subgroup table. */
export function subgroupRows(subgroups: readonly Subgroup[]): (string | number)[][] {
  return subgroups.map((group) => {
    const counts = [group.by, group.group, group.n, group.events];
    if (group.state === 'insufficient') return [...counts, 'insufficient', '', '', ''];
    return [
      ...counts,
      intervalText(group.auroc),
      intervalText(group.ece),
      percentText(group.expected),
      percentText(group.observed),
    ];
  });
}

export const subgroupHeader = ['by', 'group', 'n', 'events', 'AUROC', 'ECE', 'said', 'observed'] as const;

/** JSON with numbers of at most six significant decimals; what is not a number becomes null. */
export function jsonOf(report: unknown): string {
  const plain = (_: string, value: unknown) => {
    if (typeof value !== 'number') return value;
    return Number.isFinite(value) ? Number(value.toFixed(6)) : null;
  };
  return `${JSON.stringify(report, plain, 2)}\n`;
}
