import { useTranslation } from 'react-i18next';
import type { Assessment, Share } from '../../summary-types.ts';
import { Panel } from '../../ui/panel/panel.tsx';
import { useFigures } from '../../use-figures.ts';
import { layShares } from './layout.ts';
import './shares.css';

function useRemark() {
  const { t } = useTranslation();
  return ({ modality, logit, present, findingsOnly }: Share): string => {
    if (!present) return t(modality === 'notes' ? 'shares.notesNotHeard' : 'shares.notHeard');
    if (modality === 'film' && logit === 0) return t('shares.noWeight');
    return findingsOnly ? t('shares.findingsOnly') : '';
  };
}

/** Each modality's exact share of the risk's log-odds, signed, drawn and in numbers. */
export function Shares({ assessment }: { readonly assessment: Assessment }) {
  const { t } = useTranslation();
  const { signed, term } = useFigures();
  const remarkOf = useRemark();
  const { shares, risk } = assessment;
  const bars = layShares(shares.map(({ logit }) => logit));
  const sum = shares.reduce((all, { logit }) => all + logit, 0);
  return (
    <Panel id="shares" title={t('shares.title')}>
      {risk.kind === 'withheld' ? (
        <p>{t('shares.withheld')}</p>
      ) : (
        <table className="shares">
          <caption>{t('shares.caption')}</caption>
          <thead className="only-heard">
            <tr>
              <th scope="col">{t('shares.source')}</th>
              <th scope="col">{t('shares.share')}</th>
            </tr>
          </thead>
          <tbody>
            {shares.map((share, at) => (
              <tr key={share.modality}>
                <th scope="row">{term('modality', share.modality)}</th>
                <td className="share-number">{share.present ? signed(share.logit) : '–'}</td>
                <td className="share-drawn">
                  <div className="share-track" aria-hidden="true">
                    <span
                      className={share.logit < 0 ? 'share-bar share-lower' : 'share-bar share-higher'}
                      style={{ left: `${bars[at]?.left}%`, width: `${bars[at]?.width}%` }}
                    />
                  </div>
                  {remarkOf(share) ? <span className="share-remark">{remarkOf(share)}</span> : null}
                </td>
              </tr>
            ))}
            <tr className="share-sum">
              <th scope="row">{t('shares.sum')}</th>
              <td className="share-number">{signed(sum)}</td>
              <td className="share-remark">{t('shares.exact')}</td>
            </tr>
          </tbody>
        </table>
      )}
    </Panel>
  );
}
