import { useTranslation } from 'react-i18next';
import type { ResourceView } from '../../../smart/contract.ts';
import type { Source } from '../../open-source.tsx';
import { Button } from '../../ui/button/button.tsx';
import { Disclosure } from '../../ui/disclosure/disclosure.tsx';
import { Notice } from '../../ui/notice/notice.tsx';
import { Skeleton } from '../../ui/skeleton/skeleton.tsx';
import { type Figures, useFigures } from '../../use-figures.ts';
import { useVisit } from '../../visit/visit.tsx';
import { Facts } from './facts.tsx';
import { type Fact, readFacts } from './read-facts.ts';
import { type Fetched, useFetched } from './use-fetched.ts';

/** Why a record did not open, by the server's code. */
const causes: Readonly<Record<string, 'gone' | 'refused' | 'foreign' | 'missing'>> = {
  SOURCE_UNAVAILABLE: 'gone',
  OFFLINE: 'gone',
  NOT_GRANTED: 'refused',
  NOT_THIS_PATIENT: 'foreign',
  NOT_FOUND: 'missing',
};

type Props = { readonly source: Source; readonly asOf: string };

/** `0.6–1.2 mg/dL`, `≤ 2 mmol/L`, `≥ 60 %`. */
function rangeText(
  { low, high, unit }: Extract<Fact, { kind: 'range' }>,
  { amount, quantity }: Pick<Figures, 'amount' | 'quantity'>,
): string {
  if (high === undefined) return `≥\u00a0${quantity(low ?? 0, unit)}`;
  return low === undefined ? `≤\u00a0${quantity(high, unit)}` : `${amount(low)}–${quantity(high, unit)}`;
}

function useFactRows(asOf: string) {
  const { t } = useTranslation('trends');
  const { amount, quantity, moment } = useFigures();
  const shown = (fact: Fact) => {
    if (fact.kind === 'moment') return <time dateTime={fact.at}>{moment(fact.at, asOf)}</time>;
    if (fact.kind === 'quantity') return `${fact.comparator}${quantity(fact.value, fact.unit)}`;
    if (fact.kind === 'range') return rangeText(fact, { amount, quantity });
    if (fact.kind === 'state') return t(`drawer.state.${fact.text}`, { defaultValue: fact.text });
    return fact.kind === 'code' ? <code>{fact.text}</code> : fact.text;
  };
  return (facts: readonly Fact[]) =>
    facts.map((fact) => ({ name: t(`drawer.fact.${fact.name}`), shown: shown(fact) }));
}

/** What the page itself knows of the record, where the EHR gives nothing. */
function Held({ source, asOf }: Props) {
  const { t } = useTranslation('trends');
  const { moment } = useFigures();
  const rows = [
    { name: t('drawer.held.label'), shown: source.label },
    ...(source.at
      ? [{ name: t('drawer.held.at'), shown: <time dateTime={source.at}>{moment(source.at, asOf)}</time> }]
      : []),
    { name: t('drawer.held.ref'), shown: <code>{source.ref}</code> },
  ];
  return <Facts rows={rows} />;
}

function NotOpened({ source, asOf, failed, again }: Props & Fetched<unknown>) {
  const { t } = useTranslation('trends');
  const cause = causes[failed?.code ?? ''] ?? 'other';
  return (
    <>
      <Notice
        tone={cause === 'foreign' ? 'alarm' : 'warn'}
        actions={cause === 'foreign' ? undefined : <Button onClick={again}>{t('drawer.again')}</Button>}
      >
        {t(`drawer.failed.${cause}`)}
      </Notice>
      {cause === 'foreign' ? null : <Held source={source} asOf={asOf} />}
    </>
  );
}

function Texts({ view: { texts, unread } }: { readonly view: ResourceView }) {
  const { t } = useTranslation('trends');
  const kinds = [...new Set(unread.map(({ contentType }) => contentType))].join(', ');
  return (
    <>
      {texts.map(({ contentType, text }) => (
        <section key={contentType + text.slice(0, 80)}>
          <h3>{t(/html/i.test(contentType) ? 'drawer.html' : 'drawer.text')}</h3>
          <p className="source-text" dir="auto">
            {text}
          </p>
        </section>
      ))}
      {unread.length > 0 ? <p>{t('drawer.unread', { count: unread.length, kinds })}</p> : null}
    </>
  );
}

/** A FHIR resource of the session's patient: in words first, then as the EHR gives it. */
export function ResourceSource(props: Props) {
  const { source, asOf } = props;
  const { t } = useTranslation('trends');
  const { service } = useVisit();
  const rowsOf = useFactRows(asOf);
  const [type = '', id = ''] = source.ref.split('/');
  const address = `resources/${encodeURIComponent(type)}/${encodeURIComponent(id)}`;
  const fetched = useFetched(address, () => service.get<ResourceView>(address));
  const { found, failed } = fetched;
  if (failed) return <NotOpened {...props} {...fetched} />;
  if (!found)
    return (
      <div role="status">
        <span className="only-heard">{t('drawer.loading')}</span>
        <Skeleton lines={6} />
      </div>
    );
  return (
    <>
      <Facts rows={rowsOf(readFacts(found.resource))} />
      <Texts view={found} />
      <Disclosure summary={t('drawer.raw')}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard */}
        <pre className="source-raw" tabIndex={0}>
          {JSON.stringify(found.resource, null, 2)}
        </pre>
      </Disclosure>
    </>
  );
}
