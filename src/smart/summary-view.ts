import { changesSince } from '../assessment/changes.ts';
import type { ModelCard } from '../model-cards/model-card.ts';
import type { Store } from '../store/store.ts';
import type { HeldSummary } from '../summary/summaries.ts';
import type { FilmListed, SummaryView } from './contract.ts';
import { wordsOn } from './contradictions.ts';
import { patientOf } from './patient-summary.ts';
import { reportOf, standingView } from './reports.ts';
import type { Visit } from './visit.ts';

export type ViewParts = {
  readonly store: Store;
  /** By `id@version`: the models that have a card. */
  readonly modelCards: ReadonlyMap<string, ModelCard>;
};

/** Where a model's card is served. */
export function cardAddress(maker: string): string {
  return `/model-cards/${encodeURIComponent(maker)}`;
}

/** Every image of the chart's chest film studies, the newest study first. */
function filmsOf({ chart, assessment: { film } }: HeldSummary): FilmListed[] {
  const assessed = film.state === 'read' ? film.sopInstanceUid : undefined;
  return chart.films.flatMap(({ studyInstanceUid, startedAt, source, instances }) =>
    instances.map(({ sopInstanceUid, description }) => ({
      studyInstanceUid,
      sopInstanceUid,
      ...(startedAt ? { startedAt } : {}),
      ...(description ? { description } : {}),
      source,
      isAssessed: sopInstanceUid === assessed,
    })),
  );
}

/** What is different from the assessment before, where there is one. */
export async function changesOf({ store }: ViewParts, visit: Visit, held: HeldSummary) {
  const before = await store.assessments.before(patientOf(visit), held);
  if (!before) return {};
  return { changes: { since: before.assessment.asOf, list: changesSince(before, held) } };
}

/** The card from which the app was opened, where it spoke of other evidence than what is shown now. */
async function openedFromOf({ store }: ViewParts, visit: Visit, held: HeldSummary) {
  const { openedFrom } = visit;
  const card = openedFrom && (await store.assessments.otherThan(held, openedFrom));
  return card && card.patientId === visit.patientId
    ? { openedFrom: { assessmentId: card.id, asOf: card.asOf } }
    : {};
}

/** What one visit is shown of one summary. */
export async function viewOf(parts: ViewParts, visit: Visit, held: HeldSummary): Promise<SummaryView> {
  const { chart, assessment, origin } = held;
  const [openedFrom, changes, contradictions, report] = await Promise.all([
    openedFromOf(parts, visit, held),
    changesOf(parts, visit, held),
    wordsOn(parts, visit, assessment),
    reportOf(parts, visit, held),
  ]);
  return {
    patient: chart.patient,
    ...(visit.viewer ? { viewer: visit.viewer } : {}),
    assessment,
    origin,
    ...openedFrom,
    ...changes,
    contradictions,
    films: filmsOf(held),
    models: assessment.models.map((maker) => ({
      maker,
      ...(parts.modelCards.has(maker) ? { card: cardAddress(maker) } : {}),
    })),
    ...(report ? { report: standingView(report) } : {}),
    notGranted: visit.notGranted,
  };
}
