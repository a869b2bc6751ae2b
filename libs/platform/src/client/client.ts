import { Client, credentials, type MethodDefinition } from '@grpc/grpc-js';
import { clientStream } from './client-stream.js';
import { MAX_MESSAGE_BYTES } from './limits.js';
import { serverStream } from './server-stream.js';
import { unary } from './unary.js';
import type { ClientOptions, ClientStream, RequestOptions } from './options.js';

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

const [MIN_RECONNECT_MS, MAX_RECONNECT_MS] = [100, 1_000];

/** A service that is restarted is away for a second or two; the calls of that time are made again. */
const SERVICE_CONFIG = JSON.stringify({
  loadBalancingConfig: [{ round_robin: {} }],
  methodConfig: [
    {
      name: [{}],
      retryPolicy: {
        maxAttempts: 5,
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
    // The library's own waits grow to two minutes: a service that is back would not be found by the calls that are made again.
    'grpc.initial_reconnect_backoff_ms': MIN_RECONNECT_MS,
    'grpc.max_reconnect_backoff_ms': MAX_RECONNECT_MS,
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
  const call = method.responseStream ? serverStream : unary;
  return (message: unknown, request?: RequestOptions) => call(client, method, options, message, request ?? {});
}
