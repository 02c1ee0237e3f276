import { useTranslation } from 'react-i18next';
import type { Trend, TrendPoint } from '../../../smart/contract.ts';
import { unitText } from '../../../words/figures.ts';
import { useFigures } from '../../use-figures.ts';
import { type Side, sideMarks } from './point.ts';

type Format = Intl.DateTimeFormatOptions;
const clock: Format = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const day: Format = { day: 'numeric', month: 'short' };

/** Values, units, times and sides as both the plots and the tables say them. */
export function useTrendWords(asOf: string) {
  const { t } = useTranslation('trends');
  const { language, amount, quantity, moment, said, term } = useFigures();
  const locale = language === 'en' ? 'en-GB' : language;
  const name = (trend: Trend) => {
    const known = term('concept', trend.concept);
    return known === trend.concept ? trend.words : known;
  };
  const value = (trend: Trend, point: TrendPoint) =>
    point.words ? said(point.words) : quantity(point.value, trend.ucum);
  const when = ({ at }: TrendPoint) => moment(at, asOf);
  const side = (which: Side) => (which === 'inside' ? '' : t(`side.${which}`));
  return {
    language,
    name,
    value,
    when,
    side,
    unit: (trend: Trend) => unitText(trend.ucum),
    mark: (which: Side) => sideMarks[which],
    status: ({ status }: TrendPoint) => (status ? t(`status.${status}`) : ''),
    recorded: ({ recorded }: TrendPoint) =>
      recorded ? t('recorded', { recorded: quantity(recorded.value, recorded.unit) }) : '',
    /** `0.6–1.2`, `≤ 2`, `≥ 60`. */
    range: ({ range }: Trend) => {
      if (!range) return '';
      const { low, high } = range;
      if (low !== undefined && high !== undefined) return `${amount(low)}–${amount(high)}`;
      return high === undefined ? `≥\u00a0${amount(low ?? 0)}` : `≤\u00a0${amount(high)}`;
    },
    label: (trend: Trend, point: TrendPoint) => `${name(trend)} ${value(trend, point)}`,
    /** On the axis: the day where a tick is a midnight or the window is long, the time of day else. */
    tick: (seconds: number, isLong: boolean) => {
      const date = new Date(seconds * 1000);
      const isMidnight = date.getHours() === 0 && date.getMinutes() === 0;
      return new Intl.DateTimeFormat(locale, isLong || isMidnight ? day : clock).format(date);
    },
    axisValue: amount,
  };
}

export type TrendWords = ReturnType<typeof useTrendWords>;
