import { useTranslation } from 'react-i18next';
import { reasonKey } from '../../../words/why.ts';
import type { FilmFault as Fault } from './film-files.ts';

export type FaultProps = {
  readonly fault: Fault;
  readonly onRetry: () => void;
  /** Where else the film can be seen, when that is known from elsewhere. */
  readonly pacsUrl?: string | undefined;
};

/** Why there is no film, what to do, and where else it can be seen. */
export function FilmFault({ fault, onRetry, pacsUrl = fault.pacsUrl }: FaultProps) {
  const { t } = useTranslation('film');
  const { key, status } = reasonKey(fault.code);
  return (
    <div className="film-fault" role="alert">
      <p className="film-fault-words">
        {t(`refused.${key}`, {
          status,
          defaultValue: fault.message ?? t(fault.status === 0 ? 'fault.offline' : 'fault.other'),
        })}
      </p>
      <p>{t('fault.rest')}</p>
      <p className="film-tools">
        {pacsUrl ? (
          <a className="film-button" href={pacsUrl} target="_blank" rel="noreferrer">
            {t('openInPacs')}
          </a>
        ) : null}
        <button type="button" className="film-button" onClick={onRetry}>
          {t('fault.retry')}
        </button>
      </p>
    </div>
  );
}
