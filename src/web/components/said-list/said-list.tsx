import { useTranslation } from 'react-i18next';
import type { SummaryView } from '../../../smart/contract.ts';
import { Button } from '../../ui/button/button.tsx';
import { Panel } from '../../ui/panel/panel.tsx';
import { useTargetWords } from '../../verdicts/use-target-words.ts';
import { useVerdicts } from '../../verdicts/verdicts.tsx';
import { ContradictionLine } from '../contradiction-line/contradiction-line.tsx';
import { StoredAndWhy } from '../verdict/stored-and-why.tsx';
import { Verdict } from '../verdict/verdict.tsx';
import './said-list.css';

/** Everything clinicians said of this patient's summaries, and the whole card's own yes and no. */
export function SaidList({ view }: { readonly view: SummaryView }) {
  const { t } = useTranslation();
  const about = useTargetWords();
  const { contradictions, withdraw, mayContradict } = useVerdicts();
  const { id, asOf } = view.assessment;
  return (
    <Panel id="said" title={t('said.title')}>
      <div className="said-whole">
        <span>{t('said.whole')}</span>
        <Verdict assessmentId={id} asOf={asOf} target={{ kind: 'card' }} about={t('target.card')} />
      </div>
      {mayContradict ? null : <p>{t('said.readOnly')}</p>}
      {contradictions.length === 0 ? <p>{t('said.nobody')}</p> : null}
      <ul>
        {contradictions.map((each) => (
          <li key={each.id} className="said-line">
            <span className="said-words">
              <strong>{about(each.target)}</strong>
              {t('colon')} <ContradictionLine said={each} asOf={asOf} />
              {each.stands ? null : <em className="said-past"> {t('said.past')}</em>}
            </span>
            {each.isOwn ? (
              <Button
                aria-label={t('said.withdrawOf', { about: about(each.target) })}
                onClick={() => withdraw(each)}
              >
                {t('said.withdraw')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <StoredAndWhy />
    </Panel>
  );
}
