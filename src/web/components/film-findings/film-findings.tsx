import { useTranslation } from 'react-i18next';
import type { ReportStanding, SummaryView } from '../../../smart/contract.ts';
import type { Assessment, FindingConclusion, ReadFilm, Target } from '../../summary-types.ts';
import { Disclosure } from '../../ui/disclosure/disclosure.tsx';
import { Panel } from '../../ui/panel/panel.tsx';
import { useFigures } from '../../use-figures.ts';
import { isDisputed } from '../../verdicts/targets.ts';
import { useVerdicts } from '../../verdicts/verdicts.tsx';
import { MissedFinding } from '../missed-finding/missed-finding.tsx';
import { Report } from '../report/report.tsx';
import { ReportLine } from '../report/report-line.tsx';
import { Verdict } from '../verdict/verdict.tsx';
import './film-findings.css';

const told: readonly FindingConclusion['word'][] = ['likely', 'possible', 'uncertain'];
const untold = ['unlikely', 'no-evidence', 'not-assessed', 'uncalibrated', 'not-offered'] as const;

function targetOf(name: string): Target {
  // The contract narrows names to those of the registry; a reading holds no others.
  return { kind: 'finding', name } as Target;
}

function pointOf({ probability }: FindingConclusion): number {
  return probability.kind === 'estimated' ? probability.value : 0;
}

function usePlaceWords() {
  const { t } = useTranslation();
  const { term } = useFigures();
  return ({ places }: ReadFilm, name: string): string => {
    if (!places) return t('film.placeNotSought');
    const place = places[name];
    if (!place || place.state === 'none') return t('film.noPlace');
    return `${term('side', place.side)}, ${term('zone', place.zone)}`;
  };
}

type LineProps = {
  readonly finding: FindingConclusion;
  readonly film: ReadFilm;
  readonly assessment: Assessment;
};

function FindingLine({ finding, film, assessment }: LineProps) {
  const { t } = useTranslation();
  const { percent, interval, term } = useFigures();
  const placeOf = usePlaceWords();
  const { contradictions } = useVerdicts();
  const { name, probability, prevalence, word, doubts } = finding;
  const target = targetOf(name);
  const disputed = isDisputed(target, contradictions);
  return (
    <li className={disputed ? 'finding finding-disputed' : 'finding'}>
      <div className="finding-head">
        <h3 className="finding-name">{term('finding', name)}</h3>
        <span className="finding-word">{disputed ? t('film.disputed') : term('word', word)}</span>
        {probability.kind === 'estimated' ? (
          <span>
            <strong>{percent(probability.value)}</strong> ({interval(probability)})
          </span>
        ) : null}
      </div>
      <p className="finding-more">
        {prevalence === undefined ? '' : `${t('film.allFilms', { percent: percent(prevalence) })} · `}
        {placeOf(film, name)}
      </p>
      {doubts ? (
        <p className="finding-doubt">
          {t('film.lessSure')} {doubts.map((doubt) => term('doubt', doubt)).join(t('semicolon'))}
        </p>
      ) : null}
      <Verdict
        assessmentId={assessment.id}
        asOf={assessment.asOf}
        target={target}
        about={term('finding', name)}
      />
    </li>
  );
}

function Abnormal({ film }: { readonly film: ReadFilm }) {
  const { t } = useTranslation();
  const { percent, interval, term } = useFigures();
  const { abnormal, abnormalPrevalence } = film;
  if (abnormal.kind === 'withheld')
    return `${term('finding', 'abnormal')}${t('colon')} ${term('word', abnormal.because)}`;
  return (
    <>
      {term('finding', 'abnormal')} <strong>{percent(abnormal.value)}</strong> ({interval(abnormal)})
      {abnormalPrevalence === undefined
        ? ''
        : ` · ${t('film.allFilms', { percent: percent(abnormalPrevalence) })}`}
    </>
  );
}

/** Where no finding is told, those that the film leaves open are named unasked. */
function NothingLikely({ film }: { readonly film: ReadFilm }) {
  const { t } = useTranslation();
  const { term } = useFigures();
  const open = film.findings.filter(({ word }) => word === 'no-evidence');
  const names = open.map(({ name }) => term('finding', name)).join(', ');
  return (
    <p>
      {t('film.nothingLikely')} {names === '' ? '' : t('film.neither', { names })}
    </p>
  );
}

function HeartLine({ film }: { readonly film: ReadFilm }) {
  const { t } = useTranslation();
  const { amount, term } = useFigures();
  const { heart, view } = film;
  if (!heart) return null;
  if (heart.kind === 'not-measured')
    return (
      <p>
        {t('film.heart')} {t('film.heartNotMeasured', { because: term('heartSilence', heart.because) })}
      </p>
    );
  const { value, low, high } = heart.ratio;
  return (
    <p>
      {t('film.heart')} <strong>{amount(value)}</strong> ({amount(low)}–{amount(high)}), {view}
    </p>
  );
}

function Others({ film, assessment }: { readonly film: ReadFilm; readonly assessment: Assessment }) {
  const { t } = useTranslation();
  const { term } = useFigures();
  const others = untold.flatMap((word) => {
    const names = film.findings.filter((finding) => finding.word === word).map(({ name }) => name);
    return names.length > 0 ? [{ word, names }] : [];
  });
  return (
    <Disclosure summary={t('film.others')}>
      <dl className="film-others">
        {others.map(({ word, names }) => (
          <div key={word}>
            <dt>{term('untold', word)}</dt>
            <dd>
              <ul className="film-untold">
                {names.map((name) => (
                  <li key={name}>
                    {term('finding', name)}
                    <Verdict
                      {...{ assessmentId: assessment.id, asOf: assessment.asOf, target: targetOf(name) }}
                      about={`${term('finding', name)} (${term('word', word)})`}
                    />
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('film.cannotSee')}</dt>
          <dd>{t('film.unseen')}</dd>
        </div>
      </dl>
    </Disclosure>
  );
}

type Props = {
  readonly view: SummaryView;
  readonly onReport: (report: ReportStanding) => void;
};

/** What the film says, each finding open to contradiction; what it does not say, and what the model missed. */
export function FilmFindings({ view, onReport }: Props) {
  const { t } = useTranslation();
  const { assessment, report } = view;
  const { film, id } = assessment;
  if (film.state !== 'read')
    return (
      <Panel id="findings" title={t('film.says')} aside={<MissedFinding assessmentId={id} />}>
        <p className="finding-more">{t('film.saysNothing')}</p>
      </Panel>
    );
  const shown = film.findings
    .filter(({ word }) => told.includes(word))
    .sort((a, b) => pointOf(b) - pointOf(a));
  return (
    <Panel
      id="findings"
      title={t('film.says')}
      aside={
        <div className="findings-acts">
          {report ? <Report standing={report} patient={view.patient} onDecided={onReport} /> : null}
          <MissedFinding assessmentId={id} />
        </div>
      }
    >
      {report ? <ReportLine standing={report} asOf={assessment.asOf} /> : null}
      <p>
        <Abnormal film={film} />
      </p>
      {shown.length === 0 ? <NothingLikely film={film} /> : null}
      <ul className="film-findings">
        {shown.map((finding) => (
          <FindingLine key={finding.name} {...{ finding, film, assessment }} />
        ))}
      </ul>
      <HeartLine film={film} />
      <Others film={film} assessment={assessment} />
    </Panel>
  );
}
