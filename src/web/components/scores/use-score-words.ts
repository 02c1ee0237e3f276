import { useTranslation } from 'react-i18next';
import type { Score } from '../../summary-types.ts';
import { useFigures } from '../../use-figures.ts';

/** A score's points and band in words; with items missing both are the least they can be. */
export function useScoreWords() {
  const { t } = useTranslation();
  const { said } = useFigures();
  return ({ points, outOf, missing, band, isHighestBand }: Score) => {
    const least = missing.length > 0 ? `${t('score.atLeast')} ` : '';
    const of = outOf === undefined ? '' : ` ${t('score.of')} ${outOf}`;
    const bandLeast = isHighestBand ? '' : least;
    return { points: `${least}${points}${of}`, band: band ? `${bandLeast}${said(band)}` : '' };
  };
}
