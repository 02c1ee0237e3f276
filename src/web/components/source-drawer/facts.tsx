import type { ReactNode } from 'react';

/** Names and what they stand for; what is not known is left out by whoever makes the list. */
export type Row = { readonly name: string; readonly shown: ReactNode };

export function Facts({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <dl className="source-facts">
      {rows.map(({ name, shown }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name may stand twice, and rows never change places
        <div key={`${name} ${at}`}>
          <dt>{name}</dt>
          <dd dir="auto">{shown}</dd>
        </div>
      ))}
    </dl>
  );
}
