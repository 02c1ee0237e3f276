import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportStanding } from '../../../smart/contract.ts';
import { type CallFailed, isExpired } from '../../service/call-failed.ts';
import type { Patient } from '../../summary-types.ts';
import { Button } from '../../ui/button/button.tsx';
import { Notice } from '../../ui/notice/notice.tsx';
import { PatientBanner } from '../patient-banner/patient-banner.tsx';
import { SignIn } from '../sign-in/sign-in.tsx';
import { Discarding } from './discarding.tsx';
import { Drafted } from './drafted.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { Signed } from './signed.tsx';
import { Signing } from './signing.tsx';
import { type ReportHold, useReport } from './use-report.ts';
import './report.css';

type Props = {
  readonly standing: ReportStanding;
  readonly patient: Patient;
  readonly onDecided: (standing: ReportStanding) => void;
};

/** A decision may have been kept although its answer was lost; only a refusal says that nothing was done. */
function isUnsure({ status, code }: CallFailed): boolean {
  return (status === 0 || status >= 500) && code !== 'RECORD_UNAVAILABLE';
}

/** What went wrong, in words, with everything that was typed still there. */
function Faults({ hold }: { readonly hold: ReportHold }) {
  const { t } = useTranslation('report');
  const { failed, moved, typed, view } = hold;
  const kept = typed === undefined ? '' : ` ${t('kept')}`;
  return (
    <>
      {moved ? (
        <Notice tone="alarm" role="alert">
          {t(moved === 'DRAFT_CHANGED' ? 'changed' : 'overtakenBy')}
          {kept}
        </Notice>
      ) : null}
      {failed && isExpired(failed) ? <SignIn failed={failed} /> : null}
      {failed && isUnsure(failed) && view ? (
        <Notice tone="alarm" role="alert">
          {t('noAnswer')}
          {kept}
        </Notice>
      ) : null}
      {failed && !isExpired(failed) && !(isUnsure(failed) && view) ? (
        <Notice tone="alarm" role="alert">
          <strong>{t('failed')}</strong>{' '}
          {failed.code === 'OFFLINE'
            ? t('app:trouble.unreachable')
            : t(`refused.${failed.code}`, { defaultValue: failed.message })}
          {kept}
        </Notice>
      ) : null}
    </>
  );
}

function titleOf({ isSigned, view }: ReportHold) {
  if (isSigned) return 'signed';
  return view?.standing.state === 'signed' ? 'correct' : 'draft';
}

function Body({ hold, onClose }: { readonly hold: ReportHold; readonly onClose: () => void }) {
  const { t } = useTranslation('report');
  const { view, step, isSigned } = hold;
  if (!view) return hold.isBusy ? <p role="status">{t('loading')}</p> : null;
  if (isSigned)
    return (
      <>
        <Signed hold={hold} view={view} />
        <Elsewhere hold={hold} />
      </>
    );
  return (
    <>
      <Drafted hold={hold} view={view} />
      <Elsewhere hold={hold} />
      {step === 'signing' ? <Signing hold={hold} view={view} /> : null}
      {step === 'discarding' ? <Discarding hold={hold} film={view.draft.film} onDone={onClose} /> : null}
    </>
  );
}

type OpenProps = {
  readonly hold: ReportHold;
  readonly patient: Patient;
  readonly titleId: string;
  readonly onClose: () => void;
};

/** Whose report it is stays in sight, since the page's own banner lies under it; the keyboard begins at the title. */
function Open({ hold, patient, titleId, onClose }: OpenProps) {
  const { t } = useTranslation('report');
  const heading = useRef<HTMLHeadingElement>(null);
  const { step, isSigned } = hold;
  // Also when a step was left, or has become another part: its own button is gone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the part that is shown decides, not what is used here
  useEffect(() => {
    if (step === 'reading') heading.current?.focus();
  }, [step, isSigned]);
  return (
    <>
      <header className="report-head">
        <h2 id={titleId} className="dialog-title" tabIndex={-1} ref={heading}>
          {t(`title.${titleOf(hold)}`)}
        </h2>
        <Button onClick={onClose}>{t('app:close')}</Button>
      </header>
      <PatientBanner patient={patient} />
      <Faults hold={hold} />
      <Body hold={hold} onClose={onClose} />
    </>
  );
}

/** One control that opens the draft report, or the report that was signed; beside the film where there is room. */
export function Report({ standing, patient, onDecided }: Props) {
  const { t } = useTranslation('report');
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const titleId = useId();
  const hold = useReport(onDecided);
  const open = () => {
    void hold.load();
    setOpen(true);
    dialog.current?.showModal();
  };
  const close = () => dialog.current?.close();
  return (
    <div className="not-printed">
      <Button aria-haspopup="dialog" onClick={open}>
        {t(standing.state === 'signed' ? 'open.signed' : 'open.draft')}
      </Button>
      <dialog
        ref={dialog}
        className="dialog report-dialog"
        aria-labelledby={titleId}
        onClose={() => setOpen(false)}
      >
        {isOpen ? <Open {...{ hold, patient, titleId }} onClose={close} /> : null}
      </dialog>
    </div>
  );
}
