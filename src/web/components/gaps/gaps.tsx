import { useTranslation } from 'react-i18next';
import type { Assessment } from '../../summary-types.ts';
import { Disclosure } from '../../ui/disclosure/disclosure.tsx';
import { Panel } from '../../ui/panel/panel.tsx';
import { useFigures } from '../../use-figures.ts';
import { type GapLine, gapLines } from './gap-lines.ts';
import './gaps.css';

const shownAtOnce = 4;

function Line({ line }: { readonly line: GapLine }) {
  const { t } = useTranslation();
  const { said, term, why } = useFigures();
  const { reason, detail, whats } = line;
  const told = detail === undefined || reason === 'pending' ? '' : ` (${why(detail)})`;
  return (
    <li className="gap">
      <strong>{whats.map(said).join(', ')}</strong>
      {t('colon')} {term('gap', reason)}
      {told}. <span className="gap-do">{term('gapAdvice', reason)}</span>
    </li>
  );
}

/** What the statement would have used and could not, and what to do about each. */
export function Gaps({ assessment }: { readonly assessment: Assessment }) {
  const { t } = useTranslation();
  const { gaps, laterDropped } = assessment;
  const lines = gapLines(gaps);
  const [first, rest] = [lines.slice(0, shownAtOnce), lines.slice(shownAtOnce)];
  return (
    <Panel id="missing" title={t('gaps.title')}>
      {lines.length === 0 ? <p>{t('gaps.none')}</p> : null}
      <ul className="gaps">
        {first.map((line) => (
          <Line key={line.whats.join() + line.reason} line={line} />
        ))}
        {laterDropped > 0 ? <li className="gap">{t('gaps.later', { count: laterDropped })}</li> : null}
      </ul>
      {rest.length > 0 ? (
        <Disclosure summary={t('gaps.more', { count: rest.length })}>
          <ul className="gaps">
            {rest.map((line) => (
              <Line key={line.whats.join() + line.reason} line={line} />
            ))}
          </ul>
        </Disclosure>
      ) : null}
    </Panel>
  );
}
