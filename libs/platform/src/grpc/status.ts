import { Metadata, status } from '@grpc/grpc-js';
import { Any, rpcV1 } from '@sla/contracts';
import { DomainError, InvariantError, type DomainErrorKind, type FieldViolation } from '@sla/kernel';
import { tryRender } from '@sla/texts';

/** ErrorInfo.domain of every error of the suite. */
export const ERROR_DOMAIN = 'sla-suite';
export const STATUS_DETAILS = 'grpc-status-details-bin';
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
  readonly metadata: Metadata;
}

/** The one place where an error becomes a gRPC status. Faults of our own tell the caller nothing but a trace id. */
export function failureOf(error: unknown, locale: Locale, traceId: string): GrpcFailure {
  if (error instanceof DomainError) return describe(error, locale);
  return describe(new DomainError('unavailable', 'platform.internal', { traceId }), locale, status.INTERNAL);
}

/** True for errors that are our fault and belong in the log. */
export const isOurFault = (error: unknown): boolean =>
  !(error instanceof DomainError) || error instanceof InvariantError;

function describe(error: DomainError, locale: Locale, code = STATUS_OF[error.kind]): GrpcFailure {
  const text = textOf(error.reason, error.params, locale);
  const details = [
    pack('google.rpc.ErrorInfo', rpcV1.ErrorInfo, {
      reason: error.reason,
      domain: ERROR_DOMAIN,
      metadata: stringsOf(error.params),
    }),
    pack('google.rpc.LocalizedMessage', rpcV1.LocalizedMessage, { locale, message: text }),
    ...(error.violations.length === 0 ? [] : [badRequest(error.violations, locale)]),
  ];
  const metadata = new Metadata();
  const message = asciiOf(textOf(error.reason, error.params, 'en'));
  metadata.set(STATUS_DETAILS, Buffer.from(rpcV1.Status.encode({ code, message, details }).finish()));
  return { code, details: message, metadata };
}

interface Encoder<M> {
  encode(message: M): { finish(): Uint8Array };
}

const pack = <M>(type: string, codec: Encoder<M>, message: M): Any => ({
  typeUrl: `type.googleapis.com/${type}`,
  value: Buffer.from(codec.encode(message).finish()),
});

/** Most field violations that one answer carries: gRPC clients accept about 8 KiB of trailers. */
export const MAX_VIOLATIONS = 20;

function badRequest(violations: readonly FieldViolation[], locale: Locale): Any {
  const shown = violations.slice(0, MAX_VIOLATIONS).map((violation) => ({
    field: violation.line === undefined ? violation.field : `${violation.field} (line ${violation.line})`,
    description: textOf(violation.reason, violation.params ?? {}, locale),
    reason: violation.reason,
    localizedMessage: undefined,
  }));
  return pack('google.rpc.BadRequest', rpcV1.BadRequest, { fieldViolations: shown });
}

const textOf = (reason: string, params: Readonly<Record<string, string | number>>, locale: Locale): string =>
  tryRender(reason, params, locale) ?? `${reason} ${JSON.stringify(params)}`;

const stringsOf = (params: Readonly<Record<string, string | number>>): Record<string, string> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));

/** The status message travels as an HTTP/2 header. */
const asciiOf = (text: string): string => text.replace(/[^\x20-\x7e]/gu, '?');
