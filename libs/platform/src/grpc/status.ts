import { Metadata, status } from '@grpc/grpc-js';
import { Any, rpcV1 } from '@sla/contracts';
import { DomainError, type DomainErrorKind, type FieldViolation } from '@sla/kernel';
import { tryRender } from '@sla/texts';
import { transientFailure } from '../sql/storage-failure.js';

/** ErrorInfo.domain of every error of the suite. */
export const ERROR_DOMAIN = 'sla-suite';
/** Trailer with the google.rpc.Status of a failed call. */
export const STATUS_DETAILS = 'grpc-status-details-bin';
/** ErrorInfo metadata with the number of violations when not all of them fit into the answer. */
export const VIOLATIONS_TOTAL = 'violations_total';
/**
 * Most bytes of a google.rpc.Status: it travels base64-encoded in a trailer, and clients built on the C library
 * (Python, Ruby, PHP) accept 8 KiB of trailers.
 */
export const MAX_STATUS_BYTES = 5_500;
export type Locale = 'en' | 'zh-CN';

const STATUS_OF: Readonly<Record<DomainErrorKind, status>> = {
  invalid_argument: status.INVALID_ARGUMENT,
  not_found: status.NOT_FOUND,
  already_exists: status.ALREADY_EXISTS,
  failed_precondition: status.FAILED_PRECONDITION,
  aborted: status.ABORTED,
  permission_denied: status.PERMISSION_DENIED,
  unauthenticated: status.UNAUTHENTICATED,
  resource_exhausted: status.RESOURCE_EXHAUSTED,
  out_of_range: status.OUT_OF_RANGE,
  unavailable: status.UNAVAILABLE,
};

/** What grpc-js takes as the answer to a failed call. */
export interface GrpcFailure {
  readonly code: status;
  readonly details: string;
  readonly metadata?: Metadata;
}

/** The one place where an error becomes a gRPC status. Faults of our own tell the caller nothing but a trace id. */
export function failureOf(error: unknown, locale: Locale, traceId: string): GrpcFailure {
  const refusal = error instanceof DomainError ? error : transientFailure(error);
  if (refusal !== undefined) return describe(refusal, locale, STATUS_OF[refusal.kind]);
  const internal = new DomainError('unavailable', 'platform.internal', { traceId: traceId || '-' });
  return describe(internal, locale, status.INTERNAL);
}

/** True for errors that are our fault and belong in the log. */
export const isOurFault = (error: unknown): boolean => !(error instanceof DomainError);

function describe(error: DomainError, locale: Locale, code: status): GrpcFailure {
  const { reason, params } = error;
  const message = asciiOf(textOf(reason, params, 'en'));
  const localized = { locale, message: textOf(reason, params, locale) };
  const violations = error.violations.map((violation) => fieldViolation(violation, locale));
  const encode = (shown: number): Buffer => {
    const total: Record<string, string> =
      shown === violations.length ? {} : { [VIOLATIONS_TOTAL]: String(violations.length) };
    const info = { reason, domain: ERROR_DOMAIN, metadata: { ...stringsOf(params), ...total } };
    const details = [
      pack('google.rpc.ErrorInfo', rpcV1.ErrorInfo, info),
      pack('google.rpc.LocalizedMessage', rpcV1.LocalizedMessage, localized),
      ...(shown === 0 ? [] : [badRequest(violations.slice(0, shown))]),
    ];
    return Buffer.from(rpcV1.Status.encode({ code, message, details }).finish());
  };
  const metadata = new Metadata();
  metadata.set(STATUS_DETAILS, longestThatFits(violations.length, encode));
  return { code, details: message, metadata };
}

/** The encoding with as many violations as fit, found by halving. */
function longestThatFits(count: number, encode: (shown: number) => Buffer): Buffer {
  const all = encode(count);
  if (all.length <= MAX_STATUS_BYTES) return all;
  let [fits, tooMany] = [0, count];
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (encode(middle).length <= MAX_STATUS_BYTES) fits = middle;
    else tooMany = middle;
  }
  return encode(fits);
}

interface Encoder<M> {
  encode(message: M): { finish(): Uint8Array };
}

const pack = <M>(type: string, codec: Encoder<M>, message: M): Any => ({
  typeUrl: `type.googleapis.com/${type}`,
  value: Buffer.from(codec.encode(message).finish()),
});

const badRequest = (fieldViolations: rpcV1.BadRequest_FieldViolation[]): Any =>
  pack('google.rpc.BadRequest', rpcV1.BadRequest, { fieldViolations });

const fieldViolation = (violation: FieldViolation, locale: Locale): rpcV1.BadRequest_FieldViolation => ({
  field: violation.line === undefined ? violation.field : `${violation.field} (line ${violation.line})`,
  description: textOf(violation.reason, violation.params ?? {}, locale),
  reason: violation.reason,
  localizedMessage: undefined,
});

/** The text of a reason; without one, or when a figure of it is missing, the reason itself: a refusal must not fail. */
function textOf(reason: string, params: Readonly<Record<string, string | number>>, locale: Locale): string {
  const bare = `${reason} ${JSON.stringify(params)}`;
  try {
    return tryRender(reason, params, locale) ?? bare;
  } catch {
    return bare;
  }
}

/** Longest value of a parameter: callers' own texts come back in them. */
const MAX_PARAMETER_LENGTH = 500;

const stringsOf = (params: Readonly<Record<string, string | number>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, String(value).slice(0, MAX_PARAMETER_LENGTH)]),
  );

/** Longest status message: it travels in a header beside the details. */
const MAX_MESSAGE_LENGTH = 1_000;

/** The status message travels as an HTTP/2 header. */
const asciiOf = (text: string): string => text.replace(/[^\x20-\x7e]/gu, '?').slice(0, MAX_MESSAGE_LENGTH);
