import { useTranslation } from 'react-i18next';
import type { SummaryView } from '../../../smart/contract.ts';
import type { Source } from '../../open-source.tsx';
import { Button } from '../../ui/button/button.tsx';
import { useFigures } from '../../use-figures.ts';
import { useTargetWords } from '../../verdicts/use-target-words.ts';
import { ScoreCard } from '../scores/score-card.tsx';
import { Facts, type Row } from './facts.tsx';

type Props = { readonly view: SummaryView; readonly source: Source; readonly close: () => void };

function Gone() {
  const { t } = useTranslation('trends');
  return <p>{t('drawer.gone')}</p>;
}

/** A row where there is something to show. */
function row(name: string, shown: Row['shown'] | undefined): Row[] {
  return shown === undefined || shown === '' ? [] : [{ name, shown }];
}

function useMoment(asOf: string) {
  const { moment } = useFigures();
  return (at: string | undefined) =>
    at === undefined ? undefined : <time dateTime={at}>{moment(at, asOf)}</time>;
}

function FilmSource({ view, source, close }: Props) {
  const { t } = useTranslation('trends');
  const when = useMoment(view.assessment.asOf);
  const { film } = view.assessment;
  const listed = view.films.find(({ sopInstanceUid }) => sopInstanceUid === source.ref);
  const read = film.state === 'read' && film.sopInstanceUid === source.ref ? film : undefined;
  const look = () => {
    close();
    document.getElementById('film')?.scrollIntoView();
  };
  const taken = read?.acquiredAt ?? listed?.startedAt ?? source.at;
  return (
    <>
      <Facts
        rows={[
          ...row(t('drawer.film.taken'), when(taken)),
          ...row(t('drawer.film.position'), read?.view),
          ...row(t('drawer.film.description'), listed?.description),
          ...row(t('drawer.film.read'), read ? <code>{read.model}</code> : undefined),
          ...row(t('drawer.film.study'), <code>{read?.studyInstanceUid ?? listed?.studyInstanceUid}</code>),
          ...row(t('drawer.film.image'), <code>{source.ref}</code>),
        ]}
      />
      <p>{t(read ? 'drawer.film.assessed' : 'drawer.film.notAssessed')}</p>
      <Button onClick={look}>{t('drawer.film.look')}</Button>
    </>
  );
}

function ScoreSource({ view: { assessment }, source }: Props) {
  const score = assessment.scores.find(({ name }) => name === source.ref);
  if (!score) return <Gone />;
  return (
    <ul>
      <ScoreCard score={score} asOf={assessment.asOf} leads={assessment.leads === score.name} />
    </ul>
  );
}

function AssessmentSource({ view: { assessment } }: Props) {
  const { t } = useTranslation('trends');
  const { percent, interval, said, term } = useFigures();
  const when = useMoment('1970-01-01T00:00:00Z');
  const { risk, asOf, createdAt, horizon, population, models, id } = assessment;
  const told =
    risk.kind === 'estimated'
      ? `${percent(risk.value)} (${interval(risk)})`
      : `${t('drawer.assessment.withheld')} – ${term('withheld', risk.because)}`;
  return (
    <Facts
      rows={[
        ...row(t('drawer.assessment.risk'), told),
        ...row(t('drawer.assessment.horizon'), said(horizon)),
        ...row(t('drawer.assessment.asOf'), when(asOf)),
        ...row(t('drawer.assessment.created'), when(createdAt)),
        ...row(t('drawer.assessment.population'), said(population)),
        ...row(t('drawer.assessment.models'), <code>{models.join(', ')}</code>),
        ...row(t('drawer.assessment.id'), <code>{id}</code>),
      ]}
    />
  );
}

function ContradictionSource({ view, source }: Props) {
  const { t } = useTranslation('trends');
  const { term } = useFigures();
  const about = useTargetWords();
  const when = useMoment(view.assessment.asOf);
  const said = view.contradictions.find(({ id }) => id === source.ref);
  if (!said) return <Gone />;
  const { target, verdict, reason, words, by, at, stands } = said;
  return (
    <>
      <Facts
        rows={[
          ...row(t('drawer.contradiction.verdict'), t(`drawer.contradiction.${verdict}`)),
          ...row(t('drawer.contradiction.target'), about(target)),
          ...row(t('drawer.contradiction.reason'), reason ? term('reason', reason) : undefined),
          ...row(t('drawer.contradiction.words'), words),
          ...row(t('drawer.contradiction.by'), by?.name ?? by?.id ?? t('drawer.contradiction.nobody')),
          ...row(t('drawer.contradiction.at'), when(at)),
        ]}
      />
      <p>{t(stands ? 'drawer.contradiction.stands' : 'drawer.contradiction.fell')}</p>
    </>
  );
}

const views = {
  film: FilmSource,
  score: ScoreSource,
  assessment: AssessmentSource,
  contradiction: ContradictionSource,
} as const;

/** A source that the summary itself holds: a film, a score, the assessment, what a clinician said. */
export function HeldSource({ kind, ...props }: Props & { readonly kind: keyof typeof views }) {
  const View = views[kind];
  return <View {...props} />;
}
