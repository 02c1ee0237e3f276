import { type FormEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerView } from '../../../smart/contract.ts';
import { type CallFailed, isExpired, toCallFailed } from '../../service/call-failed.ts';
import { Button } from '../../ui/button/button.tsx';
import { Notice } from '../../ui/notice/notice.tsx';
import { Panel } from '../../ui/panel/panel.tsx';
import { useDraft, useVisit } from '../../visit/visit.tsx';
import { SignIn } from '../sign-in/sign-in.tsx';
import { AskedAnswer } from './asked-answer.tsx';
import './ask-box.css';

/** Ready questions, by their keys in the catalogue; those that answers suggest are worded once, there. */
const ready = [
  'answers:suggest.why',
  'answers:suggest.against',
  'app:ask.questions.lactate',
  'app:ask.questions.creatinine',
  'answers:suggest.missing',
  'answers:suggest.without',
  'answers:suggest.disagreed',
] as const;

type Asked = { readonly key: number; readonly question: string } & (
  | { readonly state: 'asking' }
  | { readonly state: 'answered'; readonly answer: AnswerView }
  | { readonly state: 'failed'; readonly because: CallFailed }
);

/** Asks, and keeps what was asked with what came of it, newest first; a session that ended gives the question back. */
function useAsked(giveBack: (question: string) => void) {
  const { i18n } = useTranslation();
  const { service } = useVisit();
  const [asked, setAsked] = useState<readonly Asked[]>([]);
  const last = useRef(0);
  const put = (next: Asked) =>
    setAsked((before) =>
      [next, ...before.filter(({ key }) => key !== next.key)].sort((a, b) => b.key - a.key),
    );
  const ask = async (question: string, key = ++last.current) => {
    put({ key, question, state: 'asking' });
    try {
      const language = i18n.language === 'fr' ? 'fr' : 'en';
      put({ key, question, state: 'answered', answer: await service.ask({ question, language }) });
    } catch (error) {
      const because = toCallFailed(error);
      put({ key, question, state: 'failed', because });
      if (isExpired(because)) giveBack(question);
    }
  };
  return { asked, ask };
}

function Unanswered({ asked, onRetry }: { asked: Extract<Asked, { state: 'failed' }>; onRetry: () => void }) {
  const { t } = useTranslation();
  const { because } = asked;
  if (isExpired(because)) return <SignIn failed={because} />;
  return (
    <Notice tone="alarm" role="alert" actions={<Button onClick={onRetry}>{t('again')}</Button>}>
      {t('ask.failed')} {because.code === 'OFFLINE' ? t('trouble.unreachable') : because.message}
    </Notice>
  );
}

/** Questions about this summary: ready ones, or in the reader's own words. */
export function AskBox() {
  const { t } = useTranslation();
  const [text, setText] = useDraft('question');
  const { draft } = useVisit();
  const { asked, ask } = useAsked((question) =>
    draft('question', (typed) => (typed === '' ? question : typed)),
  );
  const field = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const question = text.trim();
    if (question === '') return;
    setText('');
    void ask(question);
  };
  return (
    <Panel id="ask" title={t('ask.title')}>
      <form onSubmit={submit} className="ask-form not-printed">
        <label htmlFor={field} className="only-heard">
          {t('ask.label')}
        </label>
        <input
          id={field}
          type="text"
          dir="auto"
          maxLength={300}
          autoComplete="off"
          enterKeyHint="send"
          placeholder={t('ask.placeholder')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" look="loud">
          {t('ask.send')}
        </Button>
      </form>
      <ul className="ask-chips not-printed" aria-label={t('ask.ready')}>
        {ready.map((key) => (
          <li key={key}>
            <Button onClick={() => void ask(t(key))}>{t(key)}</Button>
          </li>
        ))}
      </ul>
      <p className="ask-lead">{t('ask.lead')}</p>
      <ol className="ask-answers" aria-live="polite" aria-label={t('ask.answers')} reversed>
        {asked.map((each) => (
          <li key={each.key} className="ask-answer">
            <h3 className="ask-question" dir="auto">
              {each.question}
            </h3>
            {each.state === 'asking' ? <p>{t('ask.asking')}</p> : null}
            {each.state === 'answered' ? (
              <AskedAnswer answer={each.answer} onAsk={(question) => void ask(question)} />
            ) : null}
            {each.state === 'failed' ? (
              <Unanswered asked={each} onRetry={() => void ask(each.question, each.key)} />
            ) : null}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
