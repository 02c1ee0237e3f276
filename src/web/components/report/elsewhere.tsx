import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button/button.tsx';
import { Disclosure } from '../../ui/disclosure/disclosure.tsx';
import { Notice } from '../../ui/notice/notice.tsx';
import { useFigures } from '../../use-figures.ts';
import type { ReportHold } from './use-report.ts';

type Kept = { readonly hold: ReportHold; readonly typed: ReportHold['elsewhere'][number] };

function KeptText({ hold, typed: { film, text, language, takenAt } }: Kept) {
  const { t } = useTranslation('report');
  const { moment } = useFigures();
  const field = useId();
  const when = takenAt ? moment(takenAt, new Date().toISOString()) : t('elsewhere.noTime');
  return (
    <Notice tone="warn">
      <strong>{t('elsewhere.kept', { when })}</strong> {t('elsewhere.notHere')}
      <Disclosure summary={t('elsewhere.show')}>
        <label htmlFor={field}>{t('elsewhere.text', { when })}</label>
        <textarea
          id={field}
          className="report-text report-text-fixed report-text-elsewhere"
          dir="auto"
          lang={language}
          readOnly
          value={text}
        />
        <Button onClick={() => hold.forgetElsewhere(film)}>{t('elsewhere.forget')}</Button>
      </Disclosure>
    </Notice>
  );
}

/** What was typed for other films than the one on the page: kept, named as theirs, and never in this one's field. */
export function Elsewhere({ hold }: { readonly hold: ReportHold }) {
  return hold.elsewhere.map((typed) => <KeptText key={typed.film} hold={hold} typed={typed} />);
}
