import { useTranslation } from 'react-i18next';
import type { SummaryView } from '../../../smart/contract.ts';
import { isExpired } from '../../service/call-failed.ts';
import { Button } from '../../ui/button/button.tsx';
import { Notice } from '../../ui/notice/notice.tsx';
import { useFigures } from '../../use-figures.ts';
import { isStale } from '../../visit/polling.ts';
import { useNow } from '../../visit/use-now.ts';
import { useOnline } from '../../visit/use-online.ts';
import type { SummaryHold } from '../../visit/use-summary.ts';
import { SignIn } from '../sign-in/sign-in.tsx';
import './standing-notices.css';

function Stored({ view }: { readonly view: SummaryView }) {
  const { t } = useTranslation();
  const { moment, why } = useFigures();
  const now = useNow();
  if (view.origin.kind !== 'stored') return null;
  return (
    <Notice tone="alarm" role="alert">
      <strong>{t('notice.stored', { at: moment(view.assessment.asOf, now.toISOString()) })}</strong>{' '}
      {t('notice.storedWhy', { because: why(view.origin.because) })}
    </Notice>
  );
}

function Stale({ view, refresh }: { readonly view: SummaryView; readonly refresh: () => Promise<void> }) {
  const { t } = useTranslation();
  const { ago } = useFigures();
  const now = useNow();
  if (view.origin.kind === 'stored' || !isStale(view.assessment.asOf, now)) return null;
  return (
    <Notice tone="warn" actions={<Button onClick={() => void refresh()}>{t('refresh')}</Button>}>
      {t('notice.stale', { ago: ago(view.assessment.asOf, now) })}
    </Notice>
  );
}

/** What must be known before anything on the page is believed: stored, stale, offline, refused, not granted. */
export function StandingNotices({ summary }: { readonly summary: SummaryHold }) {
  const { t } = useTranslation();
  const { moment, term } = useFigures();
  const isOnline = useOnline();
  const { view, failed, refresh } = summary;
  return (
    <div className="standing-notices">
      <SignIn failed={failed} />
      {isOnline ? null : <Notice tone="alarm">{t('notice.offline')}</Notice>}
      {failed && view && isOnline && !isExpired(failed) ? (
        <Notice
          tone="alarm"
          role="alert"
          actions={<Button onClick={() => void refresh()}>{t('again')}</Button>}
        >
          <strong>{t('notice.notRefreshed')}</strong>{' '}
          {failed.code === 'OFFLINE' ? t('trouble.unreachable') : failed.message}
        </Notice>
      ) : null}
      {view ? <Stored view={view} /> : null}
      {view ? <Stale view={view} refresh={refresh} /> : null}
      {view?.openedFrom ? (
        <Notice tone="info">
          {t('notice.openedFrom', { at: moment(view.openedFrom.asOf, view.assessment.asOf) })}
        </Notice>
      ) : null}
      {view && view.notGranted.length > 0 ? (
        <Notice tone="warn">
          {t('notice.notGranted', {
            parts: view.notGranted.map((part) => term('resource', part)).join(', '),
          })}
        </Notice>
      ) : null}
    </div>
  );
}
