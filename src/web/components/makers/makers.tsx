import { useTranslation } from 'react-i18next';
import type { SummaryView } from '../../../smart/contract.ts';
import { Panel } from '../../ui/panel/panel.tsx';
import { ValueLink } from '../../ui/value-link/value-link.tsx';
import { useFigures } from '../../use-figures.ts';
import './makers.css';

/** Which models spoke, in which versions, with their cards; when, and on what terms. */
export function Makers({ view }: { readonly view: SummaryView }) {
  const { t } = useTranslation();
  const { moment } = useFigures();
  const { assessment, models, viewer } = view;
  const elsewhere = '1970-01-01T00:00:00Z';
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Panel id="models" title={t('models.title')}>
      <dl className="makers">
        {models.map(({ maker, card }) => {
          const [id = maker, version = ''] = maker.split('@');
          return (
            <div key={maker}>
              <dt>{t(`terms:model.${id}`, { defaultValue: id })}</dt>
              <dd>
                {id} {version}
                {card ? (
                  <>
                    {' · '}
                    <ValueLink source={{ kind: 'model', ref: maker, label: maker }}>
                      {t('models.card')}
                    </ValueLink>
                  </>
                ) : null}
              </dd>
            </div>
          );
        })}
        <div>
          <dt>{t('asOf')}</dt>
          <dd>
            <time dateTime={assessment.asOf}>{moment(assessment.asOf, elsewhere)}</time> ({zone})
          </dd>
        </div>
        <div>
          <dt>{t('models.assessment')}</dt>
          <dd className="makers-id">{assessment.id}</dd>
        </div>
        {viewer ? (
          <div>
            <dt>{t('models.viewer')}</dt>
            <dd>
              <bdi>{viewer.name ?? viewer.id}</bdi>
            </dd>
          </div>
        ) : null}
      </dl>
    </Panel>
  );
}
