import { useTranslation } from 'react-i18next';
import type { Target } from '../summary-types.ts';
import { useFigures } from '../use-figures.ts';

/** What a target is called in a sentence. */
export function useTargetWords(): (target: Target) => string {
  const { t } = useTranslation();
  const { term } = useFigures();
  return (target) => {
    if (target.kind === 'finding') return term('finding', target.name);
    if (target.kind === 'missed') return target.name ? term('finding', target.name) : t('missed.unnamed');
    return t(`target.${target.kind}`);
  };
}
