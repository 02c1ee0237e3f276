import { useRef } from 'react';
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

/** What clinicians said of it that still stands. */
export function VerdictSaid({ asOf, target }: Pick<Props, 'asOf' | 'target'>) {
  const { contradictions } = useVerdicts();
  const said = saidOf(target, contradictions);
  if (said.length === 0) return null;
  return (
    <ul className="verdict-said">
      {said.map((each) => (
        <li key={each.id} className={`verdict-${each.verdict}`}>
          <ContradictionLine said={each} asOf={asOf} />
        </li>
      ))}
    </ul>
  );
}

/** Agree in one action, disagree in two. */
export function VerdictActs({ assessmentId, target, about }: Omit<Props, 'asOf'>) {
  const { t } = useTranslation();
  const { say, mayContradict } = useVerdicts();
  const dialog = useRef<HTMLDialogElement>(null);
  if (!mayContradict) return null;
  return (
    <>
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
      <DisagreeDialog ref={dialog} {...{ assessmentId, target, about }} />
    </>
  );
}

/** What was said of it, and the reader's own yes or no, on the spot. */
export function Verdict(props: Props) {
  return (
    <div className="verdict">
      <VerdictSaid {...props} />
      <VerdictActs {...props} />
    </div>
  );
}
