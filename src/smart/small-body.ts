import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { BadRequest } from '../lib/errors.ts';

const usualBytes = 16_384;

/** Refuses a body longer than anything a person types here, before it is read. */
export function smallBody(message: string, atMostBytes = usualBytes): MiddlewareHandler {
  return bodyLimit({
    maxSize: atMostBytes,
    onError: () => {
      throw new BadRequest(message);
    },
  });
}
