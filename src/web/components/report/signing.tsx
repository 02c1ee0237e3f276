import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportView } from '../../../smart/contract.ts';
import { Button } from '../../ui/button/button.tsx';
import { useVisit } from '../../visit/visit.tsx';
import type { ReportHold } from './use-report.ts';

type Props = { readonly hold: ReportHold; readonly view: ReportView };

/** The second step: under whose name, and what it does. The keyboard is led to the question, not to the yes. */
export function Signing({ hold, view }: Props) {
  const { t } = useTranslation('report');
  const { session } = useVisit();
  const title = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const name = session.viewer?.name ?? session.viewer?.id ?? '';
  const isAsDrafted = hold.text.trim() === view.draft.text.trim();
  return (
    <section className="report-step" aria-labelledby={title}>
      <h3 id={title} tabIndex={-1} ref={heading}>
        {t('signing.title')}
      </h3>
      <ul className="report-effects">
        <li>
          {t('signing.as')} <strong>{name}</strong>.
        </li>
        {isAsDrafted ? (
          <li>
            <strong>{t('signing.unedited')}</strong>
          </li>
        ) : null}
        <li>{t('signing.stored')}</li>
        <li>{t('signing.final')}</li>
        <li>{t(view.goesToEhr ? 'signing.toEhr' : 'signing.notToEhr')}</li>
      </ul>
      <div className="report-acts">
        <Button disabled={hold.isBusy} onClick={() => hold.goTo('reading')}>
          {t('back')}
        </Button>
        <Button disabled={hold.isBusy} onClick={() => void hold.sign()}>
          {hold.isBusy ? t('signing.doing') : t('signing.do', { name })}
        </Button>
      </div>
    </section>
  );
}
