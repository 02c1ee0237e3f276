import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Access, Grant } from '../access.ts';
import type { Code } from './authorize.ts';
import type { Signer } from './signer.ts';
import { createTickets, type Tickets } from './tickets.ts';

/** An answer of the token endpoint: its status and its JSON. */
export type TokenAnswer = { readonly status: 200 | 400; readonly body: Readonly<Record<string, unknown>> };

export type Tokens = {
  /** The token endpoint. @see https://hl7.org/fhir/smart-app-launch/app-launch.html */
  readonly exchange: (form: Readonly<Record<string, unknown>>) => Promise<TokenAnswer>;
  /** RFC 7009, of an access or refresh token. */
  readonly revoke: (token: string) => void;
  /** RFC 7662. */
  readonly introspect: (token: string) => Readonly<Record<string, unknown>>;
};

type TokenParts = {
  readonly access: Access;
  readonly codes: Tickets<Code>;
  readonly signer: Signer;
  readonly clientId: string;
  /** The FHIR base, which is the issuer too. */
  readonly issuer: string;
};

const refreshLifeMs = 12 * 3_600_000;

const codeForm = z.object({
  grant_type: z.literal('authorization_code'),
  client_id: z.string(),
  code: z.string(),
  redirect_uri: z.string(),
  code_verifier: z.string().regex(/^[\w.~-]{43,128}$/),
});
const refreshForm = z.object({
  grant_type: z.literal('refresh_token'),
  client_id: z.string(),
  refresh_token: z.string(),
  scope: z.string().optional(),
});
const form = z.discriminatedUnion('grant_type', [codeForm, refreshForm]);

function refusal(error: string, description: string): TokenAnswer {
  return { status: 400, body: { error, error_description: description } };
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function grantOf({ context, scopes }: Code, clientId: string): Grant {
  const { patientId, encounterId, user } = context;
  return { clientId, scope: scopes.join(' '), patientId, ...(encounterId ? { encounterId } : {}), user };
}

/** What a launch tells the app beside its token. */
function launchParameters({ context }: Code) {
  const { patientId, encounterId, appContext, locale, isFramed } = context;
  return {
    patient: patientId,
    ...(encounterId ? { encounter: encounterId } : {}),
    ...(appContext ? { appContext } : {}),
    need_patient_banner: !isFramed,
    locale,
  };
}

/** Gives out tokens for codes and refresh tokens, each good once. */
function createIssuer({ access, codes, clientId, signer }: TokenParts) {
  const refreshes = createTickets<Code>(refreshLifeMs);

  const issue = async (code: Code): Promise<TokenAnswer> => {
    const { scopes } = code;
    const { accessToken, expiresInSeconds } = access.issue(grantOf(code, clientId));
    const isRenewable = scopes.includes('online_access') || scopes.includes('offline_access');
    return {
      status: 200,
      body: {
        access_token: accessToken,
        token_type: 'Bearer',
        expires_in: expiresInSeconds,
        scope: scopes.join(' '),
        ...launchParameters(code),
        ...(isRenewable ? { refresh_token: refreshes.issue(code) } : {}),
        ...(scopes.includes('openid') ? { id_token: await signer.sign(code, expiresInSeconds) } : {}),
      },
    };
  };

  return {
    forCode: async (asked: z.infer<typeof codeForm>): Promise<TokenAnswer> => {
      const code = codes.take(asked.code);
      if (!code) return refusal('invalid_grant', 'the code was used before, or is older than a minute');
      if (asked.redirect_uri !== code.request.redirectUri)
        return refusal('invalid_grant', 'redirect_uri is not the one of the authorization');
      if (challengeOf(asked.code_verifier) !== code.request.challenge)
        return refusal('invalid_grant', 'code_verifier does not belong to the code_challenge');
      return issue(code);
    },
    forRefresh: async (asked: z.infer<typeof refreshForm>): Promise<TokenAnswer> => {
      const code = refreshes.take(asked.refresh_token);
      if (!code) return refusal('invalid_grant', 'the refresh token was used, revoked, or is too old');
      const scopes = asked.scope?.split(' ') ?? code.scopes;
      return scopes.every((scope) => code.scopes.includes(scope))
        ? issue({ ...code, scopes })
        : refusal('invalid_scope', 'more was asked for than was granted');
    },
    forget: refreshes.take,
  };
}

/** Makes, renews, revokes and explains tokens. */
export function createTokens(parts: TokenParts): Tokens {
  const { access, clientId, issuer } = parts;
  const tokens = createIssuer(parts);
  return {
    exchange: async (fields) => {
      const parsed = form.safeParse(fields);
      if (!parsed.success)
        return refusal('invalid_request', z.prettifyError(parsed.error).replaceAll(/\s+/g, ' '));
      const asked = parsed.data;
      if (asked.client_id !== clientId) return refusal('invalid_client', 'no such client');
      return asked.grant_type === 'authorization_code' ? tokens.forCode(asked) : tokens.forRefresh(asked);
    },
    revoke: (token) => {
      access.revoke(token);
      tokens.forget(token);
    },
    introspect: (token) => {
      const bearer = access.bearerOf(token);
      if (bearer?.kind !== 'app') return { active: false };
      const { grant, expiresAt } = bearer;
      return {
        active: true,
        scope: grant.scope,
        client_id: grant.clientId,
        exp: Math.floor(expiresAt / 1000),
        iss: issuer,
        fhirUser: `${issuer}/${grant.user}`,
        patient: grant.patientId,
        ...(grant.encounterId ? { encounter: grant.encounterId } : {}),
      };
    },
  };
}
