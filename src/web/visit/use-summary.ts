import { useCallback, useEffect, useRef, useState } from 'react';
import type { ContradictionView, ReportStanding, SummaryView } from '../../smart/contract.ts';
import { type CallFailed, toCallFailed } from '../service/call-failed.ts';
import type { Service } from '../service/service.ts';
import { waitBeforePoll } from './polling.ts';

export type SummaryState = {
  /** The newest one that came; stays on the page while another is asked for, and when that fails. */
  readonly view?: SummaryView;
  readonly isLoading: boolean;
  /** Why the last call brought nothing. */
  readonly failed?: CallFailed;
  /** The film was being read and is no longer awaited by itself. */
  readonly hasStoppedPolling: boolean;
};

export type SummaryHold = SummaryState & {
  readonly refresh: () => Promise<void>;
  /** Puts contradictions in place without asking for the summary again. */
  readonly setContradictions: (
    change: (before: readonly ContradictionView[]) => readonly ContradictionView[],
  ) => void;
  /** What became of the draft report, without asking for the summary again. */
  readonly setReport: (report: ReportStanding) => void;
};

const atFirst: SummaryState = { isLoading: true, hasStoppedPolling: false };

function isPending(state: SummaryState): boolean {
  return state.view?.assessment.film.state === 'pending' && state.failed === undefined;
}

/** The summary of the session's patient: asked for once, anew on request, and again while its film is being read. */
export function useSummary(service: Service): SummaryHold {
  const [state, setState] = useState(atFirst);
  const polls = useRef(0);

  const ask = useCallback(
    async (isAnew: boolean) => {
      setState((before) => ({ ...before, isLoading: true }));
      try {
        const view = await service.summary({ refresh: isAnew });
        setState((before) => ({ view, isLoading: false, hasStoppedPolling: before.hasStoppedPolling }));
      } catch (error) {
        setState((before) => ({ ...before, isLoading: false, failed: toCallFailed(error) }));
      }
    },
    [service],
  );

  useEffect(() => {
    void ask(false);
  }, [ask]);

  const awaited = isPending(state) && !state.isLoading ? state.view : undefined;
  useEffect(() => {
    if (!awaited) return;
    const wait = waitBeforePoll(polls.current);
    if (wait === undefined) {
      setState((before) => ({ ...before, hasStoppedPolling: true }));
      return;
    }
    const timer = setTimeout(() => {
      polls.current += 1;
      void ask(true);
    }, wait);
    return () => clearTimeout(timer);
  }, [awaited, ask]);

  const refresh = useCallback(() => {
    polls.current = 0;
    setState((before) => ({ ...before, hasStoppedPolling: false }));
    return ask(true);
  }, [ask]);

  const setContradictions: SummaryHold['setContradictions'] = useCallback((change) => {
    setState((before) =>
      before.view
        ? { ...before, view: { ...before.view, contradictions: change(before.view.contradictions) } }
        : before,
    );
  }, []);

  const setReport: SummaryHold['setReport'] = useCallback((report) => {
    setState((before) => (before.view ? { ...before, view: { ...before.view, report } } : before));
  }, []);

  return { ...state, refresh, setContradictions, setReport };
}
