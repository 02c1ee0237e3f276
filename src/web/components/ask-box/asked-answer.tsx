import { useTranslation } from 'react-i18next';
import type { AnswerView } from '../../../smart/contract.ts';
import { type Source, useOpenSource } from '../../open-source.tsx';
import { Button } from '../../ui/button/button.tsx';
import { useFigures } from '../../use-figures.ts';

type Citation = AnswerView['citations'][number];

function sourceOf({ number: _, ...source }: Citation): Source {
  return source;
}

function CitationButton({ citation }: { readonly citation: Citation }) {
  const { t } = useTranslation();
  const openSource = useOpenSource();
  return (
    <button
      type="button"
      className="citation"
      aria-label={t('ask.citation', { number: citation.number, label: citation.label })}
      title={citation.label}
      onClick={() => openSource(sourceOf(citation))}
    >
      {citation.number}
    </button>
  );
}

const marks = {
  answered: '',
  'not-on-record': '○',
  'out-of-reach': '⊘',
  'not-understood': '?',
} as const satisfies Record<AnswerView['kind'], string>;

type Props = { readonly answer: AnswerView; readonly onAsk: (question: string) => void };

/** An answer with a numbered source behind every fact; what it is not is said before anything else. */
export function AskedAnswer({ answer, onAsk }: Props) {
  const { t } = useTranslation();
  const { moment } = useFigures();
  const { kind, sentences, citations, suggestions, asOf, rephrasedBy, origin } = answer;
  const cited = (number: number) => citations.find((each) => each.number === number);
  return (
    <div className={`answer answer-${kind}`} lang={answer.language}>
      {kind === 'answered' ? null : (
        <p className="answer-kind">
          <span aria-hidden="true">{marks[kind]} </span>
          {t(`ask.kind.${kind}`)}
        </p>
      )}
      {origin.kind === 'stored' ? (
        <p className="answer-kind">{t('ask.fromStored', { at: moment(asOf, new Date().toISOString()) })}</p>
      ) : null}
      {sentences.map(({ text, citations: numbers }) => (
        <p key={text}>
          {text}{' '}
          {numbers.map((number) => {
            const citation = cited(number);
            return citation ? <CitationButton key={number} citation={citation} /> : null;
          })}
        </p>
      ))}
      {citations.length > 0 ? (
        <ol className="answer-sources only-printed">
          {citations.map(({ number, label, ref }) => (
            <li key={number}>
              {number}. {label} ({ref})
            </li>
          ))}
        </ol>
      ) : null}
      <p className="answer-foot">
        {t('asOf')} <time dateTime={asOf}>{moment(asOf, new Date().toISOString())}</time>
        {rephrasedBy ? ` · ${t('ask.rephrased', { by: rephrasedBy })}` : ''}
      </p>
      {suggestions.length > 0 ? (
        <ul className="ask-chips not-printed" aria-label={t('ask.next')}>
          {suggestions.map((question) => (
            <li key={question}>
              <Button onClick={() => onAsk(question)}>{question}</Button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
