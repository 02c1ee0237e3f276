import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmListed } from '../../../smart/contract.ts';
import { moment } from '../../../words/figures.ts';

/** How another film of the chart is looked at beside this one. */
export type Comparison =
  | { readonly kind: 'none' }
  | { readonly kind: 'beside'; readonly film: FilmListed }
  | { readonly kind: 'flicker'; readonly film: FilmListed; readonly isEarlierShown: boolean };

export type CompareProps = {
  readonly films: readonly FilmListed[];
  readonly asOf: string;
  readonly comparison: Comparison;
  readonly onComparison: (comparison: Comparison) => void;
};

function WhichFilm({ films, asOf, comparison, onComparison }: CompareProps) {
  const { t, i18n } = useTranslation('film');
  const id = useId();
  if (films.length < 2 || comparison.kind === 'none') return null;
  const choose = (sop: string) => {
    const film = films.find(({ sopInstanceUid }) => sopInstanceUid === sop);
    if (film) onComparison({ ...comparison, film });
  };
  return (
    <span className="film-slider">
      <label htmlFor={id}>{t('compare.with')}</label>
      <select
        id={id}
        value={comparison.film.sopInstanceUid}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      >
        {films.map(({ sopInstanceUid, startedAt, description }) => (
          <option key={sopInstanceUid} value={sopInstanceUid}>
            {startedAt ? moment(startedAt, { language: i18n.language, beside: asOf }) : t('label.noTime')}
            {description ? ` · ${description}` : ''}
          </option>
        ))}
      </select>
    </span>
  );
}

/** Beside one another or in one another's place; both move, zoom and window as one. */
export function FilmCompare(props: CompareProps) {
  const { t } = useTranslation('film');
  const { films, comparison, onComparison } = props;
  const film = comparison.kind === 'none' ? films[0] : comparison.film;
  if (!film) return <p className="film-note">{t('compare.noOther')}</p>;
  const toggle = (wanted: Comparison) =>
    onComparison(comparison.kind === wanted.kind ? { kind: 'none' } : wanted);
  return (
    <fieldset className="film-tools" aria-label={t('compare.name')}>
      <button
        type="button"
        className="film-button"
        aria-pressed={comparison.kind === 'beside'}
        onClick={() => toggle({ kind: 'beside', film })}
      >
        {t('compare.beside')}
      </button>
      <button
        type="button"
        className="film-button"
        aria-pressed={comparison.kind === 'flicker'}
        onClick={() => toggle({ kind: 'flicker', film, isEarlierShown: true })}
      >
        {t('compare.flicker')}
      </button>
      {comparison.kind === 'flicker' ? (
        <button
          type="button"
          className="film-button"
          onClick={() => onComparison({ ...comparison, isEarlierShown: !comparison.isEarlierShown })}
        >
          {t(comparison.isEarlierShown ? 'compare.showThis' : 'compare.showOther')}
        </button>
      ) : null}
      <WhichFilm {...props} />
    </fieldset>
  );
}
