import { useTranslation } from 'react-i18next';
import type { Assessment, Statement } from '../../summary-types.ts';
import { Panel } from '../../ui/panel/panel.tsx';
import { ValueLink } from '../../ui/value-link/value-link.tsx';
import { useFigures } from '../../use-figures.ts';
import './statements.css';

/** What of a note is worth a reader's eye, in this order; `family` and `other-person` speak of somebody else. */
const order = ['present', 'possible', 'historical', 'negated', 'family', 'other-person'] as const;

/** The newest note's word on each concept and assertion. */
function newestEach(statements: readonly Statement[]): readonly Statement[] {
  const seen = new Map<string, Statement>();
  for (const each of statements) {
    const key = `${each.concept} ${each.assertion}`;
    if (!seen.has(key)) seen.set(key, each);
  }
  return [...seen.values()];
}

/** What the notes state of the patient, by how they state it; each opens its note. */
export function Statements({ assessment }: { readonly assessment: Assessment }) {
  const { t } = useTranslation();
  const { term, moment } = useFigures();
  const statements = newestEach(assessment.statements ?? []);
  const groups = order.flatMap((assertion) => {
    const list = statements.filter((each) => each.assertion === assertion);
    return list.length > 0 ? [{ assertion, list }] : [];
  });
  return (
    <Panel id="notes" title={t('notes.title')}>
      <p className="statements-lead">{t('notes.lead')}</p>
      {groups.length === 0 ? <p>{t('notes.none')}</p> : null}
      <dl className="statements">
        {groups.map(({ assertion, list }) => (
          <div key={assertion}>
            <dt>{term('assertion', assertion)}</dt>
            <dd>
              <ul>
                {list.map((each) => {
                  const name = term('noted', each.concept);
                  const source = { kind: 'resource', ref: each.source, label: name } as const;
                  return (
                    <li key={each.concept}>
                      <ValueLink source={each.at ? { ...source, at: each.at } : source}>{name}</ValueLink>
                      {each.at ? (
                        <time dateTime={each.at} className="statements-when">
                          {' '}
                          {moment(each.at, assessment.asOf)}
                        </time>
                      ) : null}
                    </li>
                  );
                })}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
