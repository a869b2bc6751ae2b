/** What a caller did wrong; adapters map each kind to one gRPC status and one HTTP status. */
export type DomainErrorKind =
  | 'invalid_argument'
  | 'not_found'
  | 'already_exists'
  | 'failed_precondition'
  | 'aborted'
  | 'permission_denied'
  | 'unauthenticated'
  | 'resource_exhausted'
  | 'out_of_range'
  | 'unavailable';

/** One fault in the caller's input. `field` is a path such as `spec.objectives[2].target`; `line` is 1-based in the caller's own text. */
export interface FieldViolation {
  readonly field: string;
  /** Stable key of a text in libs/texts, for example `terms.target_above_100`. */
  readonly reason: string;
  /** Values that the text names; numbers are printed as they are. */
  readonly params?: Readonly<Record<string, string | number>>;
  readonly line?: number;
}

/**
 * A refusal that the caller can act on. `reason` is the stable key of a text in libs/texts
 * that says what was refused, why, and the way out.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly kind: DomainErrorKind,
    readonly reason: string,
    readonly params: Readonly<Record<string, string | number>> = {},
    readonly violations: readonly FieldViolation[] = [],
  ) {
    super(`${reason}${Object.keys(params).length > 0 ? ` ${JSON.stringify(params)}` : ''}`);
  }
}

/** A broken promise of our own code: never the caller's fault, always a bug report. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Asserts an invariant of our own; input of callers is checked with DomainError instead. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** The value, which our own code promised to be there. */
export function defined<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new InvariantError(`${what} is missing`);
  return value;
}
