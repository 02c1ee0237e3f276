import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { SessionView } from '../../smart/contract.ts';
import { createService, readSession, type Service } from '../service/service.ts';
import { type Drafts, handDraftsOver, takeDrafts, withDraft } from './drafts.ts';

/** Who looks at whom through this page, and how its server is spoken to. */
export type Visit = {
  readonly service: Service;
  readonly session: SessionView;
  readonly drafts: Drafts;
  /** The text, or what it becomes from what is typed there now. */
  readonly draft: (key: string, text: string | ((typed: string) => string)) => void;
  /** Hands what is typed to the page that follows and begins a new launch in this one. */
  readonly signInHere: () => void;
  /** Begins a new launch in a window of its own, which hands its session to this page. */
  readonly signInBeside: () => void;
};

const VisitContext = createContext<Visit | undefined>(undefined);

export function useVisit(): Visit {
  const visit = useContext(VisitContext);
  if (!visit) throw new Error('useVisit is for what stands inside a VisitProvider');
  return visit;
}

/** One piece of text that survives the session it was typed in. */
export function useDraft(key: string): readonly [text: string, setText: (text: string) => void] {
  const { drafts, draft } = useVisit();
  return [drafts[key] ?? '', (text) => draft(key, text)];
}

/** What a page that was opened for signing in tells the page that opened it. */
type Renewed = { readonly kind: 'vigie-session'; readonly handle: string; readonly patientId: string };

function isRenewed(data: unknown): data is Renewed {
  return typeof data === 'object' && data !== null && (data as Renewed).kind === 'vigie-session';
}

/** Tells the page that opened this one, if there is one of the same address, that there is a session again. */
export function tellOpener({ handle, patientId }: { handle: string; patientId: string }): void {
  const renewed: Renewed = { kind: 'vigie-session', handle, patientId };
  (window.opener as Window | null)?.postMessage(renewed, window.location.origin);
}

type Props = { readonly handle: string; readonly session: SessionView; readonly children: ReactNode };

export function VisitProvider({ handle, session: first, children }: Props) {
  const [held, setHeld] = useState({ handle, session: first });
  const { patientId, ehr, relaunch } = held.session;
  const viewer = held.session.viewer?.id;
  const [drafts, setDrafts] = useState(() => takeDrafts(window.sessionStorage, { patientId, ehr, viewer }));
  const service = useMemo(() => createService(held.handle, patientId), [held.handle, patientId]);
  const draft = useCallback<Visit['draft']>(
    (key, text) =>
      setDrafts((before) =>
        withDraft(before, key, typeof text === 'string' ? text : text(before[key] ?? '')),
      ),
    [],
  );

  useEffect(() => {
    const adopt = ({ origin, data }: MessageEvent) => {
      if (origin !== window.location.origin || !isRenewed(data)) return;
      // Another patient's session never replaces this one's.
      if (data.patientId !== patientId || data.handle === held.handle) return;
      readSession(data.handle).then(
        (session) => {
          if (session.patientId !== patientId || session.ehr !== ehr) return;
          // On a shared machine the next person is somebody else: what was typed is not theirs.
          if (session.viewer?.id !== viewer) setDrafts({});
          window.history.replaceState(null, '', encodeURIComponent(data.handle));
          setHeld({ handle: data.handle, session });
        },
        () => undefined,
      );
    };
    window.addEventListener('message', adopt);
    return () => window.removeEventListener('message', adopt);
  }, [patientId, ehr, viewer, held.handle]);

  const visit = useMemo<Visit>(
    () => ({
      service,
      session: held.session,
      drafts,
      draft,
      signInHere: () => {
        handDraftsOver(window.sessionStorage, { patientId, ehr, viewer, drafts });
        window.location.assign(relaunch);
      },
      signInBeside: () => {
        window.open(relaunch, '_blank');
      },
    }),
    [service, held.session, drafts, draft, patientId, ehr, viewer, relaunch],
  );
  return <VisitContext value={visit}>{children}</VisitContext>;
}
