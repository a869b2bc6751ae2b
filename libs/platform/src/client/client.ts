import { randomUUID } from 'node:crypto';
import {
  Client,
  credentials,
  Metadata,
  status,
  type CallOptions,
  type ChannelCredentials,
  type ClientReadableStream,
  type ClientWritableStream,
  type MethodDefinition,
  type ServiceError,
} from '@grpc/grpc-js';
import { context, propagation } from '@opentelemetry/api';
import { DomainError } from '@sla/kernel';
import type { TokenSource } from './token-source.js';
import { rpcErrorOf } from './rpc-error.js';

/** Deadline of a unary call that names none. */
export const DEFAULT_DEADLINE_MS = 15_000;
/** Longest deadline: timers overflow beyond 24.8 days, and no service accepts more than an hour. */
export const MAX_CLIENT_DEADLINE_MS = 3_600_000;
/** Largest message in either direction. */
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

export interface ClientOptions {
  /** `host:port`, or `dns:///host:port` to balance over all addresses. */
  readonly address: string;
  readonly token?: TokenSource;
  readonly locale?: 'en' | 'zh-CN';
  readonly deadlineMs?: number;
  readonly channelCredentials?: ChannelCredentials;
  /** Tenant for which a service acts. */
  readonly tenant?: string;
}

export interface RequestOptions {
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
  readonly tenant?: string;
  readonly correlationId?: string;
}

// oxlint-disable-next-line typescript/no-explicit-any -- the generated definitions differ per method; variance forces any here
type Definition = Readonly<Record<string, MethodDefinition<any, any>>>;

type Call<M> = M extends {
  requestStream: infer RS;
  responseStream: infer PS;
  requestSerialize(v: infer I): Buffer;
  responseDeserialize(b: Buffer): infer O;
}
  ? RS extends true
    ? (options?: RequestOptions) => ClientStream<I, O>
    : PS extends true
      ? (request: I, options?: RequestOptions) => AsyncIterable<O>
      : (request: I, options?: RequestOptions) => Promise<O>
  : never;

/** Methods of a definition as promises, writable streams and async iterables. Failures are SlaRpcErrors. */
export type GrpcClient<S> = { readonly [K in keyof S]: Call<S[K]> } & { close(): void };

/** A client stream: `send` waits while the service is slower than the sender. */
export interface ClientStream<I, O> {
  send(message: I): Promise<void>;
  /** Ends the stream and waits for the answer. */
  finish(): Promise<O>;
  cancel(): void;
}

const SERVICE_CONFIG = JSON.stringify({
  loadBalancingConfig: [{ round_robin: {} }],
  methodConfig: [
    {
      name: [{}],
      retryPolicy: {
        maxAttempts: 4,
        initialBackoff: '0.1s',
        maxBackoff: '2s',
        backoffMultiplier: 2,
        retryableStatusCodes: ['UNAVAILABLE'],
      },
    },
  ],
});

/** A typed client of one service. Mutations without request id get one, so that a retry cannot act twice. */
export function grpcClient<S extends Definition>(definition: S, options: ClientOptions): GrpcClient<S> {
  const client = new Client(options.address, options.channelCredentials ?? credentials.createInsecure(), {
    'grpc.service_config': SERVICE_CONFIG,
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
  });
  const api: Record<string, unknown> = { close: () => client.close() };
  for (const [key, method] of Object.entries(definition)) api[key] = bind(client, method, options);
  return api as GrpcClient<S>;
}

function bind(client: Client, method: MethodDefinition<unknown, unknown>, options: ClientOptions): unknown {
  if (method.requestStream) return (request?: RequestOptions) => clientStream(client, method, options, request ?? {});
  if (method.responseStream) {
    return (message: unknown, request?: RequestOptions) =>
      serverStream(client, method, options, message, request ?? {});
  }
  return (message: unknown, request?: RequestOptions) => unary(client, method, options, message, request ?? {});
}

async function unary(
  client: Client,
  method: MethodDefinition<unknown, unknown>,
  options: ClientOptions,
  message: unknown,
  request: RequestOptions,
): Promise<unknown> {
  const metadata = await metadataOf(options, request);
  const settings: CallOptions = { deadline: deadlineOf(options, request) };
  return new Promise((resolve, reject) => {
    const call = client.makeUnaryRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      withRequestId(message),
      metadata,
      settings,
      (error, value) => (error ? reject(rpcErrorOf(error)) : resolve(value)),
    );
    request.signal?.addEventListener('abort', () => call.cancel(), { once: true });
  });
}

async function* serverStream(
  client: Client,
  method: MethodDefinition<unknown, unknown>,
  options: ClientOptions,
  message: unknown,
  request: RequestOptions,
): AsyncIterable<unknown> {
  const metadata = await metadataOf(options, request);
  const settings: CallOptions = request.deadlineMs === undefined ? {} : { deadline: deadlineOf(options, request) };
  const call: ClientReadableStream<unknown> = client.makeServerStreamRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    message,
    metadata,
    settings,
  );
  request.signal?.addEventListener('abort', () => call.cancel(), { once: true });
  try {
    for await (const answer of call) yield answer;
  } catch (error) {
    const failure = error as ServiceError;
    if (failure.code === status.CANCELLED && request.signal?.aborted === true) return;
    throw rpcErrorOf(failure);
  } finally {
    call.cancel();
  }
}

function clientStream(
  client: Client,
  method: MethodDefinition<unknown, unknown>,
  options: ClientOptions,
  request: RequestOptions,
): ClientStream<unknown, unknown> {
  const opened = open(client, method, options, request);
  // The answer may be a refusal long before the sender asks for it.
  opened.answer.catch(() => undefined);
  return {
    send: async (message) => {
      const call = await opened.call;
      await new Promise<void>((resolve, reject) => {
        opened.answer.catch(reject);
        if (call.write(message)) resolve();
        else call.once('drain', resolve);
      });
    },
    finish: async () => {
      (await opened.call).end();
      return opened.answer;
    },
    cancel: () => void opened.call.then((call) => call.cancel()),
  };
}

function open(
  client: Client,
  method: MethodDefinition<unknown, unknown>,
  options: ClientOptions,
  request: RequestOptions,
): { call: Promise<ClientWritableStream<unknown>>; answer: Promise<unknown> } {
  const { promise: answer, resolve, reject } = Promise.withResolvers<unknown>();
  const settings: CallOptions = request.deadlineMs === undefined ? {} : { deadline: deadlineOf(options, request) };
  const call = metadataOf(options, request).then((metadata) => {
    const stream = client.makeClientStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      metadata,
      settings,
      (error, value) => (error ? reject(rpcErrorOf(error)) : resolve(value)),
    );
    stream.on('error', (error: ServiceError) => reject(rpcErrorOf(error)));
    request.signal?.addEventListener('abort', () => stream.cancel(), { once: true });
    return stream;
  });
  return { call, answer };
}

async function metadataOf(options: ClientOptions, request: RequestOptions): Promise<Metadata> {
  const metadata = new Metadata();
  const token = await options.token?.();
  if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
  metadata.set('accept-language', options.locale ?? 'en');
  const tenant = request.tenant ?? options.tenant;
  if (tenant !== undefined) metadata.set('x-sla-tenant', tenant);
  if (request.correlationId !== undefined) metadata.set('x-sla-correlation', request.correlationId);
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  for (const [name, value] of Object.entries(carrier)) metadata.set(name, value);
  return metadata;
}

/** @throws DomainError invalid_argument beyond MAX_CLIENT_DEADLINE_MS: grpc-js would overflow its timer and cancel at once. */
function deadlineOf(options: ClientOptions, request: RequestOptions): Date {
  const ms = request.deadlineMs ?? options.deadlineMs ?? DEFAULT_DEADLINE_MS;
  if (!(ms > 0) || ms > MAX_CLIENT_DEADLINE_MS) {
    throw new DomainError('invalid_argument', 'platform.deadline_too_long', {
      seconds: Math.round(ms / 1000),
      max: MAX_CLIENT_DEADLINE_MS / 1000,
    });
  }
  return new Date(Date.now() + ms);
}

const withRequestId = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'requestId' in message && message.requestId === ''
    ? { ...message, requestId: randomUUID() }
    : message;
