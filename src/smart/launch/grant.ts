import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { SourceUnavailable } from '../../lib/errors.ts';
import { type Logger, nameOf } from '../../lib/logger.ts';
import { createEhrClient } from '../../sources/fhir/client.ts';
import type { Store } from '../../store/store.ts';
import type { Viewer } from '../contract.ts';
import type { IdTokens } from '../ehr/id-token.ts';
import type { Ehr } from '../ehr/registration.ts';
import type { TokenAnswer } from '../ehr/token-endpoint.ts';
import { LaunchRefused } from '../pages/refused.ts';
import { type Grant, rightsIn } from '../session/sessions.ts';
import type { Launch } from './launches.ts';

export type GrantParts = {
  readonly idTokens: IdTokens;
  readonly store: Store;
  readonly log: Logger;
};

const viewerWaitMs = 2000;

const named = z.looseObject({
  name: z.array(
    z.looseObject({
      text: z.string().optional(),
      prefix: z.array(z.string()).default([]),
      given: z.array(z.string()).default([]),
      family: z.string().optional(),
    }),
  ),
});

/** The first name a resource carries, as one would say it. */
function nameIn(resource: unknown): string | undefined {
  const first = named.safeParse(resource).data?.name[0];
  if (!first) return undefined;
  return first.text ?? ([...first.prefix, ...first.given, first.family ?? ''].join(' ').trim() || undefined);
}

/** `fhirUser` grants the reading of that one resource; where it fails the person stays without a name. */
async function readName(ehr: Ehr, accessToken: string, reference: string): Promise<string | undefined> {
  const match = /^(Practitioner|PractitionerRole|Person|Patient|RelatedPerson)\/([A-Za-z0-9\-.]{1,64})$/.exec(
    reference,
  );
  if (!match) return undefined;
  const [, type = '', id = ''] = match;
  const client = createEhrClient({ baseUrl: ehr.iss, accessToken }, AbortSignal.timeout(viewerWaitMs));
  return nameIn(await client.read(type, id).catch(() => undefined));
}

async function viewerOf(claims: JWTPayload, ehr: Ehr, accessToken: string): Promise<Viewer> {
  const told = [claims.fhirUser, claims.profile].find((claim) => typeof claim === 'string');
  const id = told ? told.replace(`${ehr.iss}/`, '') : (claims.sub ?? '');
  const name =
    typeof claims.name === 'string' && claims.name !== ''
      ? claims.name
      : await readName(ehr, accessToken, id);
  return { id, ...(name ? { name } : {}) };
}

/** Verified, or absent where the server gives none; a wrong one ends the launch. */
async function claimsOf(
  { idTokens, log }: GrantParts,
  tokens: TokenAnswer,
  { ehr, server, nonce }: Launch,
): Promise<JWTPayload | undefined> {
  if (tokens.id_token === undefined) {
    log.warn(
      { ehr: ehr.name },
      'the EHR gave no id_token: this viewer has no name and may contradict nothing',
    );
    return undefined;
  }
  try {
    return await idTokens.verify(tokens.id_token, { ehr, server, nonce });
  } catch (cause) {
    log.warn({ ehr: ehr.name, error: nameOf(cause) }, 'id_token refused');
    const kind = cause instanceof SourceUnavailable ? 'ehr-unreachable' : 'ehr-not-trusted';
    throw new LaunchRefused(kind, ehr, { cause });
  }
}

/**
 * The context of a card is a bare id and no authorisation: it names an assessment only if that is of the token's own
 * patient at this EHR. Another patient's ends the launch; one that is not known here is left out.
 */
async function openedFromOf(
  { store: { assessments } }: GrantParts,
  appContext: string | undefined,
  { ehr, patientId }: { readonly ehr: Ehr; readonly patientId: string },
): Promise<string | undefined> {
  if (!appContext) return undefined;
  const own = await assessments.findOf({ patientId, fhir: { baseUrl: ehr.iss } }, appContext);
  if (own) return own.id;
  const other = await assessments.find(appContext);
  if (other && other.patientId !== patientId) throw new LaunchRefused('other-patient', ehr);
  return undefined;
}

/** What the tokens of a launch allow, each part checked. @throws LaunchRefused */
export async function checkGrant(parts: GrantParts, tokens: TokenAnswer, launch: Launch): Promise<Grant> {
  const { ehr, server, scope } = launch;
  const claims = await claimsOf(parts, tokens, launch);
  const patientId = tokens.patient;
  if (patientId === undefined) throw new LaunchRefused('no-patient', ehr);
  const openedFrom = await openedFromOf(parts, tokens.appContext, { ehr, patientId });
  // A server that grants what was asked for need not repeat it (RFC 6749, 5.1).
  const rights = rightsIn(ehr, tokens.scope ?? scope);
  if (rights.notGranted.includes('Patient')) throw new LaunchRefused('record-not-granted', ehr);
  const viewer = claims && (await viewerOf(claims, ehr, tokens.access_token));
  return {
    ehr,
    server,
    patientId,
    ...(tokens.encounter ? { encounterId: tokens.encounter } : {}),
    ...(viewer ? { viewer } : {}),
    needsPatientBanner: tokens.need_patient_banner ?? true,
    ...(tokens.locale ? { language: tokens.locale } : {}),
    ...(openedFrom ? { openedFrom } : {}),
    ...rights,
    tokens,
  };
}
