import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { BadRequest, NotFound, ServiceError } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import { type FeedbackParts, keepFeedback } from './feedback.ts';
import type { CdsService } from './service.ts';
import { parseCall, parseFeedback } from './wire.ts';

export type HookParts = FeedbackParts & {
  readonly services: readonly CdsService[];
  readonly log: Logger;
  readonly bodyLimitBytes: number;
  /** FHIR base addresses a call may name; empty means any. */
  readonly fhirServers: readonly string[];
};

class Forbidden extends ServiceError {
  override readonly name = 'Forbidden';
  override readonly code = 'FHIR_SERVER_NOT_ALLOWED';
  override readonly status = 403;
}

class TooLarge extends ServiceError {
  override readonly name = 'TooLarge';
  override readonly code = 'BODY_TOO_LARGE';
  override readonly status = 413;
}

class NotJson extends ServiceError {
  override readonly name = 'NotJson';
  override readonly code = 'NOT_JSON';
  override readonly status = 415;
}

type Incoming = {
  readonly header: (name: string) => string | undefined;
  readonly text: () => Promise<string>;
};

async function readJson(request: Incoming): Promise<unknown> {
  const type = request.header('content-type') ?? '';
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type)) throw new NotJson('send application/json');
  try {
    return JSON.parse(await request.text());
  } catch (cause) {
    throw new BadRequest('the body is not valid JSON', { cause });
  }
}

function serviceOf(services: readonly CdsService[], id: string): CdsService {
  const service = services.find((candidate) => candidate.id === id);
  if (service) return service;
  throw new NotFound(
    `no such CDS service; GET /cds-services lists them: ${services.map((s) => s.id).join(', ')}`,
  );
}

function refuseForeignServer(fhirServer: string | undefined, allowed: readonly string[]): void {
  if (fhirServer === undefined || allowed.length === 0) return;
  const bare = (url: string) => url.replace(/\/+$/, '');
  if (!allowed.map(bare).includes(bare(fhirServer))) {
    throw new Forbidden('this fhirServer is not on the list of servers Vigie may read (VIGIE_FHIR_SERVERS)');
  }
}

/** The CDS Hooks endpoints: discovery, call and feedback. @see https://cds-hooks.hl7.org/2.0/ */
export function hookRoutes(parts: HookParts): Hono {
  const { services, log, bodyLimitBytes, fhirServers } = parts;
  const routes = new Hono();
  const limit = bodyLimit({
    maxSize: bodyLimitBytes,
    onError: () => {
      throw new TooLarge(`the body is over the limit of ${bodyLimitBytes} bytes (VIGIE_BODY_LIMIT_MB)`);
    },
  });
  routes.use(
    '*',
    cors({ origin: '*', allowMethods: ['GET', 'POST'], allowHeaders: ['authorization', 'content-type'] }),
  );
  routes.get('/', (c) => c.json({ services: services.flatMap(({ definitions }) => definitions) }));

  routes.post('/:id', limit, async (c) => {
    const started = performance.now();
    const service = serviceOf(services, c.req.param('id'));
    const body = parseCall(await readJson(c.req));
    if (!service.definitions.some(({ hook }) => hook === body.hook)) {
      throw new BadRequest(
        `this service answers ${service.definitions.map(({ hook }) => hook).join(' and ')} only`,
      );
    }
    if (body.hook === 'encounter-start' && body.context.encounterId === undefined) {
      throw new BadRequest(
        'the CDS Hooks request is not valid: context.encounterId: is required for encounter-start',
      );
    }
    refuseForeignServer(body.fhirServer, fhirServers);
    const answer = await service.call(body);
    const ms = Math.round(performance.now() - started);
    log.info(
      { service: service.id, hook: body.hook, ms, cards: answer.cards.length, ...answer.log },
      'hook answered',
    );
    return c.json({ cards: answer.cards, extension: answer.extension });
  });

  routes.post('/:id/feedback', limit, async (c) => {
    const service = serviceOf(services, c.req.param('id'));
    const { feedback } = parseFeedback(await readJson(c.req));
    const outcomes = [];
    for (const entry of feedback) outcomes.push(await keepFeedback(parts, service.id, entry));
    log.info({ service: service.id, stored: outcomes.filter((o) => o === 'stored').length }, 'feedback kept');
    return c.json({});
  });
  return routes;
}
