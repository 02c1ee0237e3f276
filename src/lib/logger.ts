import { pino } from 'pino';

/** One wide line per call; never a patient's name, id or value. */
export type Logger = {
  readonly info: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly error: (fields: Readonly<Record<string, unknown>>, message: string) => void;
};

/** JSON lines on standard error at the given level (`silent` in tests). */
export function createLogger(level: string): Logger {
  return pino({ level, base: null }, pino.destination(2));
}

/** What may be said of a failure in a log: its class and code, not its text, which can quote a record. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? `${error.name}:${error.code}` : error.name;
}
