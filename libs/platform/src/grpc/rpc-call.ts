import { randomUUID } from 'node:crypto';
import type {
  Metadata,
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
} from '@grpc/grpc-js';
import { DomainError, sha256Hex, type Caller, type Digest, type Principal } from '@sla/kernel';
import type { Credentials } from '../identity/authenticator.js';
import { certificateUris } from '../identity/certificate.js';
import { currentTraceparent } from '../telemetry/trace.js';
import type { AccessRule } from './access.js';
import type { Locale } from './status.js';

/** Longest request id; it is part of a primary key. */
export const MAX_REQUEST_ID_LENGTH = 200;
/** Longest correlation or causation id taken from a caller; longer ones are replaced, they only serve to join records. */
export const MAX_CORRELATION_ID_LENGTH = 200;

/** What a handler knows of the call it serves. */
export interface RpcCall {
  readonly caller: Caller;
  /** Aborted when the client cancels, the deadline passes, or the service shuts down. */
  readonly signal: AbortSignal;
}

export type AnyCall =
  | ServerUnaryCall<unknown, unknown>
  | ServerReadableStream<unknown, unknown>
  | ServerWritableStream<unknown, unknown>
  | ServerDuplexStream<unknown, unknown>;

const text = (metadata: Metadata, name: string): string | undefined => {
  const value = metadata.get(name)[0];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const id = (metadata: Metadata, name: string): string | undefined => {
  const value = text(metadata, name);
  return value === undefined || value.length > MAX_CORRELATION_ID_LENGTH ? undefined : value;
};

/** zh for every Chinese locale, en for all others. */
export const localeOf = (metadata: Metadata): Locale =>
  /^zh/i.test(text(metadata, 'accept-language') ?? '') ? 'zh-CN' : 'en';

/** What the call brings along to prove who makes it. */
export function credentialsOf(call: AnyCall): Credentials {
  const { metadata } = call;
  const authorization = text(metadata, 'authorization');
  const apiKey = text(metadata, 'x-api-key');
  const tenant = text(metadata, 'x-sla-tenant');
  const names = call.getAuthContext().sslPeerCertificate?.subjectaltname;
  return {
    ...(authorization !== undefined && { authorization }),
    ...(apiKey !== undefined && { apiKey }),
    ...(tenant !== undefined && { tenant }),
    ...(names !== undefined && { certificateUris: certificateUris(names) }),
  };
}

/** @throws DomainError permission_denied naming the roles that may call. */
export function authorise(principal: Principal, path: string, rule: AccessRule): void {
  if (rule.public || rule.roles.some((role) => principal.roles.includes(role))) return;
  throw new DomainError('permission_denied', 'platform.role_missing', {
    method: path.slice(1),
    roles: rule.roles.join(', '),
    own: principal.roles.join(', ') || '-',
  });
}

export interface CallerOptions {
  readonly path: string;
  readonly rule: AccessRule;
  readonly principal: Principal;
  readonly metadata: Metadata;
  /** The request message of a unary call, and its bytes for the fingerprint. */
  readonly request?: { readonly message: unknown; bytes(): Uint8Array };
  readonly digest: Digest;
}

/** @throws DomainError when a unary mutation lacks its request id. */
export function callerOf(options: CallerOptions): Caller {
  const { metadata, principal } = options;
  const traceparent = currentTraceparent();
  const causationId = id(metadata, 'x-sla-causation');
  const request = requestIdentity(options);
  return {
    principal,
    locale: localeOf(metadata),
    correlationId: id(metadata, 'x-sla-correlation') ?? randomUUID(),
    ...(causationId !== undefined && { causationId }),
    ...(traceparent !== undefined && { traceparent }),
    ...(request !== undefined && { request }),
  };
}

function requestIdentity({ path, rule, principal, request, digest }: CallerOptions): Caller['request'] {
  if (rule.effect !== 'mutation' || request === undefined) return undefined;
  const { requestId } = request.message as { readonly requestId?: string };
  if (requestId === undefined || requestId === '') {
    // A batch carries its own key, which is idempotent across callers.
    if (hasBatchKey(request.message)) return undefined;
    throw badRequestId('platform.request_id_required', {});
  }
  if (requestId.length > MAX_REQUEST_ID_LENGTH) {
    throw badRequestId('platform.request_id_too_long', { max: MAX_REQUEST_ID_LENGTH });
  }
  // PostgreSQL keeps no NUL in a text.
  if (requestId.includes('\0')) throw badRequestId('platform.request_id_with_nul', {});
  // One person may act for several parties: what was done for one is not an answer to another.
  const content = Buffer.concat([Buffer.from(`${principal.party ?? ''}\n`), request.bytes()]);
  return { method: path.slice(1), requestId, fingerprint: sha256Hex(digest, content) };
}

const badRequestId = (reason: string, params: Readonly<Record<string, number>>): DomainError =>
  new DomainError('invalid_argument', reason, params, [{ field: 'request_id', reason, params }]);

const hasBatchKey = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'batch' in message;
