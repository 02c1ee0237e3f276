import { type CardParts, toCards, topics } from '../../cards/to-cards.ts';
import { silencedBy, standingOn } from '../../contradictions/standing.ts';
import type { PatientOf } from '../../store/patient-key.ts';
import { type SummaryParts, type SummaryRequest, summarise } from '../../summary/summarise.ts';
import type { Definition } from '../definitions.ts';
import type { CdsService, HookAnswer } from '../service.ts';
import type { CallBody } from '../wire.ts';

export type CardServiceParts = SummaryParts & {
  readonly definitions: readonly Definition[];
  readonly cards: CardParts;
  /** The report on a film that stands here; undefined where none was signed for this patient. */
  readonly signedReportOf: (
    patient: PatientOf,
    film: { readonly sopInstanceUid: string; readonly studyInstanceUid: string },
  ) => Promise<{ readonly at: string } | undefined>;
};

const id = 'vigie-patient-summary';

function requestOf({ context, prefetch, fhirServer, fhirAuthorization }: CallBody): SummaryRequest {
  const { patientId, encounterId } = context;
  const accessToken = fhirAuthorization?.access_token;
  return {
    patientId,
    ...(encounterId ? { encounterId } : {}),
    ...(prefetch ? { prefetch } : {}),
    ...(fhirServer ? { fhir: { baseUrl: fhirServer, ...(accessToken ? { accessToken } : {}) } } : {}),
  };
}

/** The service behind `vigie-patient-summary`: one summary of film and chart for the patient in view. */
export function vigiePatientSummary(parts: CardServiceParts): CdsService {
  const call = async (body: CallBody): Promise<HookAnswer> => {
    const request = requestOf(body);
    const { assessment, cost } = await summarise(parts, request);
    const { film } = assessment;
    const [said, signed] = await Promise.all([
      parts.store.contradictions.of(request),
      film.state === 'read' ? parts.signedReportOf(request, film) : undefined,
    ]);
    const standing = standingOn(said, assessment);
    const silenced = silencedBy(standing, body.context.userId);
    const cards = toCards(assessment, parts.cards, { standing, signedAt: signed?.at }).filter(
      ({ source }) => silenced === undefined || source.topic.code !== topics.summary.code,
    );
    await parts.store.cards.save(
      cards.map((card) => ({
        card,
        assessmentId: assessment.id,
        hookInstance: body.hookInstance,
        serviceId: id,
        userId: body.context.userId,
      })),
    );
    const filmState = assessment.film.state;
    return {
      cards,
      extension: {
        'com.vigie.pending': filmState === 'pending',
        ...(silenced ? { 'com.vigie.silenced': { contradiction: silenced.id } } : {}),
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
