import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Source, useOpenSource } from '../../open-source.tsx';
import './value-link.css';

type Props = { readonly source: Source; readonly children: ReactNode };

/** A value that opens where it comes from. */
export function ValueLink({ source, children }: Props) {
  const { t } = useTranslation();
  const openSource = useOpenSource();
  return (
    <button type="button" className="value-link" onClick={() => openSource(source)}>
      {children}
      <span className="only-heard"> {t('source.open')}</span>
    </button>
  );
}
