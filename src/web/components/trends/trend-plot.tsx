import { type KeyboardEvent, type PointerEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trend } from '../../../smart/contract.ts';
import { useOpenSource } from '../../open-source.tsx';
import { ValueLink } from '../../ui/value-link/value-link.tsx';
import type { DrawnPlot, PlotSpec } from './draw-plot.ts';
import { type Plotted, sideOf, stepBy } from './point.ts';
import { useInView } from './use-in-view.ts';
import type { TrendWords } from './use-trend-words.ts';
import { secondsOf, type TimeWindow, within } from './window.ts';

type Props = { readonly trend: Trend; readonly window: TimeWindow; readonly words: TrendWords };

function useSpec({ trend, window, words }: Props): PlotSpec {
  const { axisValue, tick, language } = words;
  const plotted = useMemo(
    () =>
      within(trend.points, window).map(
        (point): Plotted => ({
          point,
          time: secondsOf(point.at),
          side: sideOf(point.value, trend.range),
        }),
      ),
    [trend, window],
  );
  // The words are made anew with each render and say the same until the language changes.
  const texts = useRef({ axisValue, tick });
  texts.current = { axisValue, tick };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the axes are written anew in another language
  return useMemo(
    () => ({
      plotted,
      allTimes: trend.points.map(({ at }) => secondsOf(at)),
      range: trend.range,
      window,
      valueText: (value) => texts.current.axisValue(value),
      tickText: (seconds, isLong) => texts.current.tick(seconds, isLong),
    }),
    [plotted, trend, window, language],
  );
}

/** The library comes with the first plot that is near the screen. */
function useDrawn(spec: PlotSpec, chosen: number) {
  const [place, isNear] = useInView<HTMLDivElement>();
  const drawn = useRef<DrawnPlot>(undefined);
  const latest = useRef({ spec, chosen });
  latest.current = { spec, chosen };
  useEffect(() => {
    if (!isNear) return;
    let isGone = false;
    import('./draw-plot.ts').then(({ drawPlot }) => {
      if (!isGone && place.current)
        drawn.current = drawPlot(place.current, latest.current.spec, latest.current.chosen);
    });
    return () => {
      isGone = true;
      drawn.current?.stop();
      drawn.current = undefined;
    };
  }, [isNear, place]);
  useEffect(() => drawn.current?.show(spec, chosen), [spec, chosen]);
  return { place, pointAt: (clientX: number) => drawn.current?.pointAt(clientX) };
}

function Readout({ trend, at, words }: { trend: Trend; at: Plotted | undefined; words: TrendWords }) {
  const { t } = useTranslation('trends');
  if (!at) {
    const newest = trend.points.at(-1);
    return (
      <p className="trend-readout trend-nothing">
        {t('noneInWindow')}
        {newest ? ` ${t('newest', { value: words.value(trend, newest), when: words.when(newest) })}` : ''}
      </p>
    );
  }
  const { point, side } = at;
  const notes = [words.side(side), words.status(point), words.recorded(point)].filter((text) => text !== '');
  const source = {
    kind: 'resource',
    ref: point.source,
    label: words.label(trend, point),
    at: point.at,
  } as const;
  return (
    <p className="trend-readout">
      <ValueLink source={source}>{words.value(trend, point)}</ValueLink>
      {side === 'inside' ? null : (
        <span className="trend-side" aria-hidden="true">
          {words.mark(side)}
        </span>
      )}
      <time dateTime={point.at}>{words.when(point)}</time>
      {notes.length > 0 ? <span className="trend-notes">{notes.join(' · ')}</span> : null}
    </p>
  );
}

/** One lab or vital over time: read by pointing, by touching, or with the arrow keys once it has the focus. */
export function TrendPlot(props: Props) {
  const { trend, words } = props;
  const { t } = useTranslation('trends');
  const openSource = useOpenSource();
  const spec = useSpec(props);
  const { plotted } = spec;
  const last = plotted.length - 1;
  const [picked, setPicked] = useState<{ readonly spec: PlotSpec; readonly at: number }>();

  const isPicked = picked?.spec === spec;
  const chosen = isPicked ? picked.at : last;
  const { place, pointAt } = useDrawn(spec, isPicked ? picked.at : -1);
  const title = useId();
  const at = plotted[chosen];
  const range = words.range(trend);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && at)
      openSource({
        kind: 'resource',
        ref: at.point.source,
        label: words.label(trend, at.point),
        at: at.point.at,
      });
    const next = stepBy(event.key, chosen, plotted.length);
    if (next === undefined) return;
    event.preventDefault();
    setPicked({ spec, at: next });
  };
  const onPointer = ({ clientX }: PointerEvent) => {
    const nearest = pointAt(clientX);
    if (nearest !== undefined && plotted.length > 0) setPicked({ spec, at: nearest });
  };
  const heard = at
    ? [words.value(trend, at.point), words.when(at.point), words.side(at.side), words.status(at.point)]
    : [];

  return (
    <li className="trend">
      <div className="trend-head">
        <h4 id={title} className="trend-name">
          {words.name(trend)}
        </h4>
        {range === '' ? null : (
          <span className="trend-range">
            {t('range', { range })} {words.unit(trend)}
          </span>
        )}
      </div>
      <Readout trend={trend} at={at} words={words} />
      {plotted.length === 0 ? null : (
        <div
          ref={place}
          className="trend-plot"
          role="slider"
          tabIndex={0}
          aria-labelledby={title}
          aria-valuemin={1}
          aria-valuemax={plotted.length}
          aria-valuenow={chosen + 1}
          aria-valuetext={heard.filter((text) => text !== '').join(', ')}
          onKeyDown={onKeyDown}
          onPointerDown={onPointer}
          onPointerMove={(event) => (event.pointerType === 'mouse' ? onPointer(event) : undefined)}
        />
      )}
    </li>
  );
}
