import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type HookParts, hookRoutes } from './hooks/routes.ts';
import { ServiceError } from './lib/errors.ts';
import { nameOf } from './lib/logger.ts';
import { type ModelCardParts, modelCardRoutes } from './smart/model-card-routes.ts';
import { type PatientRouteParts, patientRoutes } from './smart/patient-routes.ts';
import { type SmartParts, smartRoutes } from './smart/routes.ts';

export type Health = {
  readonly status: 'ok' | 'unavailable';
  readonly [part: string]: unknown;
};

export type AppParts = HookParts &
  PatientRouteParts &
  SmartParts &
  ModelCardParts & { readonly health: () => Promise<Health> };

const issueCodes: Readonly<Record<number, string>> = {
  400: 'invalid',
  403: 'forbidden',
  404: 'not-found',
  412: 'required',
  413: 'too-long',
  415: 'not-supported',
  502: 'transient',
};

/** @see https://hl7.org/fhir/R4/operationoutcome.html */
function operationOutcome(status: number, diagnostics: string) {
  const code = issueCodes[status] ?? 'exception';
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, diagnostics }] };
}

/** The whole HTTP face: the edges mounted, and the one place where an error becomes a status. */
export function createApp(parts: AppParts): Hono {
  const app = new Hono();
  app.get('/health', async (c) => {
    const health = await parts.health();
    return c.json(health, health.status === 'ok' ? 200 : 503);
  });
  app.route('/cds-services', hookRoutes(parts));
  app.route('/smart', smartRoutes(parts));
  app.route('/patients', patientRoutes(parts));
  app.route('/model-cards', modelCardRoutes(parts));
  app.notFound((c) =>
    c.json(operationOutcome(404, 'nothing lives at this address; try GET /cds-services'), 404),
  );
  app.onError((error, c) => {
    if (error instanceof ServiceError && (error.status < 500 || error.status === 502)) {
      // What is left of a body that was not read would be taken for the connection's next request.
      if (error.status === 413) c.header('connection', 'close');
      return c.json(operationOutcome(error.status, error.message), error.status as ContentfulStatusCode);
    }
    parts.log.error({ error: nameOf(error) }, 'call failed');
    return c.json(operationOutcome(500, 'Vigie failed to answer this call; its log names the cause'), 500);
  });
  return app;
}
