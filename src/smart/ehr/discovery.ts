import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { SourceUnavailable } from '../../lib/errors.ts';
import { askEhr } from './ask-ehr.ts';
import { type Ehr, isSafeAddress } from './registration.ts';

const endpoint = z.url({ protocol: /^https?$/ });

/** @see https://hl7.org/fhir/smart-app-launch/conformance.html#response */
const configuration = z.looseObject({
  issuer: z.string().optional(),
  jwks_uri: endpoint.optional(),
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  revocation_endpoint: endpoint.optional().catch(undefined),
  capabilities: z.array(z.string()).catch([]),
  scopes_supported: z.array(z.string()).catch([]),
  authorization_response_iss_parameter_supported: z.boolean().optional().catch(undefined),
});

/** Of OpenID Connect, where a SMART 1 server says its keys. */
const openidConfiguration = z.looseObject({
  issuer: z.string(),
  jwks_uri: endpoint,
  authorization_response_iss_parameter_supported: z.boolean().optional().catch(undefined),
});

/** What an EHR's authorisation server says of itself. */
export type AuthorisationServer = {
  readonly issuer?: string;
  readonly jwksUri?: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint?: string;
  readonly capabilities: readonly string[];
  readonly scopesSupported: readonly string[];
  /** Says that its answer to an authorisation request names the issuer. @see https://www.rfc-editor.org/rfc/rfc9207 */
  readonly namesIssuer: boolean;
};

/** Each EHR's authorisation server, asked at most every ten minutes. @throws SourceUnavailable */
export type Discovery = { readonly of: (ehr: Ehr) => Promise<AuthorisationServer> };

const keptMs = 600_000;

/** A record kept safe must not be handed on to an endpoint in the clear. */
function refuseDowngrade({ iss }: Ehr, endpoints: readonly (string | undefined)[]): void {
  const base = new URL(iss);
  const isAsSafe = (url: URL) =>
    base.protocol === 'https:' ? url.protocol === 'https:' : isSafeAddress(url) || !isSafeAddress(base);
  if (endpoints.some((endpoint) => endpoint !== undefined && !isAsSafe(new URL(endpoint))))
    throw new SourceUnavailable('ehr-endpoint-not-https');
}

async function readKeysOfOpenid(ehr: Ehr) {
  const answer = await askEhr(`${ehr.iss}/.well-known/openid-configuration`).catch(() => undefined);
  const parsed = openidConfiguration.safeParse(answer?.body);
  return parsed.success ? parsed.data : undefined;
}

async function discover(ehr: Ehr): Promise<AuthorisationServer> {
  const { status, body } = await askEhr(`${ehr.iss}/.well-known/smart-configuration`, {
    headers: { accept: 'application/json' },
  });
  if (status !== 200) throw new SourceUnavailable(`ehr-http-${status}`);
  const parsed = configuration.safeParse(body);
  if (!parsed.success) throw new SourceUnavailable('ehr-smart-configuration-invalid');
  const told = parsed.data;
  const openid = told.jwks_uri ? undefined : await readKeysOfOpenid(ehr);
  const { issuer, jwks_uri: jwksUri } = openid ?? told;
  refuseDowngrade(ehr, [told.authorization_endpoint, told.token_endpoint, told.revocation_endpoint, jwksUri]);
  return {
    ...(issuer ? { issuer } : {}),
    ...(jwksUri ? { jwksUri } : {}),
    authorizationEndpoint: told.authorization_endpoint,
    tokenEndpoint: told.token_endpoint,
    ...(told.revocation_endpoint ? { revocationEndpoint: told.revocation_endpoint } : {}),
    capabilities: told.capabilities,
    scopesSupported: told.scopes_supported,
    namesIssuer: [told, openid].some((each) => each?.authorization_response_iss_parameter_supported === true),
  };
}

export function createDiscovery(clock: Clock): Discovery {
  const known = new Map<string, { readonly at: number; readonly server: AuthorisationServer }>();
  return {
    of: async (ehr) => {
      const kept = known.get(ehr.iss);
      const now = clock.now().getTime();
      if (kept && now - kept.at < keptMs) return kept.server;
      const server = await discover(ehr);
      known.set(ehr.iss, { at: now, server });
      return server;
    },
  };
}
