import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button/button.tsx';
import { Notice } from '../../ui/notice/notice.tsx';
import { useFigures } from '../../use-figures.ts';
import type { Act } from '../../verdicts/acts.ts';
import { useTargetWords } from '../../verdicts/use-target-words.ts';
import { useVerdicts } from '../../verdicts/verdicts.tsx';
import './undo-bar.css';

/** Seconds that are left, counted down where it is read. */
function useSecondsUntil(time: number): number {
  const [left, setLeft] = useState(() => Math.ceil((time - Date.now()) / 1000));
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.ceil((time - Date.now()) / 1000)), 250);
    return () => clearInterval(timer);
  }, [time]);
  return Math.max(left, 0);
}

function Recorded({ act }: { readonly act: Extract<Act, { state: 'recorded' }> }) {
  const { t } = useTranslation();
  const { term } = useFigures();
  const about = useTargetWords()(act.request.target);
  const { withdraw, forget } = useVerdicts();
  const seconds = useSecondsUntil(act.undoUntil);
  useEffect(() => {
    if (seconds === 0) forget(act);
  }, [seconds, act, forget]);
  const reason = act.request.reason ? ` (${term('reason', act.request.reason)})` : '';
  return (
    <Notice
      tone="info"
      actions={
        <>
          <Button look="loud" onClick={() => withdraw(act.view, act.key)}>
            {t('undo.undo')}
            <span aria-hidden="true"> {t('undo.seconds', { seconds })}</span>
          </Button>
          <Button onClick={() => forget(act)}>{t('close')}</Button>
        </>
      }
    >
      <strong>{t(`undo.recorded.${act.request.verdict}`, { about })}</strong>
      {reason}. {t('undo.later')}
      <progress className="undo-left" max={10} value={seconds} aria-hidden="true" />
    </Notice>
  );
}

function Failed({ act }: { readonly act: Extract<Act, { state: 'failed' }> }) {
  const { t } = useTranslation();
  const about = useTargetWords()(act.request.target);
  const { retry, forget } = useVerdicts();
  const { code, message, status } = act.because;
  const why = status === 401 ? t('undo.signedOut') : code === 'OFFLINE' ? t('trouble.unreachable') : message;
  return (
    <Notice
      tone="alarm"
      role="alert"
      actions={
        <>
          <Button onClick={() => retry(act)}>{t('again')}</Button>
          <Button onClick={() => forget(act)}>{t('undo.discard')}</Button>
        </>
      }
    >
      <strong>{t(act.view ? 'undo.notWithdrawn' : 'undo.notRecorded', { about })}</strong> {why}
      {act.request.words ? (
        <>
          {' '}
          {t('undo.kept')} <q dir="auto">{act.request.words}</q>
        </>
      ) : null}
    </Notice>
  );
}

function Sending({ act }: { readonly act: Act }) {
  const { t } = useTranslation();
  const about = useTargetWords()(act.request.target);
  return (
    <Notice tone="info">{t(act.state === 'sending' ? 'undo.sending' : 'undo.withdrawing', { about })}</Notice>
  );
}

/** What was just said, what became of it, and the way back. */
export function UndoBar() {
  const { acts } = useVerdicts();
  if (acts.length === 0) return null;
  return (
    <div className="undo-bar not-printed">
      {acts.map((act) => {
        if (act.state === 'recorded') return <Recorded key={act.key} act={act} />;
        if (act.state === 'failed') return <Failed key={act.key} act={act} />;
        return <Sending key={act.key} act={act} />;
      })}
    </div>
  );
}
