import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trend } from '../../../smart/contract.ts';
import { Button } from '../../ui/button/button.tsx';
import { ValueLink } from '../../ui/value-link/value-link.tsx';
import { sideOf } from './point.ts';
import type { TrendWords } from './use-trend-words.ts';
import { type TimeWindow, within } from './window.ts';

type Props = {
  readonly trend: Trend;
  readonly window: TimeWindow;
  readonly words: TrendWords;
};

/** So many rows at once; the rest at a click. */
const rowsAtFirst = 20;

/** The same values as numbers, newest first, each opening its source. */
export function TrendTable({ trend, window, words }: Props) {
  const { t } = useTranslation('trends');
  const [isWhole, setWhole] = useState(false);
  const points = within(trend.points, window).toReversed();
  const shown = isWhole ? points : points.slice(0, rowsAtFirst);
  const range = words.range(trend);
  const unit = words.unit(trend);
  if (points.length === 0)
    return (
      <li className="trend">
        <h4 className="trend-name">{words.name(trend)}</h4>
        <p className="trend-nothing">{t('noneInWindow')}</p>
      </li>
    );
  return (
    <li className="trend">
      <table className="trend-table">
        <caption>
          <span className="trend-name">{words.name(trend)}</span>{' '}
          {range === '' ? null : (
            <span className="trend-range">
              {t('range', { range })} {unit}
            </span>
          )}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('column.when')}</th>
            <th scope="col">{t('column.value')}</th>
            <th scope="col">{t('column.note')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((point, at) => {
            const side = sideOf(point.value, trend.range);
            const label = words.label(trend, point);
            const notes = [words.side(side), words.status(point), words.recorded(point)];
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: one Observation can hold several values of one time
              <tr key={`${point.source} ${point.at} ${at}`}>
                <td>
                  <time dateTime={point.at}>{words.when(point)}</time>
                </td>
                <td>
                  <ValueLink source={{ kind: 'resource', ref: point.source, label, at: point.at }}>
                    {words.value(trend, point)}
                  </ValueLink>{' '}
                  <span className="trend-side" aria-hidden="true">
                    {words.mark(side)}
                  </span>
                </td>
                <td>{notes.filter((text) => text !== '').join(' · ')}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {shown.length < points.length ? (
        <Button look="quiet" onClick={() => setWhole(true)}>
          {t('showAll', { count: points.length })}
        </Button>
      ) : null}
    </li>
  );
}
