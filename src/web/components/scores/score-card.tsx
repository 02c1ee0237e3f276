import { useTranslation } from 'react-i18next';
import type { Score, ScoreItem } from '../../summary-types.ts';
import { Disclosure } from '../../ui/disclosure/disclosure.tsx';
import { ValueLink } from '../../ui/value-link/value-link.tsx';
import { useFigures } from '../../use-figures.ts';
import { useScoreWords } from './use-score-words.ts';

type ItemProps = { readonly item: ScoreItem; readonly asOf: string };

function ItemValue({ item, asOf }: ItemProps) {
  const { t } = useTranslation();
  const { quantity, moment, said } = useFigures();
  const { measurement, entries = [], open, points } = item;
  const parts = [
    ...(measurement
      ? [
          {
            ref: measurement.source,
            at: measurement.observedAt,
            shown: measurement.words
              ? said(measurement.words)
              : quantity(measurement.value, measurement.ucum),
          },
        ]
      : []),
    ...entries.map(({ source, at, text }) => ({ ref: source, at, shown: text })),
  ];
  return (
    <>
      {parts.map(({ ref, at, shown }) => (
        <div key={ref + shown} dir="auto">
          <ValueLink
            source={{ kind: 'resource', ref, label: `${said(item.name)} ${shown}`, ...(at ? { at } : {}) }}
          >
            {shown}
          </ValueLink>
          {at ? (
            <time dateTime={at} className="score-when">
              {' '}
              {moment(at, asOf)}
            </time>
          ) : null}
        </div>
      ))}
      {open ? <span className="score-open">{said(open)}</span> : null}
      {parts.length === 0 && !open && points === undefined ? (
        <span className="score-open">{t('score.notOnRecord')}</span>
      ) : null}
    </>
  );
}

function Items({ score, asOf }: { readonly score: Score; readonly asOf: string }) {
  const { t } = useTranslation();
  const { said } = useFigures();
  return (
    <table className="score-items">
      <thead>
        <tr>
          <th scope="col">{t('score.item')}</th>
          <th scope="col">{t('score.value')}</th>
          <th scope="col" className="score-points">
            {t('score.points')}
          </th>
        </tr>
      </thead>
      <tbody>
        {score.items.map((item) => (
          <tr key={item.name}>
            <th scope="row">{said(item.name)}</th>
            <td>
              <ItemValue item={item} asOf={asOf} />
            </td>
            <td className="score-points">{item.points ?? t('score.missing')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One published score: what it comes to, what that means by its own bands, and every item behind it. */
export function ScoreCard({ score, asOf, leads }: { score: Score; asOf: string; leads: boolean }) {
  const { t } = useTranslation();
  const { said } = useFigures();
  const wordsOf = useScoreWords();
  const { points, band } = wordsOf(score);
  const { name, missing, remarks = [], unconfirmed } = score;
  return (
    <li className="score">
      <h3 className="score-name">
        {name} <span className="score-total">{points}</span>
        {leads ? <span className="score-leads"> {t('score.leads')}</span> : null}
      </h3>
      {band ? <p>{band}</p> : null}
      {unconfirmed ? (
        <p className="score-when">
          {t('score.withFilm', { points: unconfirmed.points, finding: said(unconfirmed.finding) })}
          {unconfirmed.band ? ` (${said(unconfirmed.band)})` : ''}
        </p>
      ) : null}
      <Disclosure
        summary={
          missing.length > 0
            ? t('score.itemsWithMissing', { count: score.items.length, missing: missing.length })
            : t('score.items', { count: score.items.length })
        }
      >
        <Items score={score} asOf={asOf} />
        {remarks.map((remark) => (
          <p key={remark} className="score-when">
            {said(remark)}
          </p>
        ))}
      </Disclosure>
    </li>
  );
}
