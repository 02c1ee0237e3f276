import { useTranslation } from 'react-i18next';
import type { Patient } from '../../summary-types.ts';
import { useFigures } from '../../use-figures.ts';
import './patient-banner.css';

/** Who this page is about, on every screen of it and on paper; what is not recorded is said, never left blank. */
export function PatientBanner({ patient }: { readonly patient: Patient }) {
  const { t } = useTranslation();
  const { birthday } = useFigures();
  const { name, sex, birthDate, ageYears, identifiers } = patient;
  return (
    <section className="patient-banner" aria-label={t('patient.banner')}>
      <h1 className="patient-name">{name ? <bdi dir="auto">{name}</bdi> : <em>{t('patient.noName')}</em>}</h1>
      <dl className="patient-facts">
        <div>
          <dt className="only-heard">{t('patient.sex')}</dt>
          <dd>{t(`patient.${sex ?? 'sexUnknown'}`)}</dd>
        </div>
        <div>
          <dt className="only-heard">{t('patient.age')}</dt>
          <dd>{ageYears === undefined ? t('patient.noAge') : t('patient.years', { count: ageYears })}</dd>
        </div>
        <div>
          <dt>{t('patient.born')}</dt>
          <dd>
            {birthDate ? <time dateTime={birthDate}>{birthday(birthDate)}</time> : t('patient.noBirthDate')}
          </dd>
        </div>
        <div>
          <dt>{t('patient.id')}</dt>
          <dd>
            <bdi>{identifiers[0] ?? patient.id}</bdi>
          </dd>
        </div>
      </dl>
    </section>
  );
}
