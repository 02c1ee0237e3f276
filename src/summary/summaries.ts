import type { Chart } from '../chart/chart.ts';
import type { Clock } from '../lib/clock.ts';
import { NotFound, PrefetchMissing, ServiceError } from '../lib/errors.ts';
import { gatherNow, type Summary, type SummaryParts, type SummaryRequest, sumUp } from './summarise.ts';

/** A summary, and whether the record could be asked for it. */
export type HeldSummary = Pick<Summary, 'chart' | 'assessment'> & {
  /** `because` is a reason of the FHIR client: `timeout`, `unreachable`, `not-authorised`, `busy`, `http-500` … */
  readonly origin: { readonly kind: 'live' } | { readonly kind: 'stored'; readonly because: string };
};

/** The summaries that readers have open, each for a minute, so that a page asks its hospital once. */
export type Summaries = {
  /**
   * `reader` names the session or token: nobody is answered from what another's token fetched. What is stored is what this
   * reader was shown last; once the EHR refuses the token, nothing is.
   * @throws RecordUnavailable, RecordRefused, NotFound
   */
  readonly of: (
    reader: string,
    request: SummaryRequest,
    options?: { readonly refresh?: boolean },
  ) => Promise<HeldSummary>;
  /** The same where the EHR cannot even be asked, `because` of its token server. @throws RecordUnavailable */
  readonly stored: (reader: string, request: SummaryRequest, because: string) => Promise<HeldSummary>;
};

/** The EHR's FHIR server cannot be asked for the patient, and nothing stored may be shown instead. */
export class RecordUnavailable extends ServiceError {
  override readonly name = 'RecordUnavailable';
  override readonly code = 'RECORD_UNAVAILABLE';
  override readonly status = 502;
}

/** The EHR's FHIR server refuses this patient to this token. */
export class RecordRefused extends ServiceError {
  override readonly name = 'RecordRefused';
  override readonly code = 'RECORD_REFUSED';
  override readonly status = 403;
}

const heldMs = 60_000;
/** A summary that waits for its film is soon out of date. */
const heldPendingMs = 2000;
const heldAtMost = 200;
const shownAtMost = 10_000;

type Held = { readonly summary: Promise<HeldSummary>; until: number };

function keyOf(reader: string, { patientId, fhir }: SummaryRequest): string {
  return JSON.stringify([reader, fhir?.baseUrl, patientId]);
}

function dropOldest(kept: Map<string, unknown>, atMost: number): void {
  const oldest = kept.keys().next().value;
  if (kept.size > atMost && oldest !== undefined) kept.delete(oldest);
}

/** Why the FHIR server did not give the Patient, if it did not. */
function refusalOf({ gaps }: Chart): string | undefined {
  const gap = gaps.find(({ modality, reason }) => modality === 'patient' && reason === 'source-failed');
  return gap && (gap.detail ?? 'unreachable');
}

function errorFor(because: string): ServiceError {
  if (because === 'not-authorised')
    return new RecordRefused('the FHIR server refuses this patient to this token; sign in again');
  return new RecordUnavailable(`the FHIR server did not give the patient: ${because}`);
}

export function createSummaries(parts: SummaryParts & { readonly clock: Clock }): Summaries {
  const held = new Map<string, Held>();
  /** The id of the assessment that each reader was last shown. */
  const shown = new Map<string, string>();

  const stored: Summaries['stored'] = async (reader, request, because) => {
    const key = keyOf(reader, request);
    if (because === 'not-authorised') shown.delete(key);
    const id = shown.get(key);
    const kept = id && (await parts.store.assessments.keptOf(request, id));
    if (!kept) throw errorFor(because);
    return { ...kept, origin: { kind: 'stored', because } };
  };

  const gatherAnew = async (reader: string, request: SummaryRequest): Promise<HeldSummary> => {
    const gathered = await gatherNow(parts, request).catch((error: unknown) => {
      throw error instanceof PrefetchMissing ? new NotFound(error.message) : error;
    });
    const because = refusalOf(gathered.chart);
    if (because) return stored(reader, request, because);
    const { chart, assessment } = await sumUp(parts, request, gathered);
    const key = keyOf(reader, request);
    shown.delete(key);
    shown.set(key, assessment.id);
    dropOldest(shown, shownAtMost);
    return { chart, assessment, origin: { kind: 'live' } };
  };

  return {
    stored,
    of: (reader, request, { refresh = false } = {}) => {
      const key = keyOf(reader, request);
      const now = parts.clock.now().getTime();
      const known = held.get(key);
      if (known && !refresh && now < known.until) return known.summary;
      held.delete(key);
      const summary = gatherAnew(reader, request);
      const mine: Held = { summary, until: now + heldMs };
      held.set(key, mine);
      summary.then(
        ({ assessment, origin }) => {
          if (assessment.film.state === 'pending' || origin.kind === 'stored')
            mine.until = now + heldPendingMs;
        },
        () => {
          if (held.get(key) === mine) held.delete(key);
        },
      );
      dropOldest(held, heldAtMost);
      return summary;
    },
  };
}
