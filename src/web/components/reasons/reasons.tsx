import { useTranslation } from 'react-i18next';
import type { Assessment, Reason } from '../../summary-types.ts';
import { Panel } from '../../ui/panel/panel.tsx';
import { ValueLink } from '../../ui/value-link/value-link.tsx';
import { useFigures } from '../../use-figures.ts';
import './reasons.css';

function ReasonLine({ reason, asOf }: { readonly reason: Reason; readonly asOf: string }) {
  const { t } = useTranslation();
  const { quantity, amount, signed, moment, said, term } = useFigures();
  const { words, effect, measurement, typical } = reason;
  if (!measurement) return <li className="reason">{said(words)}</li>;
  const { value, ucum, observedAt, source, status, recorded } = measurement;
  const shown = measurement.words ? said(measurement.words) : quantity(value, ucum);
  const label = `${said(words)} ${shown}`;
  return (
    <li className="reason">
      <span className="reason-what">
        {said(words)}{' '}
        <ValueLink source={{ kind: 'resource', ref: source, label, at: observedAt }}>{shown}</ValueLink>
        {status ? <span className="reason-status"> {term('status', status)}</span> : null}
      </span>
      <span className="reason-effect">
        <span className="only-heard">{t('reasons.effect')} </span>
        {signed(effect)}
      </span>
      <span className="reason-when">
        <time dateTime={observedAt}>{moment(observedAt, asOf)}</time>
        {typical === undefined ? '' : ` · ${t('reasons.typical', { typical: amount(typical) })}`}
        {recorded ? ` · ${t('reasons.recorded', { recorded: quantity(recorded.value, recorded.unit) })}` : ''}
      </span>
    </li>
  );
}

type Side = { readonly id: string; readonly title: string; readonly note: string; readonly mark: string };

function ReasonList({ side, list, asOf }: { side: Side; list: readonly Reason[]; asOf: string }) {
  const { t } = useTranslation();
  return (
    <div className={`reasons-side reasons-${side.id}`}>
      <h3 className="reasons-title">
        <span aria-hidden="true">{side.mark} </span>
        {side.title} <span className="reasons-note">{side.note}</span>
      </h3>
      {list.length === 0 ? (
        <p>{t('reasons.none')}</p>
      ) : (
        <ul>
          {list.map((reason) => (
            <ReasonLine key={reason.words} reason={reason} asOf={asOf} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** What speaks for the risk and what speaks against it, side by side and in the same size. */
export function Reasons({ assessment }: { readonly assessment: Assessment }) {
  const { t } = useTranslation();
  const { raises, lowers, asOf, risk } = assessment;
  return (
    <Panel id="why" title={t('reasons.title')} className="reasons">
      {risk.kind === 'withheld' ? (
        <p className="reasons-note">{t('reasons.withheld')}</p>
      ) : (
        <div className="reasons-sides">
          <ReasonList
            side={{ id: 'higher', title: t('reasons.why'), note: t('reasons.raises'), mark: '▲' }}
            list={raises}
            asOf={asOf}
          />
          <ReasonList
            side={{ id: 'lower', title: t('reasons.against'), note: t('reasons.lowers'), mark: '▼' }}
            list={lowers}
            asOf={asOf}
          />
        </div>
      )}
    </Panel>
  );
}
