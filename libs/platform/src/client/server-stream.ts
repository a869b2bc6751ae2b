import { status, type Client, type MethodDefinition, type ServiceError } from '@grpc/grpc-js';
import { onAbort } from '../unless-aborted.js';
import { metadataOf, streamSettings } from './call-settings.js';
import type { ClientOptions, RequestOptions } from './options.js';
import { rpcErrorOf } from './rpc-error.js';

/** Answers as they come; who stops reading cancels the call. Ends without an error when its own signal is aborted. */
export async function* serverStream(
  client: Client,
  method: MethodDefinition<unknown, unknown>,
  options: ClientOptions,
  message: unknown,
  request: RequestOptions,
): AsyncGenerator<unknown> {
  const metadata = await metadataOf(options, request);
  const call = client.makeServerStreamRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    message,
    metadata,
    streamSettings(request),
  );
  const ignore = onAbort(request.signal, () => call.cancel());
  try {
    for await (const answer of call) yield answer;
  } catch (error) {
    const failure = error as ServiceError;
    if (failure.code === status.CANCELLED && request.signal?.aborted === true) return;
    throw rpcErrorOf(failure);
  } finally {
    ignore();
    call.cancel();
  }
}
