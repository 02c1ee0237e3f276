import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { ContradictionRequest, ContradictionView } from '../../smart/contract.ts';
import { newId } from '../new-id.ts';
import { isExpired, toCallFailed } from '../service/call-failed.ts';
import type { SummaryHold } from '../visit/use-summary.ts';
import { useVisit } from '../visit/visit.tsx';
import { type Act, actsWithout, actWith, toResend, undoMs } from './acts.ts';
import { draftOf, withNewest } from './targets.ts';

export type Verdicts = {
  readonly contradictions: readonly ContradictionView[];
  readonly acts: readonly Act[];
  /** Sends at once and says so; what fails keeps everything that was typed. */
  readonly say: (request: ContradictionRequest) => void;
  readonly retry: (act: Act) => void;
  readonly forget: (act: Act) => void;
  readonly withdraw: (view: ContradictionView, key?: number) => void;
  /** Absent for a reader whom the EHR did not name: such a one may read and ask. */
  readonly mayContradict: boolean;
};

const VerdictsContext = createContext<Verdicts | undefined>(undefined);

export function useVerdicts(): Verdicts {
  const verdicts = useContext(VerdictsContext);
  if (!verdicts) throw new Error('useVerdicts is for what stands inside a VerdictsProvider');
  return verdicts;
}

type Props = { readonly summary: SummaryHold; readonly children: ReactNode };

function requestOf({
  assessmentId,
  target,
  verdict,
  reason,
  words,
}: ContradictionView): ContradictionRequest {
  return { assessmentId, target, verdict, ...(reason ? { reason } : {}), ...(words ? { words } : {}) };
}

/** What was said on this page, sent and taken back. */
function useActs({ setContradictions }: SummaryHold) {
  const { service, draft } = useVisit();
  const [acts, setActs] = useState<readonly Act[]>([]);
  const lastKey = useRef(0);
  const put = useCallback((act: Act) => setActs((before) => actWith(before, act)), []);
  const drop = useCallback((key: number) => setActs((before) => actsWithout(before, key)), []);

  const send = useCallback(
    async (key: number, request: ContradictionRequest) => {
      put({ key, request, state: 'sending' });
      try {
        const view = await service.contradict(request);
        setContradictions((before) => withNewest(before, view));
        put({ key, request, state: 'recorded', view, undoUntil: Date.now() + undoMs });
      } catch (error) {
        const because = toCallFailed(error);
        put({ key, request, state: 'failed', because });
        // A sign-in in this tab begins the page anew: the words wait where they were typed.
        if (isExpired(because)) draft(draftOf(request.target), (typed) => typed || (request.words ?? ''));
      }
    },
    [service, setContradictions, put, draft],
  );

  const withdraw = useCallback(
    async (view: ContradictionView, key = ++lastKey.current) => {
      const request = requestOf(view);
      put({ key, request, state: 'withdrawing', view });
      try {
        await service.withdraw(view.id);
        setContradictions((before) => before.filter(({ id }) => id !== view.id));
        drop(key);
      } catch (error) {
        put({ key, request, state: 'failed', because: toCallFailed(error), view });
      }
    },
    [service, setContradictions, put, drop],
  );

  const say = useCallback(
    (request: ContradictionRequest) => void send(++lastKey.current, { id: newId(), ...request }),
    [send],
  );
  const retry = useCallback(
    (act: Act) => {
      if (act.state !== 'failed') return;
      void (act.view ? withdraw(act.view, act.key) : send(act.key, act.request));
    },
    [send, withdraw],
  );
  return { acts, say, retry, withdraw, drop };
}

/** A new session sends what the old one could not. */
function useResend(acts: readonly Act[], retry: (act: Act) => void): void {
  const { service } = useVisit();
  const held = useRef(acts);
  held.current = acts;
  const servedBy = useRef(service);
  useEffect(() => {
    if (servedBy.current === service) return;
    servedBy.current = service;
    for (const act of toResend(held.current)) retry(act);
  }, [service, retry]);
}

export function VerdictsProvider({ summary, children }: Props) {
  const { session } = useVisit();
  const { acts, say, retry, withdraw, drop } = useActs(summary);
  useResend(acts, retry);
  const contradictions = summary.view?.contradictions;
  const mayContradict = (session.viewer ?? summary.view?.viewer) !== undefined;
  const verdicts = useMemo<Verdicts>(
    () => ({
      contradictions: contradictions ?? [],
      acts,
      say,
      retry,
      forget: ({ key }) => drop(key),
      withdraw: (view, key) => void withdraw(view, key),
      mayContradict,
    }),
    [contradictions, acts, say, retry, withdraw, drop, mayContradict],
  );
  return <VerdictsContext value={verdicts}>{children}</VerdictsContext>;
}
