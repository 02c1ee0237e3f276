import { useTranslation } from 'react-i18next';
import { type CallFailed, isExpired } from '../../service/call-failed.ts';
import './trouble-page.css';

/** There is no session to show anything in: says what happened, what to do, and that nothing was shown or stored. */
export function TroublePage({ failed }: { readonly failed: CallFailed | undefined }) {
  const { t } = useTranslation();
  const kind =
    failed === undefined || isExpired(failed) ? 'noSession' : failed.code === 'OFFLINE' ? 'away' : 'other';
  return (
    <main className="trouble-page">
      <h1>{t(`trouble.${kind}.title`)}</h1>
      <p>{kind === 'other' ? failed?.message : t(`trouble.${kind}.what`)}</p>
      <p>{t(`trouble.${kind}.do`)}</p>
      <button type="button" className="button button-loud" onClick={() => window.location.reload()}>
        {t('again')}
      </button>
    </main>
  );
}
