import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { BadRequest } from '../lib/errors.ts';

const atMostBytes = 16_384;

/** Refuses a body longer than anything a person types here, before it is read. */
export function smallBody(message: string): MiddlewareHandler {
  return bodyLimit({
    maxSize: atMostBytes,
    onError: () => {
      throw new BadRequest(message);
    },
  });
}
