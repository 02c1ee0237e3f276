import { type CSSProperties, type RefObject, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FetchFilm } from './film-files.ts';
import { FilmMarks, type Marks } from './film-marks.tsx';
import { curveOf, type Frame, filmOn, hasOwnWindow, type View } from './film-view.ts';
import type { FilmState } from './use-film.ts';
import { type ChangeView, type Tool, useGestures } from './use-gestures.ts';
import { useStage } from './use-stage.ts';

export type PaneProps = {
  readonly film: FilmState;
  readonly fetchFilm: FetchFilm;
  /** Says which film this is, to a screen reader and on the pane. */
  readonly label: string;
  readonly view: View;
  readonly onView: ChangeView;
  readonly tool: Tool;
  readonly marks: Marks;
  /** Behind another film that is shown in its place. */
  readonly isHidden?: boolean;
  readonly describedBy: string;
};

function usePaneSize(pane: RefObject<HTMLDivElement | null>): Frame['pane'] | undefined {
  const [size, setSize] = useState<Frame['pane']>();
  useLayoutEffect(() => {
    const element = pane.current;
    if (!element) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((before) => (before?.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [pane]);
  return size;
}

type Natural = { readonly sop: string; readonly film: Frame['film'] };

/** The film's size is the plan's; until that comes, the picture's shape will do. */
function useFrame({ sop, plan }: FilmState, pane: Frame['pane'] | undefined, natural: Natural | undefined) {
  const ofPicture = natural?.sop === sop ? natural.film : undefined;
  const { rows, columns } = plan ?? ofPicture ?? {};
  return useMemo<Frame | undefined>(
    () => (pane && rows && columns ? { film: { rows, columns }, pane } : undefined),
    [pane, rows, columns],
  );
}

/** The window as a filter on the picture, exactly the curve that the stage draws with. */
function Curve({ id, view }: { id: string; view: View }) {
  const { slope, intercept } = curveOf(view);
  const channel = { type: 'linear', slope, intercept };
  return (
    <svg className="film-curve" aria-hidden="true" focusable="false" width="0" height="0">
      <filter id={id} colorInterpolationFilters="sRGB">
        <feComponentTransfer>
          <feFuncR {...channel} />
          <feFuncG {...channel} />
          <feFuncB {...channel} />
        </feComponentTransfer>
      </filter>
    </svg>
  );
}

function pictureStyle(view: View, frame: Frame, filter: string): CSSProperties {
  const { left, top, width, height } = filmOn(view, frame);
  return {
    width,
    height,
    transform: `translate(${left}px, ${top}px)`,
    ...(hasOwnWindow(view) ? {} : { filter: `url(#${filter})` }),
  };
}

/** One film: its picture at once, its pixels after, the marks that were asked for over both. */
export function FilmPane({ film, fetchFilm, view, ...props }: PaneProps) {
  const { t } = useTranslation('film');
  const { label, onView, tool, marks, isHidden = false, describedBy } = props;
  const filter = useId();
  const pane = useRef<HTMLDivElement>(null);
  const element = useRef<HTMLDivElement>(null);
  const [natural, setNatural] = useState<Natural>();
  const frame = useFrame(film, usePaneSize(pane), natural);
  const stage = useStage({ element, sop: film.sop, fetchFilm, view, frame });
  const listeners = useGestures({ pane, frame, tool, onView });
  const picture = stage.kind === 'picture' ? (stage.url ?? film.picture) : film.picture;
  const isScrollable = view.zoom === 1 && tool === 'move';

  return (
    <figure className={`film-frame${isHidden ? ' film-frame-hidden' : ''}`}>
      <figcaption className="film-caption" aria-hidden="true">
        {label}
      </figcaption>
      <div
        ref={pane}
        className={`film-pane${isScrollable ? ' film-pane-scrollable' : ''}`}
        role="application"
        aria-roledescription={t('pane.role')}
        aria-label={label}
        aria-describedby={describedBy}
        aria-hidden={isHidden}
        tabIndex={isHidden ? -1 : 0}
        data-stage={stage.kind}
        data-side={stage.kind === 'pixels' ? stage.side : undefined}
        {...listeners}
      >
        {picture ? (
          <img
            className="film-picture"
            src={picture}
            alt=""
            draggable={false}
            style={frame ? pictureStyle(view, frame, filter) : { visibility: 'hidden' }}
            onLoad={({ currentTarget: { naturalHeight: rows, naturalWidth: columns } }) =>
              setNatural({ sop: film.sop, film: { rows, columns } })
            }
          />
        ) : (
          <p className="film-pane-wait">{t('pane.coming')}</p>
        )}
        <Curve id={filter} view={view} />
        <div ref={element} className="film-stage" hidden={stage.kind !== 'pixels'} />
        {film.plan && frame ? <FilmMarks plan={film.plan} marks={marks} view={view} frame={frame} /> : null}
      </div>
      {stage.kind === 'picture' ? <p className="film-note">{t('pane.pictureOnly')}</p> : null}
    </figure>
  );
}
