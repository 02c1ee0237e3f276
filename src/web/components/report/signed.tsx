import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SignatureView } from '../../../smart/contract.ts';
import { Button } from '../../ui/button/button.tsx';
import { Notice } from '../../ui/notice/notice.tsx';
import { useFigures } from '../../use-figures.ts';
import { useVisit } from '../../visit/visit.tsx';
import { ReportLine } from './report-line.tsx';
import type { ReportHold } from './use-report.ts';

type Props = { readonly hold: ReportHold; readonly view: SignatureView };
type Standing = Extract<SignatureView['standing'], { state: 'signed' }>;

/** Whether the record system has it; what is not there is said, with what can be done about it. */
function InEhr({ hold, view, standing }: Props & { readonly standing: Standing }) {
  const { t } = useTranslation('report');
  const { why } = useFigures();
  const { session } = useVisit();
  if (standing.sent)
    return (
      <Notice tone="info">
        {t('ehr.has')} {standing.sent.reference ?? ''}
      </Notice>
    );
  const earlier = standing.earlierInEhr ? <strong>{t('ehr.earlierStill')} </strong> : null;
  if (!view.goesToEhr)
    return (
      <Notice tone={earlier ? 'alarm' : 'warn'} role="alert">
        {earlier}
        {t('ehr.notGranted')}
      </Notice>
    );
  const isOwn = standing.by.id === session.viewer?.id;
  return (
    <Notice
      tone="alarm"
      role="alert"
      actions={
        isOwn && view.maySign ? (
          <Button disabled={hold.isBusy} onClick={() => void hold.sendAgain()}>
            {t('ehr.again')}
          </Button>
        ) : null
      }
    >
      {earlier}
      {t('ehr.notSent')} {view.notSent ? t('ehr.because', { because: why(view.notSent) }) : ''}
      {isOwn ? null : ` ${t('ehr.onlySigner', { who: standing.by.name ?? standing.by.id })}`}
    </Notice>
  );
}

/** The browser's own clipboard, and where that is closed (a frame, plain http) the selection. */
async function copy(field: HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand('copy');
  }
}

function useDownload(id: string): () => Promise<void> {
  const { service } = useVisit();
  return async () => {
    const response = await service.fetch(`report/signatures/${encodeURIComponent(id)}`);
    const address = URL.createObjectURL(await response.blob());
    const link = document.createElement('a');
    link.href = address;
    link.download = `vigie-report-${id}.json`;
    link.click();
    URL.revokeObjectURL(address);
  };
}

/** A report that somebody answers for: to be read, copied, taken along, or corrected by a new one. */
export function Signed({ hold, view }: Props) {
  const { t } = useTranslation('report');
  const field = useId();
  const text = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState<boolean>();
  const { standing, signed } = view;
  const download = useDownload(standing.state === 'signed' ? standing.id : '');
  if (standing.state !== 'signed' || !signed) return null;
  return (
    <>
      <ReportLine standing={standing} asOf={new Date().toISOString()} />
      <InEhr {...{ hold, view, standing }} />
      <div className="report-field">
        <label htmlFor={field}>{t('text')}</label>
        <textarea
          id={field}
          ref={text}
          className="report-text report-text-fixed"
          dir="auto"
          lang={signed.language}
          readOnly
          value={`${signed.text}\n\n${signed.origin}`}
        />
      </div>
      <div className="report-acts">
        <Button onClick={() => text.current && void copy(text.current).then(setCopied)}>{t('copy')}</Button>
        <Button onClick={() => void download()}>{t('download')}</Button>
        {view.maySign ? <Button onClick={hold.correct}>{t('correct')}</Button> : null}
        {copied === undefined ? null : <span role="status">{t(copied ? 'copied' : 'notCopied')}</span>}
      </div>
    </>
  );
}
