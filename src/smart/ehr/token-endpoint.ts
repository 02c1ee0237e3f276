import { z } from 'zod';
import { ServiceError, SourceUnavailable } from '../../lib/errors.ts';
import { askEhr } from './ask-ehr.ts';
import { signAssertion } from './client-key.ts';
import type { AuthorisationServer } from './discovery.ts';
import type { Ehr } from './registration.ts';

const fhirId = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/);

/** @see https://hl7.org/fhir/smart-app-launch/app-launch.html#response-5 */
const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
  scope: z.string().optional(),
  id_token: z.string().optional(),
  refresh_token: z.string().min(1).optional(),
  patient: fhirId.optional(),
  encounter: fhirId.optional().catch(undefined),
  appContext: z.string().optional().catch(undefined),
  need_patient_banner: z.boolean().optional().catch(undefined),
  locale: z.string().max(35).optional().catch(undefined),
});
export type TokenAnswer = z.infer<typeof tokenAnswer>;

const refusal = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) });

/** The EHR answered, and its answer is no: a code or refresh token that is not valid (any more). */
export class TokenRefused extends ServiceError {
  override readonly name = 'TokenRefused';
  override readonly code = 'TOKEN_REFUSED';
  override readonly status = 401;
}

/** Which client asks: nothing to prove for a public one, else a secret (Basic) or a signed assertion. */
async function identify({ authentication, clientId }: Ehr, endpoint: string) {
  const form = new URLSearchParams();
  const headers: Record<string, string> = { accept: 'application/json' };
  if (authentication.kind === 'secret') {
    const pair = [clientId, authentication.secret].map(encodeURIComponent).join(':');
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  } else {
    form.set('client_id', clientId);
  }
  if (authentication.kind === 'key') {
    form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    form.set('client_assertion', await signAssertion(authentication.key, clientId, endpoint));
  }
  return { form, headers };
}

async function post(ehr: Ehr, endpoint: string, fields: Readonly<Record<string, string>>) {
  const { form, headers } = await identify(ehr, endpoint);
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return askEhr(endpoint, { method: 'POST', body: form, headers });
}

/**
 * One grant turned into tokens.
 * @throws TokenRefused when the server says no, SourceUnavailable when it says nothing that can be used
 */
export async function requestTokens(
  ehr: Ehr,
  server: AuthorisationServer,
  grant: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
  const { status, body } = await post(ehr, server.tokenEndpoint, grant);
  if (status === 400 || status === 401 || status === 403) {
    const told = refusal.safeParse(body);
    throw new TokenRefused(told.success ? told.data.error : `http-${status}`);
  }
  const parsed = tokenAnswer.safeParse(body);
  if (status !== 200 || !parsed.success) throw new SourceUnavailable('ehr-token-answer-invalid');
  return parsed.data;
}

/** Tells the server that a token is done with (RFC 7009), where it has an endpoint for that; never fails. */
export async function revokeToken(ehr: Ehr, server: AuthorisationServer, token: string): Promise<void> {
  if (!server.revocationEndpoint) return;
  await post(ehr, server.revocationEndpoint, { token }).catch(() => undefined);
}
