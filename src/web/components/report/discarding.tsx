import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button/button.tsx';
import { WordsField } from '../../ui/words-field/words-field.tsx';
import { useDraft } from '../../visit/visit.tsx';
import type { ReportHold } from './use-report.ts';

type Props = { readonly hold: ReportHold; readonly film: string; readonly onDone: () => void };

/** The second and last action of discarding; the reason is for whoever comes next. */
export function Discarding({ hold, film, onDone }: Props) {
  const { t } = useTranslation('report');
  const [title, field] = [useId(), useId()];
  const [reason, setReason] = useDraft(`report.discard/${film}`);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const discard = async () => {
    if (!(await hold.discard(reason))) return;
    setReason('');
    onDone();
  };
  return (
    <section className="report-step" aria-labelledby={title}>
      <h3 id={title} tabIndex={-1} ref={heading}>
        {t('discarding.title')}
      </h3>
      <p>{t('discarding.lead')}</p>
      <WordsField
        id={field}
        label={t('discarding.reason')}
        words={reason}
        onChange={setReason}
        fault={undefined}
      />
      <div className="report-acts">
        <Button disabled={hold.isBusy} onClick={() => hold.goTo('reading')}>
          {t('back')}
        </Button>
        <Button disabled={hold.isBusy} onClick={() => void discard()}>
          {t('discarding.do')}
        </Button>
      </div>
    </section>
  );
}
