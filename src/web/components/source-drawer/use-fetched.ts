import { useCallback, useEffect, useState } from 'react';
import { type CallFailed, toCallFailed } from '../../service/call-failed.ts';

export type Fetched<T> = {
  readonly found?: T;
  readonly failed?: CallFailed;
  readonly again: () => void;
};

/** What `ask` brings, asked for once for each `key` and again on request; an answer that comes too late is dropped. */
export function useFetched<T>(key: string, ask: () => Promise<T>): Fetched<T> {
  const [held, setHeld] = useState<{ key: string; found?: T; failed?: CallFailed }>({ key });
  const [times, setTimes] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is asked
  useEffect(() => {
    let isLate = false;
    setHeld({ key });
    ask().then(
      (found) => (isLate ? undefined : setHeld({ key, found })),
      (error: unknown) => (isLate ? undefined : setHeld({ key, failed: toCallFailed(error) })),
    );
    return () => {
      isLate = true;
    };
  }, [key, times]);
  const again = useCallback(() => setTimes((before) => before + 1), []);
  const { found, failed } = held.key === key ? held : {};
  return { again, ...(found === undefined ? {} : { found }), ...(failed ? { failed } : {}) };
}
