import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmListed, SummaryView } from '../../../smart/contract.ts';
import { moment } from '../../../words/figures.ts';
import { type Comparison, FilmCompare } from './film-compare.tsx';
import { FilmFault } from './film-fault.tsx';
import type { FetchFilm } from './film-files.ts';
import { FilmHelp } from './film-help.tsx';
import type { Marks } from './film-marks.tsx';
import { FilmPane, type PaneProps } from './film-pane.tsx';
import { FilmTold } from './film-told.tsx';
import { FilmAdjust, FilmTools } from './film-tools.tsx';
import { asTaken, type View } from './film-view.ts';
import './film-viewer.css';
import { type FilmState, useFilm } from './use-film.ts';
import type { Tool } from './use-gestures.ts';

export type FilmPanelProps = {
  /** Asks below the patient's address with the page's session; the same function on every render. */
  readonly fetchFilm: FetchFilm;
  readonly films: readonly FilmListed[];
  readonly assessment: Pick<SummaryView['assessment'], 'id' | 'asOf'>;
  /** Whose film it is, shown while the film covers the page's own banner. */
  readonly banner: ReactNode;
};

type Viewing = Pick<PaneProps, 'fetchFilm' | 'view' | 'onView' | 'tool' | 'marks' | 'describedBy'>;

/** When and how a film was taken, as its pane and its screen reader say it. */
function useFilmLabel(asOf: string): (listed: FilmListed, film: FilmState) => string {
  const { t, i18n } = useTranslation('film');
  return ({ startedAt }, { plan }) => {
    const at = startedAt ?? plan?.acquiredAt;
    const parts = [
      t('label.film'),
      ...(plan?.view ? [plan.view] : []),
      at ? moment(at, { language: i18n.language, beside: asOf }) : t('label.noTime'),
    ];
    return parts.join(' · ');
  };
}

type EarlierProps = {
  readonly listed: FilmListed;
  readonly version: string;
  readonly isHidden: boolean;
  readonly viewing: Viewing;
  readonly labelOf: ReturnType<typeof useFilmLabel>;
};

/** The film before, looked at in the same way; it is fetched when it is compared with and not before. */
function Earlier({ listed, version, isHidden, viewing, labelOf }: EarlierProps) {
  const { t } = useTranslation('film');
  const film = useFilm(listed.sopInstanceUid, viewing.fetchFilm, version);
  if (film.pictureFault)
    return isHidden ? null : <FilmFault fault={film.pictureFault} onRetry={film.retry} />;
  const label = `${t('label.earlier')} · ${labelOf(listed, film)}`;
  return <FilmPane {...viewing} film={film} label={label} isHidden={isHidden} />;
}

function MarkToggles({
  plan,
  marks,
  onMarks,
}: {
  plan: FilmState['plan'];
  marks: Marks;
  onMarks: (marks: Marks) => void;
}) {
  const { t } = useTranslation('film');
  const toggles = [
    { name: 'outlines', isThere: plan?.outlines !== undefined },
    { name: 'places', isThere: (plan?.places.length ?? 0) > 0 },
  ] as const;
  return (
    <fieldset className="film-tools" aria-label={t('marks.name')}>
      {toggles.map(({ name, isThere }) => (
        <button
          key={name}
          type="button"
          className="film-button"
          aria-pressed={marks[name]}
          disabled={!isThere}
          onClick={() => onMarks({ ...marks, [name]: !marks[name] })}
        >
          {t(`marks.${name}`)}
          {isThere ? '' : ` (${t('marks.none')})`}
        </button>
      ))}
    </fieldset>
  );
}

type ViewerProps = FilmPanelProps & {
  readonly listed: FilmListed;
  readonly earlier: readonly FilmListed[];
  readonly isLarge: boolean;
  readonly onLarge: (isLarge: boolean) => void;
};

function Viewer({ listed, earlier, isLarge, onLarge, ...props }: ViewerProps) {
  const { t } = useTranslation('film');
  const { fetchFilm, assessment } = props;
  const [view, setView] = useState<View>(asTaken);
  const [tool, setTool] = useState<Tool>('move');
  const [marks, setMarks] = useState<Marks>({ outlines: false, places: false });
  const [comparison, setComparison] = useState<Comparison>({ kind: 'none' });
  const film = useFilm(listed.sopInstanceUid, fetchFilm, assessment.id);
  const labelOf = useFilmLabel(assessment.asOf);
  const describedBy = useId();
  const viewing: Viewing = { fetchFilm, view, onView: setView, tool, marks, describedBy };
  const isFlicked = comparison.kind === 'flicker' && comparison.isEarlierShown;
  const before = comparison.kind === 'none' ? undefined : comparison.film;
  const pacsUrl = film.plan?.pacsUrl;

  if (film.pictureFault)
    return <FilmFault fault={film.pictureFault} onRetry={film.retry} pacsUrl={pacsUrl} />;
  return (
    <>
      <FilmTools view={view} onView={setView} isLarge={isLarge} onLarge={onLarge} />
      <div className={`film-panes film-panes-${comparison.kind}`}>
        <FilmPane {...viewing} film={film} label={labelOf(listed, film)} isHidden={isFlicked} />
        {before ? (
          <Earlier
            listed={before}
            version={assessment.id}
            isHidden={comparison.kind === 'flicker' && !isFlicked}
            viewing={viewing}
            labelOf={labelOf}
          />
        ) : null}
      </div>
      <div className="film-under">
        <MarkToggles plan={film.plan} marks={marks} onMarks={setMarks} />
        <FilmCompare
          films={earlier}
          asOf={assessment.asOf}
          comparison={comparison}
          onComparison={setComparison}
        />
      </div>
      {film.plan ? <FilmTold plan={film.plan} /> : null}
      <p className="film-note">
        {t('note')}{' '}
        {pacsUrl ? (
          <a href={pacsUrl} target="_blank" rel="noreferrer">
            {t('openInPacs')}
          </a>
        ) : null}
      </p>
      <details className="film-more">
        <summary>{t('more')}</summary>
        <FilmAdjust tool={tool} onTool={setTool} view={view} onView={setView} />
        <FilmHelp id={describedBy} />
      </details>
    </>
  );
}

/** The film of the assessment, or the newest; those taken before it are there to be compared with. */
export function FilmPanel(props: FilmPanelProps) {
  const { t } = useTranslation('film');
  const { films, banner } = props;
  const [isLarge, setIsLarge] = useState(false);
  const listed = films.find(({ isAssessed }) => isAssessed) ?? films[0];
  if (!listed) return <p>{t('noFilm')}</p>;
  const earlier = films.filter(({ sopInstanceUid }) => sopInstanceUid !== listed.sopInstanceUid);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves the large view from anywhere in it
    <div
      className={`film-viewer${isLarge ? ' film-viewer-large' : ''}`}
      onKeyDown={({ key }) => {
        if (key === 'Escape') setIsLarge(false);
      }}
    >
      {isLarge ? banner : null}
      <Viewer
        key={listed.sopInstanceUid}
        {...props}
        listed={listed}
        earlier={earlier}
        isLarge={isLarge}
        onLarge={setIsLarge}
      />
    </div>
  );
}
