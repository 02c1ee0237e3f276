import { useTranslation } from 'react-i18next';
import type { Change, SummaryView } from '../../../smart/contract.ts';
import type { Probability } from '../../summary-types.ts';
import { Disclosure } from '../../ui/disclosure/disclosure.tsx';
import { Panel } from '../../ui/panel/panel.tsx';
import { ValueLink } from '../../ui/value-link/value-link.tsx';
import { useFigures } from '../../use-figures.ts';
import './changes.css';

const shownAtOnce = 5;

function Arrow() {
  const { t } = useTranslation();
  return (
    <>
      <span aria-hidden="true"> → </span>
      <span className="only-heard"> {t('changes.to')} </span>
    </>
  );
}

function RiskOf({ risk }: { readonly risk: Probability }) {
  const { t } = useTranslation();
  const { percent, interval } = useFigures();
  if (risk.kind === 'withheld') return t('changes.noRisk');
  return `${percent(risk.value)} (${interval(risk)})`;
}

function ChangeLine({ change, asOf }: { readonly change: Change; readonly asOf: string }) {
  const { t } = useTranslation();
  const { said, term, moment, quantity } = useFigures();
  switch (change.kind) {
    case 'risk':
      return (
        <>
          <strong>{t('target.risk')}</strong> <RiskOf risk={change.before} />
          <Arrow />
          <RiskOf risk={change.now} />
        </>
      );
    case 'score':
      return (
        <>
          <strong>{change.name}</strong> {change.before}
          <Arrow />
          {change.now}
        </>
      );
    case 'finding-appeared':
    case 'finding-gone':
      return t(`changes.${change.kind}`, { finding: term('finding', change.name) });
    case 'new-film':
      return change.acquiredAt
        ? t('changes.new-film-at', { at: moment(change.acquiredAt, asOf) })
        : t('changes.new-film');
    case 'value': {
      const now = quantity(change.now, change.ucum);
      const label = `${said(change.words)} ${now}`;
      return (
        <>
          <strong>{said(change.words)}</strong> {quantity(change.before, change.ucum)}
          <Arrow />
          <ValueLink source={{ kind: 'resource', ref: change.source, label }}>{now}</ValueLink>
        </>
      );
    }
  }
}

/** What is different from the assessment before. */
export function Changes({ view }: { readonly view: SummaryView }) {
  const { t } = useTranslation();
  const { moment } = useFigures();
  const { asOf } = view.assessment;
  const { since, list = [] } = view.changes ?? {};
  const lines = list.map((change, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole
    <li key={at} className="change">
      <ChangeLine change={change} asOf={asOf} />
    </li>
  ));
  return (
    <Panel
      id="changes"
      title={t('changes.title')}
      aside={
        since ? (
          <span className="changes-since">
            {t('changes.since')} <time dateTime={since}>{moment(since, asOf)}</time>
          </span>
        ) : undefined
      }
    >
      {since === undefined ? <p className="changes-since">{t('changes.first')}</p> : null}
      {since !== undefined && list.length === 0 ? <p>{t('changes.none')}</p> : null}
      <ul>{lines.slice(0, shownAtOnce)}</ul>
      {lines.length > shownAtOnce ? (
        <Disclosure summary={t('changes.more', { count: lines.length - shownAtOnce })}>
          <ul>{lines.slice(shownAtOnce)}</ul>
        </Disclosure>
      ) : null}
    </Panel>
  );
}
