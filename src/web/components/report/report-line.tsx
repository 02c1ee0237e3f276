import { useTranslation } from 'react-i18next';
import type { ReportStanding } from '../../../smart/contract.ts';
import { useFigures } from '../../use-figures.ts';
import './report.css';

type Props = { readonly standing: ReportStanding; readonly asOf: string };

function keyOf(standing: Exclude<ReportStanding, { state: 'draft' }>): string {
  if (standing.state === 'discarded') return 'report:standing.discarded';
  return standing.replaces ? 'report:standing.amended' : 'report:standing.signed';
}

/** Who signed or discarded, and when; nothing while nobody did. */
export function ReportLine({ standing, asOf }: Props) {
  const { t } = useTranslation();
  const { moment } = useFigures();
  if (standing.state === 'draft') return null;
  const { by, at } = standing;
  const earlier = standing.state === 'signed' ? standing.earlierInEhr : undefined;
  return (
    <p className={`report-line report-line-${standing.state}`} role="status">
      {t(keyOf(standing), { who: by.name ?? by.id })}, <time dateTime={at}>{moment(at, asOf)}</time>
      {standing.state === 'discarded' && standing.reason ? <q dir="auto"> {standing.reason}</q> : null}
      {standing.state === 'signed' && standing.isOvertaken ? (
        <strong className="report-overtaken"> {t('report:standing.overtaken')}</strong>
      ) : null}
      {earlier ? (
        <strong className="report-not-in-ehr">
          {' '}
          {t('report:ehr.earlier', { who: earlier.by.name ?? earlier.by.id, when: moment(earlier.at, asOf) })}
        </strong>
      ) : null}
    </p>
  );
}
