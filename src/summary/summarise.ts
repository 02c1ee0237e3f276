import { type AssessParts, assess } from '../assessment/assess.ts';
import type { Assessment } from '../assessment/assessment.ts';
import type { Chart } from '../chart/chart.ts';
import type { ReadingRoom } from '../reading-room/reading-room.ts';
import { type Archive, accessTo } from '../sources/dicomweb/http.ts';
import { retrieveFilm } from '../sources/dicomweb/wado.ts';
import { type Gathered, gather } from '../sources/gather.ts';
import type { Store } from '../store/store.ts';

export type SummaryParts = AssessParts & {
  readonly store: Store;
  readonly readingRoom: ReadingRoom;
  readonly callDeadlineMs: number;
  readonly filmBudgetMs: number;
  readonly dicomweb: Archive;
};

/** Whose record is to be summed up, and what came with the question. */
export type SummaryRequest = {
  readonly patientId: string;
  readonly encounterId?: string;
  readonly prefetch?: Readonly<Record<string, unknown>>;
  readonly fhir?: { readonly baseUrl: string; readonly accessToken?: string };
};

/** One statement about one patient, and the chart it rests on. */
export type Summary = {
  readonly chart: Chart;
  readonly assessment: Assessment;
  readonly cost: Gathered['cost'];
};

const modelsMs = 400;

/** What is left of the deadline for gathering, once the film's wait and the models have theirs. */
function gatherMs({ callDeadlineMs, filmBudgetMs }: SummaryParts): number {
  return Math.max(callDeadlineMs - filmBudgetMs - modelsMs, callDeadlineMs / 2);
}

function readFilm(parts: SummaryParts, { fhir }: SummaryRequest, chart: Chart) {
  const access = accessTo(parts.dicomweb, fhir);
  return parts.readingRoom.outcomeFor(
    chart,
    (study, signal) => retrieveFilm(study, { ...access, signal }),
    parts.filmBudgetMs,
  );
}

/**
 * The record of one patient as it is now; what has not come in time is a gap of its chart.
 * @throws PrefetchMissing when the patient cannot be known; BadRequest when prefetch is another patient's
 */
export function gatherNow(parts: SummaryParts, request: SummaryRequest): Promise<Gathered> {
  return gather({
    ...request,
    asOf: parts.clock.now().toISOString(),
    signal: AbortSignal.timeout(gatherMs(parts)),
  });
}

/** Film and chart as one statement, kept in the store. */
export async function sumUp(
  parts: SummaryParts,
  request: SummaryRequest,
  { chart, cost }: Gathered,
): Promise<Summary> {
  const assessment = await assess(parts, chart, await readFilm(parts, request, chart));
  await parts.store.assessments.save(request, { assessment, chart });
  return { chart, assessment, cost };
}

/** One patient's summary, the same for a hook's card and for the app. @throws as gatherNow does */
export async function summarise(parts: SummaryParts, request: SummaryRequest): Promise<Summary> {
  return sumUp(parts, request, await gatherNow(parts, request));
}
