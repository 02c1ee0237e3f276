import { useCallback, useEffect, useState } from 'react';
import type { TrendsView } from '../../../smart/contract.ts';
import { type CallFailed, toCallFailed } from '../../service/call-failed.ts';
import { useVisit } from '../../visit/visit.tsx';

export type TrendsHold = {
  readonly view?: TrendsView;
  readonly failed?: CallFailed;
  readonly again: () => void;
};

/** The trends of the session's patient, asked for again whenever the summary is of another time. */
export function useTrends(asOf: string): TrendsHold {
  const { service } = useVisit();
  const [held, setHeld] = useState<Omit<TrendsHold, 'again'>>({});
  const ask = useCallback(() => {
    service.get<TrendsView>('trends').then(
      (view) => setHeld({ view }),
      (error: unknown) => setHeld((before) => ({ ...before, failed: toCallFailed(error) })),
    );
  }, [service]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a summary of another time has other trends
  useEffect(ask, [ask, asOf]);
  return { ...held, again: ask };
}
