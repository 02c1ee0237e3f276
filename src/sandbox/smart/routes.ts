import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Access, tokenOf } from '../access.ts';
import { staffIdOf } from '../patients/staff.ts';
import {
  type AuthorizeOutcome,
  type AuthorizeRequest,
  authorize,
  type Client,
  type Code,
  codeBack,
  errorBack,
} from './authorize.ts';
import { type Choice, consentPage, refusalPage } from './consent-page.ts';
import type { LaunchContext } from './launches.ts';
import { createSigner } from './signer.ts';
import { createTickets, type Tickets } from './tickets.ts';
import { createTokens } from './tokens.ts';

export type SmartParts = {
  readonly access: Access;
  readonly client: Client;
  readonly fhirUrl: string;
  readonly launches: Tickets<LaunchContext>;
  readonly staff: readonly Choice[];
  readonly patients: () => Promise<readonly Choice[]>;
};

const codeLifeMs = 60_000;
const signInLifeMs = 15 * 60_000;
const largestBody = 64 * 1024;

async function formOf(c: Context): Promise<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(await c.req.text()));
}

/** A form may lead to the app only, and lies in no page but this hospital's own. */
function policyFor({ redirectUri }: Client): Record<string, string> {
  const form = `form-action 'self' ${new URL(redirectUri).origin}`;
  return {
    'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'self'; ${form}`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

/** The hospital's authorization server, for the one app that is registered. */
export async function smartRoutes(parts: SmartParts): Promise<Hono> {
  const { access, client, fhirUrl, launches } = parts;
  const routes = new Hono();
  const codes = createTickets<Code>(codeLifeMs);
  const signIns = createTickets<AuthorizeRequest>(signInLifeMs);
  const signer = await createSigner(fhirUrl, client.id);
  const tokens = createTokens({ access, codes, clientId: client.id, issuer: fhirUrl, signer });
  const headers = policyFor(client);
  const refuse = (c: Context, because: string) => c.html(refusalPage(because), 400, headers);

  const answer = async (c: Context, outcome: AuthorizeOutcome): Promise<Response> => {
    if (outcome.kind === 'refused') return refuse(c, outcome.because);
    if (outcome.kind === 'back') return c.redirect(outcome.to, 302);
    const { request } = outcome;
    const choices = { staff: parts.staff, patients: await parts.patients() };
    const ticket = signIns.issue(request);
    return c.html(consentPage({ ticket, scopes: request.scopes, ...choices }), 200, headers);
  };

  routes.use('*', bodyLimit({ maxSize: largestBody }));
  routes.get('/authorize', (c) => answer(c, authorize({ client, fhirUrl, launches, codes }, c.req.query())));
  routes.post('/authorize', async (c) =>
    answer(c, authorize({ client, fhirUrl, launches, codes }, await formOf(c))),
  );

  routes.post('/decision', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const request = signIns.take(form.get('ticket') ?? '');
    if (!request)
      return refuse(c, 'This page was answered before, or waited too long. Open Vigie again to begin anew.');
    if (form.get('decision') !== 'allow')
      return c.redirect(errorBack(request, 'access_denied', 'the clinician did not allow it'), 302);
    const allowed = form.getAll('scope');
    const patientId = form.get('patient') ?? '';
    if (!(await parts.patients()).some(({ id }) => id === patientId))
      return refuse(c, 'No such patient is in this record.');
    const context = {
      patientId,
      user: `Practitioner/${staffIdOf(form.get('user') ?? undefined)}`,
      locale: form.get('locale') ?? 'en',
      isFramed: false,
    };
    const scopes = request.scopes.filter((scope) => allowed.includes(scope));
    return c.redirect(codeBack(codes, { request, scopes, context }), 302);
  });

  routes.post('/token', async (c) => {
    const { status, body } = await tokens.exchange(await formOf(c));
    return c.json(body, status, { 'cache-control': 'no-store', pragma: 'no-cache' });
  });
  routes.post('/revoke', async (c) => {
    tokens.revoke((await formOf(c)).token ?? '');
    return c.body(null, 200);
  });
  routes.post('/introspect', async (c) => {
    if (!access.bearerOf(tokenOf(c.req.header('authorization'))))
      return c.json(
        { error: 'invalid_client', error_description: 'send a bearer token of this hospital' },
        401,
      );
    return c.json(tokens.introspect((await formOf(c)).token ?? ''));
  });
  routes.get('/keys', (c) => c.json(signer.keys));
  return routes;
}
