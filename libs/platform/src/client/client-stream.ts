import { once } from 'node:events';
import type { Client, ClientWritableStream, MethodDefinition, ServiceError } from '@grpc/grpc-js';
import { DomainError } from '@sla/kernel';
import { onAbort, unlessAborted } from '../unless-aborted.js';
import { metadataOf, streamSettings } from './call-settings.js';
import type { ClientOptions, ClientStream, RequestOptions } from './options.js';
import { rpcErrorOf } from './rpc-error.js';

/** Many requests, one answer. */
export function clientStream(
  client: Client,
  method: MethodDefinition<unknown, unknown>,
  options: ClientOptions,
  request: RequestOptions,
): ClientStream<unknown, unknown> {
  const { call, answer, ended } = open(client, method, options, request);
  // The answer may be a refusal long before the sender asks for it.
  answer.catch(() => undefined);
  return {
    send: async (message) => {
      const stream = await call;
      ended.throwIfAborted();
      if (!stream.write(message)) await unlessAborted(drained(stream), ended);
    },
    finish: async () => {
      (await call).end();
      return answer;
    },
    cancel: () => void call.then((stream) => stream.cancel()).catch(() => undefined), // a call that never began
  };
}

const drained = async (stream: ClientWritableStream<unknown>): Promise<void> => void (await once(stream, 'drain'));

interface OpenStream {
  readonly call: Promise<ClientWritableStream<unknown>>;
  readonly answer: Promise<unknown>;
  /** Aborted with the reason why nothing more can be sent. */
  readonly ended: AbortSignal;
}

function open(
  client: Client,
  method: MethodDefinition<unknown, unknown>,
  options: ClientOptions,
  request: RequestOptions,
): OpenStream {
  const { promise: answer, resolve, reject } = Promise.withResolvers<unknown>();
  const ended = new AbortController();
  const fail = (error: Error): void => {
    ended.abort(error);
    reject(error);
  };
  const succeed = (value: unknown): void => {
    ended.abort(new DomainError('failed_precondition', 'platform.stream_answered'));
    resolve(value);
  };
  const settle = (error: ServiceError | null, value?: unknown): void =>
    error ? fail(rpcErrorOf(error)) : succeed(value);
  const call = metadataOf(options, request).then((metadata) => {
    const { path, requestSerialize, responseDeserialize } = method;
    const settings = streamSettings(request);
    const stream = client.makeClientStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      metadata,
      settings,
      settle,
    );
    stream.on('error', settle);
    const ignore = onAbort(request.signal, () => stream.cancel());
    ended.signal.addEventListener('abort', ignore, { once: true });
    return stream;
  });
  call.catch(fail);
  return { call, answer, ended: ended.signal };
}
