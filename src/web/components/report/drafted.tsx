import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportView } from '../../../smart/contract.ts';
import { Button } from '../../ui/button/button.tsx';
import { Notice } from '../../ui/notice/notice.tsx';
import type { ReportHold } from './use-report.ts';

type Props = { readonly hold: ReportHold; readonly view: ReportView };

/** What came after the text was begun, to be held against it. */
function Beside({ kind, text }: ReportHold['beside'][number]) {
  const { t } = useTranslation('report');
  const field = useId();
  return (
    <div className="report-field">
      <label htmlFor={field}>{t(kind === 'draft' ? 'beside.draft' : 'beside.signed')}</label>
      <textarea id={field} className="report-text report-text-fixed" dir="auto" readOnly value={text} />
    </div>
  );
}

/** Neither is the one thing to do: reading comes first. */
function Acts({ hold, view }: Props) {
  const { t } = useTranslation('report');
  return (
    <div className="report-acts">
      <Button disabled={hold.isBusy || hold.text.trim() === ''} onClick={() => hold.goTo('signing')}>
        {t('sign')}
      </Button>
      {view.standing.state === 'signed' ? null : (
        <Button disabled={hold.isBusy} onClick={() => hold.goTo('discarding')}>
          {t('discard')}
        </Button>
      )}
      {hold.text.trim() === '' ? <span role="status">{t('empty')}</span> : null}
    </div>
  );
}

/** The draft as text to be corrected; the line that says who drafted it is not part of what is typed. */
export function Drafted({ hold, view }: Props) {
  const { t } = useTranslation('report');
  const field = useId();
  const isOpen = hold.step === 'reading' && view.maySign;
  return (
    <>
      {view.maySign ? null : <Notice tone="info">{t('readOnly')}</Notice>}
      <p className="dialog-lead">{t('lead')}</p>
      {hold.language && hold.language !== view.draft.language ? (
        <Notice tone="info">{t('inLanguage', { language: t(`app:languages.${hold.language}`) })}</Notice>
      ) : null}
      <div
        className={[
          hold.beside.length > 0 ? 'report-two' : 'report-one',
          ...(hold.step === 'reading' ? [] : ['report-has-step']),
        ].join(' ')}
      >
        <div className="report-field">
          <label htmlFor={field}>{t('text')}</label>
          <textarea
            id={field}
            className={isOpen ? 'report-text' : 'report-text report-text-fixed'}
            dir="auto"
            maxLength={20_000}
            lang={hold.language}
            readOnly={!isOpen}
            value={hold.text}
            onChange={(event) => hold.type(event.target.value)}
          />
        </div>
        {hold.beside.map((each) => (
          <Beside key={each.kind} {...each} />
        ))}
      </div>
      <p className="report-origin">
        {t('stays')} <em>{view.draft.origin}</em>
      </p>
      {isOpen ? <Acts hold={hold} view={view} /> : null}
    </>
  );
}
