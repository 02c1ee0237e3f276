import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { SummaryView } from '../../../smart/contract.ts';
import { AskBox } from '../../components/ask-box/ask-box.tsx';
import { Changes } from '../../components/changes/changes.tsx';
import { FilmFindings } from '../../components/film-findings/film-findings.tsx';
import { FilmPart } from '../../components/film-part/film-part.tsx';
import { Gaps } from '../../components/gaps/gaps.tsx';
import { Makers } from '../../components/makers/makers.tsx';
import { PageBar } from '../../components/page-bar/page-bar.tsx';
import { PatientBanner } from '../../components/patient-banner/patient-banner.tsx';
import { tabTitle } from '../../components/patient-banner/tab-title.ts';
import { usePrintMargin } from '../../components/patient-banner/use-print-margin.ts';
import { Reasons } from '../../components/reasons/reasons.tsx';
import { Risk } from '../../components/risk/risk.tsx';
import { SaidList } from '../../components/said-list/said-list.tsx';
import { Scores } from '../../components/scores/scores.tsx';
import { Shares } from '../../components/shares/shares.tsx';
import { SourceDrawerPlace } from '../../components/source-drawer/source-drawer-place.tsx';
import { StandingNotices } from '../../components/standing-notices/standing-notices.tsx';
import { Statements } from '../../components/statements/statements.tsx';
import { UndoBar } from '../../components/undo-bar/undo-bar.tsx';
import { Validity } from '../../components/validity/validity.tsx';
import { isExpired } from '../../service/call-failed.ts';
import { Button } from '../../ui/button/button.tsx';
import { Notice } from '../../ui/notice/notice.tsx';
import { Panel } from '../../ui/panel/panel.tsx';
import { Skeleton } from '../../ui/skeleton/skeleton.tsx';
import { useFigures } from '../../use-figures.ts';
import { VerdictsProvider } from '../../verdicts/verdicts.tsx';
import { type SummaryHold, useSummary } from '../../visit/use-summary.ts';
import { useVisit } from '../../visit/visit.tsx';
import './summary-page.css';

const Trends = lazy(() =>
  import('../../components/trends/trends.tsx').then((module) => ({ default: module.Trends })),
);

function Loading() {
  const { t } = useTranslation();
  return (
    <>
      <p role="status" className="only-heard">
        {t('loading')}
      </p>
      <div className="summary-first">
        {(['risk', 'reasons', 'film'] as const).map((part) => (
          <Panel key={part} id={part === 'reasons' ? 'why' : part} title={t(`${part}.title`)}>
            <Skeleton lines={8} />
          </Panel>
        ))}
      </div>
    </>
  );
}

function NotLoaded({ summary }: { readonly summary: SummaryHold }) {
  const { t } = useTranslation();
  const { failed, refresh } = summary;
  if (!failed || isExpired(failed)) return null;
  return (
    <Notice tone="alarm" role="alert" actions={<Button onClick={() => void refresh()}>{t('again')}</Button>}>
      <strong>{t('trouble.noSummary')}</strong>{' '}
      {failed.code === 'OFFLINE' ? t('trouble.unreachable') : failed.message}
    </Notice>
  );
}

function Parts({ view, summary }: { readonly view: SummaryView; readonly summary: SummaryHold }) {
  const { t } = useTranslation();
  const { assessment } = view;
  return (
    <SourceDrawerPlace view={view}>
      <div id="summary" className="summary-first">
        <Risk assessment={assessment} />
        <Reasons assessment={assessment} />
        <Gaps assessment={assessment} />
        <FilmPart view={view} hasStoppedPolling={summary.hasStoppedPolling} />
        <FilmFindings view={view} onReport={summary.setReport} />
        <Changes view={view} />
      </div>
      <AskBox />
      <Suspense fallback={<Skeleton lines={6} />}>
        <Trends asOf={assessment.asOf} />
      </Suspense>
      <section id="evidence" aria-labelledby="evidence-title" className="summary-evidence">
        <h2 id="evidence-title" className="only-heard">
          {t('nav.evidence')}
        </h2>
        <Scores assessment={assessment} />
        <Makers view={view} />
        <Shares assessment={assessment} />
        <Statements assessment={assessment} />
      </section>
      <SaidList view={view} />
    </SourceDrawerPlace>
  );
}

/** Patient, number and time in one line. */
function usePrinted(view: SummaryView | undefined): string {
  const { t } = useTranslation();
  const { moment, birthday } = useFigures();
  if (!view) return 'Vigie';
  const { name, birthDate, identifiers, id } = view.patient;
  const never = '1970-01-01T00:00:00Z';
  return [
    name ?? t('patient.noName'),
    ...(birthDate ? [birthday(birthDate)] : []),
    identifiers[0] ?? id,
    `${t('asOf')} ${moment(view.assessment.asOf, never)}`,
    'Vigie',
  ].join(' · ');
}

/** How ill, how sure, why, what speaks against, what is missing, the film, what changed; then everything behind it. */
export function SummaryPage() {
  const { t } = useTranslation();
  const { service, session } = useVisit();
  const summary = useSummary(service);
  const { view, isLoading } = summary;
  const patient = view?.patient ?? { id: session.patientId, identifiers: [] };
  const printed = usePrinted(view);
  usePrintMargin(printed);
  useEffect(() => {
    document.title = view ? tabTitle(view.patient) : 'Vigie';
  }, [view]);
  return (
    <VerdictsProvider summary={summary}>
      <a href="#main" className="skip-link not-printed">
        {t('skip')}
      </a>
      <header className="summary-head">
        {view ? <PatientBanner patient={patient} /> : <p className="patient-name">{t('loading')}</p>}
        <PageBar summary={summary} />
      </header>
      <main id="main" tabIndex={-1} className="summary-main">
        <StandingNotices summary={summary} />
        {view ? (
          <Parts view={view} summary={summary} />
        ) : isLoading ? (
          <Loading />
        ) : (
          <NotLoaded summary={summary} />
        )}
      </main>
      <Validity />
      <UndoBar />
    </VerdictsProvider>
  );
}
