import { useTranslation } from 'react-i18next';
import type { Assessment, Estimate } from '../../summary-types.ts';
import { Panel } from '../../ui/panel/panel.tsx';
import { useFigures } from '../../use-figures.ts';
import { isDisputed } from '../../verdicts/targets.ts';
import { useVerdicts } from '../../verdicts/verdicts.tsx';
import { RiskAxis } from '../risk-axis/risk-axis.tsx';
import { useScoreWords } from '../scores/use-score-words.ts';
import { VerdictActs, VerdictSaid } from '../verdict/verdict.tsx';
import './risk.css';

/** The score that the record shows to decide better than the model stands above the model's own number. */
function Lead({ assessment }: { readonly assessment: Assessment }) {
  const { t } = useTranslation();
  const wordsOf = useScoreWords();
  const score = assessment.scores.find(({ name }) => name === assessment.leads);
  if (!score) return null;
  const { points, band } = wordsOf(score);
  return (
    <p className="risk-lead">
      <strong>
        {score.name} {points}
      </strong>
      {band ? ` · ${band}` : ''} <span className="risk-soft">{t('risk.leads')}</span>
    </p>
  );
}

function Estimated({ risk, assessment }: { readonly risk: Estimate; readonly assessment: Assessment }) {
  const { t } = useTranslation();
  const { percent, interval, said } = useFigures();
  const { contradictions } = useVerdicts();
  const isFar = assessment.standing === 'far';
  const heard = assessment.shares.filter(({ present }) => present).length;
  return (
    <>
      <p className="risk-number">
        <strong className="risk-huge">{percent(risk.value)}</strong>{' '}
        <span>
          {t('risk.ofDeath', { horizon: said(assessment.horizon) })}
          <br />
          <strong>{t('risk.interval', { interval: interval(risk) })}</strong>
          {isDisputed(target, contradictions) ? (
            <strong className="risk-disputed"> {t('disputed')}</strong>
          ) : null}
        </span>
      </p>
      <RiskAxis estimate={risk} />
      <p className="risk-words">
        {t('risk.inWords', {
          of: Math.max(Math.round(risk.value * 100), 1),
          low: Math.round(risk.low * 100),
          high: Math.round(risk.high * 100),
        })}
      </p>
      <p className="risk-soft">
        <strong>{t('risk.howSure')}</strong> {t(isFar ? 'risk.far' : 'risk.usual')}{' '}
        {t('risk.heard', { heard, all: assessment.shares.length })}
      </p>
      <p className="risk-soft">{t('risk.learnedFrom', { population: said(assessment.population) })}</p>
    </>
  );
}

const target = { kind: 'risk' } as const;

/** How ill, and how sure: the number with its interval, or the reason why there is none. */
export function Risk({ assessment }: { readonly assessment: Assessment }) {
  const { t } = useTranslation();
  const { term } = useFigures();
  const wordsOf = useScoreWords();
  const { id, asOf, risk, scores } = assessment;
  return (
    <Panel
      id="risk"
      title={t('risk.title')}
      className="risk"
      aside={<VerdictActs assessmentId={id} target={target} about={t('target.risk')} />}
    >
      <Lead assessment={assessment} />
      {risk.kind === 'estimated' ? (
        <Estimated risk={risk} assessment={assessment} />
      ) : (
        <div className="risk-withheld">
          <p className="risk-none">
            <span aria-hidden="true">∅ </span>
            {t('risk.withheld')}
          </p>
          <p>{t('risk.because', { because: term('withheld', risk.because) })}</p>
          <p className="risk-soft">{t('risk.silence')}</p>
        </div>
      )}
      {scores.length > 0 ? (
        <ul className="risk-scores" aria-label={t('scores.title')}>
          {scores.map((score) => {
            const { points, band } = wordsOf(score);
            return (
              <li key={score.name}>
                <a href="#scores" title={band}>
                  <strong>{score.name}</strong> {points}
                </a>
              </li>
            );
          })}
        </ul>
      ) : null}
      <VerdictSaid asOf={asOf} target={target} />
    </Panel>
  );
}
