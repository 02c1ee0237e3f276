import { type RefObject, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Target } from '../../summary-types.ts';
import { Button } from '../../ui/button/button.tsx';
import { WordsField } from '../../ui/words-field/words-field.tsx';
import { useFigures } from '../../use-figures.ts';
import { draftOf, reasonsFor } from '../../verdicts/targets.ts';
import { useVerdicts } from '../../verdicts/verdicts.tsx';
import { useDraft } from '../../visit/visit.tsx';
import { StoredAndWhy } from './stored-and-why.tsx';

type Props = {
  readonly ref: RefObject<HTMLDialogElement | null>;
  readonly assessmentId: string;
  readonly target: Target;
  readonly about: string;
};

/** The reasons, each sent by one tap; words are optional but for `other`, and stay if the dialog is closed. */
export function DisagreeDialog({ ref, assessmentId, target, about }: Props) {
  const { t } = useTranslation();
  const { term } = useFigures();
  const { say } = useVerdicts();
  const [words, setWords] = useDraft(draftOf(target));
  const [asksForWords, setAsksForWords] = useState(false);
  const [title, field] = [useId(), useId()];

  const send = (reason: string) => {
    const said = words.trim();
    if (reason === 'other' && said === '') {
      setAsksForWords(true);
      document.getElementById(field)?.focus();
      return;
    }
    say({ assessmentId, target, verdict: 'disagree', reason, ...(said ? { words: said } : {}) });
    setWords('');
    setAsksForWords(false);
    ref.current?.close();
  };

  return (
    <dialog ref={ref} className="dialog" aria-labelledby={title} closedby="any">
      <h2 id={title} className="dialog-title">
        {t('verdict.title', { about })}
      </h2>
      <p className="dialog-lead">{t('verdict.lead')}</p>
      <ul className="verdict-reasons">
        {reasonsFor(target).map((reason) => (
          <li key={reason}>
            <Button onClick={() => send(reason)}>{term('reason', reason)}</Button>
          </li>
        ))}
      </ul>
      <WordsField
        id={field}
        label={t('verdict.words')}
        words={words}
        onChange={setWords}
        fault={asksForWords ? t('verdict.otherNeedsWords') : undefined}
      />
      <div className="dialog-foot">
        <StoredAndWhy />
        <Button onClick={() => ref.current?.close()}>{t('close')}</Button>
      </div>
    </dialog>
  );
}
