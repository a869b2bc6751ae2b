import { Metadata, type CallOptions } from '@grpc/grpc-js';
import { context, propagation } from '@opentelemetry/api';
import { DomainError } from '@sla/kernel';
import type { ClientOptions, RequestOptions } from './options.js';
import { DEFAULT_DEADLINE_MS, MAX_CLIENT_DEADLINE_MS } from './limits.js';

/** What travels beside the message: who calls, in which language, for whom, and as part of which trace. */
export async function metadataOf(options: ClientOptions, request: RequestOptions): Promise<Metadata> {
  const token = await options.token?.();
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  const values = {
    ...carrier,
    authorization: token === undefined ? undefined : `Bearer ${token}`,
    'x-api-key': await options.apiKey?.(),
    'accept-language': options.locale ?? 'en',
    'x-sla-tenant': request.tenant ?? options.tenant,
    'x-sla-correlation': request.correlationId,
    'x-sla-causation': request.causationId,
  };
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) metadata.set(name, value);
  return metadata;
}

/** Unary calls always end; a request that names no deadline gets the client's. */
export const unarySettings = (options: ClientOptions, request: RequestOptions): CallOptions => ({
  deadline: deadlineIn(request.deadlineMs ?? options.deadlineMs ?? DEFAULT_DEADLINE_MS),
});

/** Streams last as long as somebody wants them to. */
export const streamSettings = ({ deadlineMs }: RequestOptions): CallOptions =>
  deadlineMs === undefined ? {} : { deadline: deadlineIn(deadlineMs) };

/** @throws DomainError invalid_argument beyond MAX_CLIENT_DEADLINE_MS: grpc-js would overflow its timer and cancel at once. */
function deadlineIn(ms: number): Date {
  if (!(ms > 0) || ms > MAX_CLIENT_DEADLINE_MS) {
    const params = { seconds: Math.round(ms / 1000), max: MAX_CLIENT_DEADLINE_MS / 1000 };
    throw new DomainError('invalid_argument', 'platform.deadline_too_long', params);
  }
  return new Date(Date.now() + ms);
}
