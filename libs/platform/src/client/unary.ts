import { randomUUID } from 'node:crypto';
import type { Client, MethodDefinition } from '@grpc/grpc-js';
import { onAbort } from '../unless-aborted.js';
import { metadataOf, unarySettings } from './call-settings.js';
import type { ClientOptions, RequestOptions } from './options.js';
import { rpcErrorOf } from './rpc-error.js';

/** One request, one answer. @throws SlaRpcError; DomainError when the deadline is out of range. */
export async function unary(
  client: Client,
  method: MethodDefinition<unknown, unknown>,
  options: ClientOptions,
  message: unknown,
  request: RequestOptions,
): Promise<unknown> {
  const metadata = await metadataOf(options, request);
  const settings = unarySettings(options, request);
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const call = client.makeUnaryRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    withRequestId(message),
    metadata,
    settings,
    (error, value) => (error ? reject(rpcErrorOf(error)) : resolve(value)),
  );
  const ignore = onAbort(request.signal, () => call.cancel());
  return promise.finally(ignore);
}

const withRequestId = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'requestId' in message && message.requestId === ''
    ? { ...message, requestId: randomUUID() }
    : message;
