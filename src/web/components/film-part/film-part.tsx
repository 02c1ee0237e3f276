import { useTranslation } from 'react-i18next';
import type { SummaryView } from '../../../smart/contract.ts';
import type { Film } from '../../summary-types.ts';
import { Notice } from '../../ui/notice/notice.tsx';
import { Panel } from '../../ui/panel/panel.tsx';
import { useFigures } from '../../use-figures.ts';
import { useVisit } from '../../visit/visit.tsx';
import { FilmPanel } from '../film-viewer/film-panel.tsx';
import { PatientBanner } from '../patient-banner/patient-banner.tsx';
import './film-part.css';

type Props = { readonly view: SummaryView; readonly hasStoppedPolling: boolean };

type SilenceProps = {
  readonly film: Exclude<Film, { state: 'read' }>;
  readonly hasRisk: boolean;
  readonly hasStoppedPolling: boolean;
};

function Silence({ film, hasRisk, hasStoppedPolling }: SilenceProps) {
  const { t } = useTranslation();
  const { term, why } = useFigures();
  const { state, because } = film;
  const without = hasRisk ? ` ${t('film.riskWithout')}` : '';
  if (state === 'pending')
    return (
      <Notice tone="info">
        {t('film.pending')} {t(hasStoppedPolling ? 'film.noLongerAwaited' : 'film.comesByItself')}
        {without}
      </Notice>
    );
  return (
    <Notice tone={state === 'none' ? 'info' : 'warn'}>
      <strong>{term('filmState', state)}</strong>
      {t('colon')} {why(because)}. {t(`film.do.${state}`)}
      {without}
    </Notice>
  );
}

/** Doubts about whose film it is come first, since everything else depends on it. */
function Warnings({ film }: { readonly film: Film }) {
  const { t } = useTranslation();
  const { term } = useFigures();
  if (film.state !== 'read') return null;
  return (
    <>
      {film.warnings.length > 0 ? (
        <Notice tone="alarm" role="alert">
          <strong>{t('film.rightFilm')}</strong>{' '}
          {film.warnings.map((code) => term('warning', code)).join(t('semicolon'))}
        </Notice>
      ) : null}
      {film.filmWarnings && film.filmWarnings.length > 0 ? (
        <Notice tone="warn">
          {t('film.aboutTheFilm')}{' '}
          {film.filmWarnings.map((code) => term('filmWarning', code)).join(t('semicolon'))}
        </Notice>
      ) : null}
    </>
  );
}

/** The film itself, or why it says nothing. */
export function FilmPart({ view, hasStoppedPolling }: Props) {
  const { t } = useTranslation();
  const { moment } = useFigures();
  const { service } = useVisit();
  const { assessment, films } = view;
  const { film, asOf } = assessment;
  const taken =
    film.state === 'read' ? film.acquiredAt : films.find(({ isAssessed }) => isAssessed)?.startedAt;
  const position = film.state === 'read' ? `${film.view} · ` : '';
  return (
    <Panel
      id="film"
      title={t('film.title')}
      aside={
        <span className="film-when">
          {position}
          {taken ? <time dateTime={taken}>{moment(taken, asOf)}</time> : t('film.noTime')}
        </span>
      }
    >
      <div className="film-part">
        <Warnings film={film} />
        {film.state === 'read' ? null : (
          <Silence {...{ film, hasStoppedPolling }} hasRisk={assessment.risk.kind === 'estimated'} />
        )}
        {films.length > 0 ? (
          <FilmPanel
            fetchFilm={service.fetch}
            films={films}
            assessment={assessment}
            banner={<PatientBanner patient={view.patient} />}
          />
        ) : null}
      </div>
    </Panel>
  );
}
