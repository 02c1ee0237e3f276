import { type CardParts, toCards } from '../../cards/to-cards.ts';
import { type SummaryParts, type SummaryRequest, summarise } from '../../summary/summarise.ts';
import type { Definition } from '../definitions.ts';
import type { CdsService, HookAnswer } from '../service.ts';
import type { CallBody } from '../wire.ts';

export type CardServiceParts = SummaryParts & {
  readonly definitions: readonly Definition[];
  readonly cards: CardParts;
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
    const { assessment, cost } = await summarise(parts, requestOf(body));
    const cards = toCards(assessment, parts.cards);
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
