import { type AssessParts, assess } from '../../assessment/assess.ts';
import { type CardParts, toCards } from '../../cards/to-cards.ts';
import type { Chart } from '../../chart/chart.ts';
import type { ReadingRoom } from '../../reading-room/reading-room.ts';
import { retrieveFilm } from '../../sources/dicomweb/wado.ts';
import { gather } from '../../sources/gather.ts';
import type { Store } from '../../store/store.ts';
import type { Definition } from '../definitions.ts';
import type { CdsService, HookAnswer } from '../service.ts';
import type { CallBody } from '../wire.ts';

export type SummaryParts = AssessParts & {
  readonly definitions: readonly Definition[];
  readonly cards: CardParts;
  readonly store: Store;
  readonly readingRoom: ReadingRoom;
  readonly callDeadlineMs: number;
  readonly filmBudgetMs: number;
  readonly dicomweb: {
    readonly url?: string;
    readonly authorization?: string;
    readonly origins: readonly string[];
  };
};

const id = 'vigie-patient-summary';
const modelsMs = 400;

/** What is left of the deadline for gathering, once the film's wait and the models have theirs. */
function gatherMs({ callDeadlineMs, filmBudgetMs }: SummaryParts): number {
  return Math.max(callDeadlineMs - filmBudgetMs - modelsMs, callDeadlineMs / 2);
}

function gatherFor(parts: SummaryParts, body: CallBody) {
  const token = body.fhirAuthorization?.access_token;
  const { patientId, encounterId } = body.context;
  return gather({
    patientId,
    ...(encounterId ? { encounterId } : {}),
    ...(body.prefetch ? { prefetch: body.prefetch } : {}),
    ...(body.fhirServer
      ? { fhir: { baseUrl: body.fhirServer, ...(token ? { accessToken: token } : {}) } }
      : {}),
    asOf: parts.clock.now().toISOString(),
    signal: AbortSignal.timeout(gatherMs(parts)),
  });
}

function readFilm(parts: SummaryParts, body: CallBody, chart: Chart) {
  const { dicomweb } = parts;
  const token = body.fhirAuthorization?.access_token;
  const fhirOrigins = body.fhirServer ? [new URL(body.fhirServer).origin] : [];
  const access = {
    ...(dicomweb.url ? { baseUrl: dicomweb.url } : {}),
    ...(dicomweb.authorization ? { authorization: dicomweb.authorization } : {}),
    ...(token ? { accessToken: token } : {}),
    tokenOrigins: [...dicomweb.origins, ...fhirOrigins],
    onlyOrigins: dicomweb.origins.length > 0 ? [...dicomweb.origins, ...fhirOrigins] : [],
  };
  return parts.readingRoom.outcomeFor(
    chart,
    (study, signal) => retrieveFilm(study, { ...access, signal }),
    parts.filmBudgetMs,
  );
}

/** The service behind `vigie-patient-summary`: one summary of film and chart for the patient in view. */
export function vigiePatientSummary(parts: SummaryParts): CdsService {
  const call = async (body: CallBody): Promise<HookAnswer> => {
    const { chart, cost } = await gatherFor(parts, body);
    const film = await readFilm(parts, body, chart);
    const assessment = await assess(parts, chart, film);
    const cards = toCards(assessment, parts.cards);
    await parts.store.assessments.save(assessment);
    await parts.store.cards.save(
      cards.map((card) => ({
        card,
        assessmentId: assessment.id,
        hookInstance: body.hookInstance,
        serviceId: id,
      })),
    );
    const filmState = assessment.film.state;
    return {
      cards,
      extension: {
        'com.vigie.pending': filmState === 'pending',
        'com.vigie.assessment': {
          id: assessment.id,
          film: filmState,
          ...(assessment.film.state === 'read' ? {} : { filmBecause: assessment.film.because }),
        },
      },
      log: {
        film: filmState,
        risk: assessment.risk.kind,
        gaps: assessment.gaps.map(({ modality, reason }) => `${modality}:${reason}`),
        models: assessment.models,
        fhirRequests: cost.fhirRequests,
        gatherMs: Math.round(cost.ms),
      },
    };
  };
  return { id, definitions: parts.definitions.filter((definition) => definition.id === id), call };
}
