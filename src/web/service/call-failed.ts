type Fault = {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly pacsUrl?: string | undefined;
};

/** A call that brought no answer. `code` is stable: the server's own, or `OFFLINE` where it was not reached. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  readonly code: string;
  /** 0 where there was no answer at all. */
  readonly status: number;
  /** Where else a film that is not shown can be seen. */
  readonly pacsUrl: string | undefined;
  constructor({ code, status, message, pacsUrl }: Fault) {
    super(message);
    this.pacsUrl = pacsUrl;
    this.code = code;
    this.status = status;
  }
}

/** Any error as the failed call it stands for. */
export function toCallFailed(error: unknown): CallFailed {
  if (error instanceof CallFailed) return error;
  const message = error instanceof Error ? error.message : 'unknown fault';
  return new CallFailed({ code: 'OFFLINE', status: 0, message });
}

/** The session is over, or was never one: only a new sign-in helps. */
export function isExpired({ status, code }: CallFailed): boolean {
  return status === 401 || code === 'SESSION_EXPIRED';
}
