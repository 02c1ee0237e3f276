import { useTranslation } from 'react-i18next';
import { Disclosure } from '../../ui/disclosure/disclosure.tsx';

/** What is kept of an agreement or a contradiction, who sees it, and what it is never used for. */
export function StoredAndWhy() {
  const { t } = useTranslation();
  return (
    <Disclosure summary={t('stored.title')} className="not-printed">
      <ul className="stored-and-why">
        {(['what', 'who', 'effect', 'never', 'withdraw'] as const).map((line) => (
          <li key={line}>{t(`stored.${line}`)}</li>
        ))}
      </ul>
    </Disclosure>
  );
}
