import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../smart/contract.ts';
import { languageOf } from '../words/words.ts';
import { SummaryPage } from './pages/summary-page/summary-page.tsx';
import { TroublePage } from './pages/trouble-page/trouble-page.tsx';
import { type CallFailed, toCallFailed } from './service/call-failed.ts';
import { readSession } from './service/service.ts';
import { tellOpener, VisitProvider } from './visit/visit.tsx';

type Entry =
  | { readonly kind: 'asking' }
  | { readonly kind: 'in'; readonly session: SessionView }
  | { readonly kind: 'out'; readonly failed?: CallFailed };

/** Knows who looks at whom before anything is shown; the EHR's language goes before the browser's. */
export function App({ handle }: { readonly handle: string | undefined }) {
  const { t, i18n } = useTranslation();
  const [entry, setEntry] = useState<Entry>(handle === undefined ? { kind: 'out' } : { kind: 'asking' });

  // What `useTranslation` gives is new with each language: the session is asked for once all the same.
  const words = useRef(i18n);
  useEffect(() => {
    if (handle === undefined) return;
    readSession(handle).then(
      (session) => {
        if (session.language)
          void words.current.changeLanguage(languageOf([session.language, ...navigator.languages]));
        tellOpener({ handle, patientId: session.patientId });
        setEntry({ kind: 'in', session });
      },
      (error: unknown) => setEntry({ kind: 'out', failed: toCallFailed(error) }),
    );
  }, [handle]);

  useEffect(() => {
    document.documentElement.lang = i18n.language;
  }, [i18n.language]);

  if (entry.kind === 'asking') return <p role="status">{t('loading')}</p>;
  if (entry.kind === 'out' || handle === undefined)
    return <TroublePage failed={entry.kind === 'out' ? entry.failed : undefined} />;
  return (
    <VisitProvider handle={handle} session={entry.session}>
      <SummaryPage />
    </VisitProvider>
  );
}
