import { z } from 'zod';
import type { LaunchContext } from './launches.ts';
import { mayBeGranted } from './scopes.ts';
import type { Tickets } from './tickets.ts';

/** The one app registered here. */
export type Client = { readonly id: string; readonly launchUrl: string; readonly redirectUri: string };

/** A well-formed request for authorization by a registered app. */
export type AuthorizeRequest = {
  readonly redirectUri: string;
  readonly state: string;
  readonly scopes: readonly string[];
  readonly challenge: string;
  readonly nonce?: string;
};

/** What a code stands for. */
export type Code = {
  readonly request: AuthorizeRequest;
  readonly scopes: readonly string[];
  readonly context: LaunchContext;
};

export type AuthorizeOutcome =
  /** The app itself is not known: nobody is sent anywhere. */
  | { readonly kind: 'refused'; readonly because: string }
  | { readonly kind: 'back'; readonly to: string }
  | { readonly kind: 'ask'; readonly request: AuthorizeRequest };

export type AuthorizeParts = {
  readonly client: Client;
  readonly fhirUrl: string;
  readonly launches: Tickets<LaunchContext>;
  readonly codes: Tickets<Code>;
};

const parameters = z.object({
  response_type: z.literal('code', 'response_type must be code'),
  scope: z.string('scope is missing').min(1, 'scope is missing'),
  state: z.string('state is missing').min(1, 'state is missing'),
  code_challenge: z
    .string('PKCE is required: code_challenge is missing')
    .min(43, 'code_challenge is too short'),
  code_challenge_method: z.literal('S256', 'PKCE is required with code_challenge_method S256'),
  nonce: z.string().optional(),
  launch: z.string().optional(),
});

function withParams(url: string, params: Readonly<Record<string, string>>): string {
  const to = new URL(url);
  for (const [name, value] of Object.entries(params)) to.searchParams.set(name, value);
  return to.href;
}

/** The app's address with an error in it, as RFC 6749 4.1.2.1 says it. */
export function errorBack(
  { redirectUri, state }: Pick<AuthorizeRequest, 'redirectUri' | 'state'>,
  error: string,
  description: string,
): string {
  return withParams(redirectUri, { error, error_description: description, ...(state ? { state } : {}) });
}

/** The app's address with a code in it, good for one exchange. */
export function codeBack(codes: Tickets<Code>, code: Code): string {
  const { redirectUri, state } = code.request;
  return withParams(redirectUri, { code: codes.issue(code), state });
}

/** Reads a request for authorization. An EHR launch is answered at once: the clinician is logged in. */
export function authorize(parts: AuthorizeParts, asked: Readonly<Record<string, string>>): AuthorizeOutcome {
  const { client, fhirUrl, launches, codes } = parts;
  if (asked.client_id !== client.id)
    return { kind: 'refused', because: 'No app with this client_id is registered at this hospital.' };
  if (asked.redirect_uri !== client.redirectUri)
    return { kind: 'refused', because: 'The redirect_uri is not the one this app registered.' };
  const back = (error: string, description: string): AuthorizeOutcome => ({
    kind: 'back',
    to: errorBack({ redirectUri: client.redirectUri, state: asked.state ?? '' }, error, description),
  });
  const parsed = parameters.safeParse(asked);
  if (!parsed.success) return back('invalid_request', parsed.error.issues[0]?.message ?? 'malformed');
  if (asked.aud?.replace(/\/$/, '') !== fhirUrl) return back('invalid_request', `aud must be ${fhirUrl}`);
  const { scope, state, code_challenge: challenge, nonce, launch } = parsed.data;
  const scopes = [...new Set(scope.split(' '))].filter(mayBeGranted);
  const request = {
    redirectUri: client.redirectUri,
    state,
    scopes,
    challenge,
    ...(nonce ? { nonce } : {}),
  };
  if (launch === undefined) return { kind: 'ask', request };
  const context = launches.take(launch);
  if (!context) return back('invalid_request', 'this launch was used before, or is older than five minutes');
  return { kind: 'back', to: codeBack(codes, { request, scopes, context }) };
}
