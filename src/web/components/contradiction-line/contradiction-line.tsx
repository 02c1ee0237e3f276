import { useTranslation } from 'react-i18next';
import type { ContradictionView } from '../../../smart/contract.ts';
import { useFigures } from '../../use-figures.ts';

type Props = { readonly said: ContradictionView; readonly asOf: string };

/** `Dr Adler disagrees: skin fold, 03:10. "…"`; words are shown as they were typed. */
export function ContradictionLine({ said, asOf }: Props) {
  const { t } = useTranslation();
  const { term, moment } = useFigures();
  const who = said.isOwn ? t('said.you') : (said.by?.name ?? said.by?.id ?? t('said.someone'));
  const reason = said.reason ? term('reason', said.reason) : '';
  const own = said.isOwn ? 'own' : 'other';
  return (
    <>
      <span aria-hidden="true">{{ disagree: '≠', agree: '✓', add: '+' }[said.verdict]}</span> <bdi>{who}</bdi>{' '}
      {t(`said.${said.verdict}.${own}`)}
      {reason ? t('said.because', { reason }) : ''}, <time dateTime={said.at}>{moment(said.at, asOf)}</time>
      {said.words ? <q dir="auto"> {said.words}</q> : null}
      {said.via === 'feedback' ? ` (${t('said.viaFeedback')})` : ''}
    </>
  );
}
