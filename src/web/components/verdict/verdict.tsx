import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Target } from '../../summary-types.ts';
import { Button } from '../../ui/button/button.tsx';
import { saidOf } from '../../verdicts/targets.ts';
import { useVerdicts } from '../../verdicts/verdicts.tsx';
import { ContradictionLine } from '../contradiction-line/contradiction-line.tsx';
import { DisagreeDialog } from './disagree-dialog.tsx';
import './verdict.css';

type Props = {
  readonly assessmentId: string;
  readonly asOf: string;
  readonly target: Target;
  /** What it is about, as the page calls it. */
  readonly about: string;
};

/** Agree in one action, disagree in two; and what others said of it, on the spot. */
export function Verdict({ assessmentId, asOf, target, about }: Props) {
  const { t } = useTranslation();
  const { contradictions, say, mayContradict } = useVerdicts();
  const dialog = useRef<HTMLDialogElement>(null);
  const described = useId();
  const said = saidOf(target, contradictions);
  return (
    <div className="verdict">
      {said.length > 0 ? (
        <ul className="verdict-said" id={described}>
          {said.map((each) => (
            <li key={each.id} className={`verdict-${each.verdict}`}>
              <ContradictionLine said={each} asOf={asOf} />
            </li>
          ))}
        </ul>
      ) : null}
      {mayContradict ? (
        <fieldset className="verdict-acts not-printed">
          <legend className="only-heard">{t('verdict.group', { about })}</legend>
          <Button
            look="quiet"
            aria-label={t('verdict.agreeWith', { about })}
            onClick={() => say({ assessmentId, target, verdict: 'agree' })}
          >
            <span aria-hidden="true">✓ </span>
            {t('verdict.agree')}
          </Button>
          <Button
            look="quiet"
            aria-label={t('verdict.disagreeWith', { about })}
            aria-haspopup="dialog"
            onClick={() => dialog.current?.showModal()}
          >
            <span aria-hidden="true">≠ </span>
            {t('verdict.disagree')}
          </Button>
        </fieldset>
      ) : null}
      <DisagreeDialog ref={dialog} {...{ assessmentId, target, about }} />
    </div>
  );
}
