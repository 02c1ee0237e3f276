import { useTranslation } from 'react-i18next';
import './validity.css';

/** What this is not. On every page and on paper. */
export function Validity() {
  const { t } = useTranslation();
  return (
    <footer className="validity">
      <strong>{t('validity.short')}</strong> {t('validity.long')}
    </footer>
  );
}
