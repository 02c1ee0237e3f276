import { useTranslation } from 'react-i18next';
import type { Assessment } from '../../summary-types.ts';
import { Panel } from '../../ui/panel/panel.tsx';
import { useFigures } from '../../use-figures.ts';
import { ScoreCard } from './score-card.tsx';
import './scores.css';

/** The published scores, the leading one first, and which are not given and why. */
export function Scores({ assessment }: { readonly assessment: Assessment }) {
  const { t } = useTranslation();
  const { term } = useFigures();
  const { scores, scoresWithheld, leads, asOf } = assessment;
  const sorted = [...scores].sort((a, b) => Number(b.name === leads) - Number(a.name === leads));
  return (
    <Panel id="scores" title={t('scores.title')}>
      <ul className="scores">
        {sorted.map((score) => (
          <ScoreCard key={score.name} score={score} asOf={asOf} leads={score.name === leads} />
        ))}
      </ul>
      {scoresWithheld.length > 0 ? (
        <>
          <h3 className="score-name">{t('scores.notGiven')}</h3>
          <ul className="score-when">
            {scoresWithheld.map(({ name, because }) => (
              <li key={name}>
                <strong>{name}</strong>
                {t('colon')} {term('scoreWithheld', because)}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Panel>
  );
}
