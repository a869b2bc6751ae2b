import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { ServerReadableStream, ServerWritableStream } from '@grpc/grpc-js';
import { DomainError } from '@sla/kernel';
import { asError, unlessAborted } from '../unless-aborted.js';
import { assertReadable } from './malformed.js';

/** A stream on which the client sends nothing for so long is ended. */
export const STREAM_IDLE_MS = 300_000;

const idleError = (ms: number): DomainError =>
  new DomainError('aborted', 'platform.stream_idle', { seconds: ms / 1000 });

/**
 * Messages of a client stream, read one by one: the next is taken from the wire when the one before is done.
 * Ends with an error when the client is silent for `idleMs`, and with the signal's reason when it is aborted.
 */
export async function* incoming<I>(
  call: ServerReadableStream<I, unknown>,
  signal: AbortSignal,
  idleMs = STREAM_IDLE_MS,
): AsyncGenerator<I> {
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => void call.destroy(asError(signal.reason));
  const rest = (): void => void (timer = setTimeout(() => call.destroy(idleError(idleMs)), idleMs));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    rest();
    for await (const message of call as AsyncIterable<I>) {
      clearTimeout(timer);
      assertReadable(message);
      yield message;
      rest();
    }
    // A cancelled call looks like a complete one until its connection has said why it ended: half a stream is not a stream.
    await setImmediate();
    signal.throwIfAborted();
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * Writes a server stream no faster than the client reads. Also ends when the signal is aborted while the handler has
 * nothing to say; the handler is then told to clean up, and not waited for.
 * @throws the reason of the signal.
 */
export async function outgoing<O>(
  call: ServerWritableStream<unknown, O>,
  messages: AsyncIterable<O>,
  signal: AbortSignal,
): Promise<void> {
  const iterator = messages[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await unlessAborted(iterator.next(), signal);
      if (next.done === true) return;
      if (!call.write(next.value)) await unlessAborted(drained(call), signal);
    }
  } finally {
    iterator.return?.().catch(() => undefined); // how the call ended is known already
  }
}

const drained = async (call: ServerWritableStream<unknown, unknown>): Promise<void> => void (await once(call, 'drain'));
