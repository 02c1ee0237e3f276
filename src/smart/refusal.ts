import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ServiceError } from '../lib/errors.ts';
import { type Logger, nameOf } from '../lib/logger.ts';
import type { Refusal } from './contract.ts';

const failed: Refusal = {
  code: 'INTERNAL',
  message: 'Vigie failed to answer this call; its log names the cause',
};

/** An error as the contract words it: its code and its words; one that nobody meant is logged by name. @see Refusal */
export function answerRefusal(c: Context, error: Error, log: Logger): Response {
  // What is left of a body that was not read would be taken for the connection's next request.
  if (error instanceof ServiceError && error.status === 413) c.header('connection', 'close');
  c.header('cache-control', 'no-store');
  if (error instanceof ServiceError && error.status !== 500) {
    const { code, message, status } = error;
    return c.json({ code, message } satisfies Refusal, status as ContentfulStatusCode);
  }
  log.error({ error: nameOf(error) }, 'call failed');
  return c.json(failed, 500);
}
