/** An error with a stable public code and no patient data; its message may be shown to the caller. */
export class ServiceError extends Error {
  readonly code: string = 'INTERNAL';
  readonly status: number = 500;
}

/** A part needed to start or serve is missing or not what its manifest says. */
export class ManifestMismatch extends ServiceError {
  override readonly name = 'ManifestMismatch';
  override readonly code = 'MANIFEST_MISMATCH';
}

/** The request cannot be understood; the message names the fault. */
export class BadRequest extends ServiceError {
  override readonly name = 'BadRequest';
  override readonly code = 'BAD_REQUEST';
  override readonly status = 400;
}

/** What was asked for does not exist here. */
export class NotFound extends ServiceError {
  override readonly name = 'NotFound';
  override readonly code = 'NOT_FOUND';
  override readonly status = 404;
}

/** CDS Hooks 2.0: data the service needs could be had neither from prefetch nor from the FHIR server. */
export class PrefetchMissing extends ServiceError {
  override readonly name = 'PrefetchMissing';
  override readonly code = 'PREFETCH_MISSING';
  override readonly status = 412;
}

/** A neighbour (FHIR server, PACS) did not answer usefully. `reason` is safe to show. */
export class SourceUnavailable extends ServiceError {
  override readonly name = 'SourceUnavailable';
  override readonly code = 'SOURCE_UNAVAILABLE';
  /** Bad gateway, or its timeout. */
  override readonly status: number;
  readonly reason: string;
  constructor(reason: string, options?: ErrorOptions) {
    super(`a source is unavailable: ${reason}`, options);
    this.reason = reason;
    this.status = reason === 'timeout' ? 504 : 502;
  }
}
