import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Target } from '../../summary-types.ts';
import { Button } from '../../ui/button/button.tsx';
import { WordsField } from '../../ui/words-field/words-field.tsx';
import { useFigures } from '../../use-figures.ts';
import { findingNames } from '../../verdicts/finding-names.ts';
import { useVerdicts } from '../../verdicts/verdicts.tsx';
import { useDraft } from '../../visit/visit.tsx';
import { StoredAndWhy } from '../verdict/stored-and-why.tsx';

/** Adds what the model missed: a finding it knows, or anything in words. */
export function MissedFinding({ assessmentId }: { readonly assessmentId: string }) {
  const { t } = useTranslation();
  const { term } = useFigures();
  const { say, mayContradict } = useVerdicts();
  const dialog = useRef<HTMLDialogElement>(null);
  const [title, field, list] = [useId(), useId(), useId()];
  const [words, setWords] = useDraft('missed');
  const [name, setName] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  if (!mayContradict) return null;

  const send = () => {
    const said = words.trim();
    if (name === '' && said === '') return setEmpty(true);
    const target = { kind: 'missed', ...(name ? { name } : {}) } as Target;
    say({ assessmentId, target, verdict: 'add', ...(said ? { words: said } : {}) });
    setWords('');
    setName('');
    setEmpty(false);
    dialog.current?.close();
  };

  return (
    <div className="not-printed">
      <Button aria-haspopup="dialog" onClick={() => dialog.current?.showModal()}>
        <span aria-hidden="true">+ </span>
        {t('missed.add')}
      </Button>
      <dialog ref={dialog} className="dialog" aria-labelledby={title} closedby="any">
        <h2 id={title} className="dialog-title">
          {t('missed.add')}
        </h2>
        <p className="dialog-lead">{t('missed.lead')}</p>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <label htmlFor={list}>{t('missed.which')}</label>
          <select id={list} value={name} onChange={(event) => setName(event.target.value)}>
            <option value="">{t('missed.other')}</option>
            {findingNames.map((each) => (
              <option key={each} value={each}>
                {term('finding', each)}
              </option>
            ))}
          </select>
          <WordsField
            id={field}
            label={t('missed.words')}
            words={words}
            onChange={setWords}
            fault={isEmpty ? t('missed.empty') : undefined}
          />
          <div className="dialog-foot">
            <StoredAndWhy />
            <Button onClick={() => dialog.current?.close()}>{t('close')}</Button>
            <Button type="submit" look="loud">
              {t('missed.send')}
            </Button>
          </div>
        </form>
      </dialog>
    </div>
  );
}
