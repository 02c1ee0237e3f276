import { useTranslation } from 'react-i18next';
import { languages } from '../../../words/words.ts';
import { Button } from '../../ui/button/button.tsx';
import { useFigures } from '../../use-figures.ts';
import { isStale } from '../../visit/polling.ts';
import { useNow } from '../../visit/use-now.ts';
import type { SummaryHold } from '../../visit/use-summary.ts';
import { useVisit } from '../../visit/visit.tsx';
import './page-bar.css';

const sections = ['summary', 'ask', 'trends', 'evidence', 'said'] as const;

function AsOf({ asOf }: { readonly asOf: string }) {
  const { t } = useTranslation();
  const { moment, ago } = useFigures();
  const now = useNow();
  return (
    <span className={isStale(asOf, now) ? 'page-as-of page-as-of-stale' : 'page-as-of'}>
      {t('asOf')} <time dateTime={asOf}>{moment(asOf, now.toISOString())}</time> ({ago(asOf, now)})
    </span>
  );
}

/** Where to go on the page, as of when it is, and what can be done with it. */
export function PageBar({ summary }: { readonly summary: SummaryHold }) {
  const { t, i18n } = useTranslation();
  const { service, session } = useVisit();
  const { view, isLoading, refresh } = summary;
  const viewer = session.viewer ?? view?.viewer;
  const signOut = () =>
    void service.signOut().then(
      () => window.location.reload(),
      () => window.location.reload(),
    );
  return (
    <div className="page-bar">
      <nav aria-label={t('nav.label')} className="page-nav not-printed">
        <ul>
          {sections.map((section) => (
            <li key={section}>
              <a href={`#${section}`}>{t(`nav.${section}`)}</a>
            </li>
          ))}
        </ul>
      </nav>
      {view ? <AsOf asOf={view.assessment.asOf} /> : null}
      <div className="page-acts not-printed">
        <Button onClick={() => void refresh()} disabled={isLoading}>
          <span aria-hidden="true">⟳ </span>
          {t(isLoading ? 'refreshing' : 'refresh')}
        </Button>
        <Button onClick={() => window.print()}>{t('print')}</Button>
        <label className="page-language">
          <span className="only-heard">{t('language')}</span>
          <select value={i18n.language} onChange={(event) => void i18n.changeLanguage(event.target.value)}>
            {languages.map((language) => (
              <option key={language} value={language} lang={language}>
                {t(`languages.${language}`)}
              </option>
            ))}
          </select>
        </label>
        <Button look="quiet" onClick={signOut} title={viewer?.name}>
          {t('signOut')}
        </Button>
      </div>
    </div>
  );
}
