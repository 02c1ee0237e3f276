import { useTranslation } from 'react-i18next';
import type { FilmView } from '../../../smart/contract.ts';

function useFindingWords(): (name: string) => string {
  const { t } = useTranslation(['film', 'terms']);
  return (name) =>
    name === 'abnormal' ? t('film:abnormal') : t(`terms:finding.${name}`, { defaultValue: name });
}

/** How the heart compares with the chest on the two lines; the card and the summary give the interval. */
function ratioOf(plan: FilmView): number | undefined {
  const lines = plan.outlines?.ratioLines;
  if (!lines) return undefined;
  const length = ([[from], [to]]: (typeof lines)['heart']) => to - from;
  return length(lines.heart) / length(lines.chest);
}

function OutlineWords({ plan }: { plan: FilmView }) {
  const { t, i18n } = useTranslation(['film', 'terms']);
  const ratio = ratioOf(plan);
  if (ratio !== undefined) {
    const value = new Intl.NumberFormat(i18n.language, {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    });
    return <p>{t('film:told.ratio', { ratio: value.format(ratio) })}</p>;
  }
  if (!plan.notMeasured) return null;
  return <p>{t('film:told.noRatio', { because: t(`film:notMeasured.${plan.notMeasured}`) })}</p>;
}

/** The marks in words, whether they are drawn or not; a finding without a place is told beside the findings. */
export function FilmTold({ plan }: { plan: FilmView }) {
  const { t } = useTranslation('film');
  const words = useFindingWords();
  const { reading, places } = plan;
  if (reading.state === 'unread') return <p>{t('told.unread')}</p>;
  if (reading.state === 'refused')
    return (
      <p>
        {t('told.refused', { because: t(`notRead.${reading.because}`, { defaultValue: reading.because }) })}
      </p>
    );
  return (
    <div className="film-words">
      {places.length === 0 ? null : (
        <ul>
          {places.map(({ name }) => (
            <li key={name}>{t('told.place', { finding: words(name) })}</li>
          ))}
        </ul>
      )}
      <OutlineWords plan={plan} />
    </div>
  );
}
