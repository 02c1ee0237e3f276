import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import type { SummaryView } from '../../../smart/contract.ts';
import { OpenSourceProvider, type Source } from '../../open-source.tsx';

const SourceDrawer = lazy(() =>
  import('./source-drawer.tsx').then((module) => ({ default: module.SourceDrawer })),
);

type Props = { readonly view: SummaryView; readonly children: ReactNode };

/** Everything inside may open its source; a source opened from another one leads back to it. */
export function SourceDrawerPlace({ view, children }: Props) {
  const [opened, setOpened] = useState<readonly Source[]>([]);
  const open = useCallback((source: Source) => setOpened((before) => [...before, source]), []);
  const source = opened.at(-1);
  return (
    <OpenSourceProvider value={open}>
      {children}
      {source ? (
        <Suspense fallback={null}>
          <SourceDrawer
            view={view}
            source={source}
            back={opened.length > 1 ? () => setOpened((before) => before.slice(0, -1)) : undefined}
            close={() => setOpened([])}
          />
        </Suspense>
      ) : null}
    </OpenSourceProvider>
  );
}
