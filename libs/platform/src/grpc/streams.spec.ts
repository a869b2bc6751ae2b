import { Readable } from 'node:stream';
import type { ServerReadableStream } from '@grpc/grpc-js';
import { describe, expect, it } from '@jest/globals';
import { MalformedMessage } from './malformed.js';
import { incoming } from './streams.js';

const callOf = (messages: Readable): ServerReadableStream<unknown, unknown> =>
  messages as unknown as ServerReadableStream<unknown, unknown>;
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const never = new AbortController().signal;

async function read(messages: Readable, idleMs: number, handlingMs = 0): Promise<unknown[]> {
  const seen: unknown[] = [];
  for await (const message of incoming(callOf(messages), never, idleMs)) {
    await rest(handlingMs);
    seen.push(message);
  }
  return seen;
}

/** A stream whose next message comes when it is pushed. */
const open = (): Readable => new Readable({ objectMode: true, read: () => undefined });

describe('a client stream', () => {
  it('is read to its end', async () => {
    expect(await read(Readable.from([1, 2, 3]), 1_000)).toEqual([1, 2, 3]);
  });

  it('ends when the client is silent for too long', async () => {
    const stream = open();
    stream.push(1);
    await expect(read(stream, 30)).rejects.toMatchObject({ reason: 'platform.stream_idle' });
  });

  it('does not count the time of the handler against the client', async () => {
    expect(await read(Readable.from([1, 2, 3]), 30, 50)).toEqual([1, 2, 3]);
  });

  it('names a message that could not be read', async () => {
    const broken = read(Readable.from([1, new MalformedMessage('S/M')]), 1_000);
    await expect(broken).rejects.toMatchObject({ reason: 'platform.message_malformed', params: { message: 'S/M' } });
  });

  it('ends with the reason of the signal', async () => {
    const abort = new AbortController();
    const stream = open();
    const reading = (async () => {
      for await (const _message of incoming(callOf(stream), abort.signal)) continue;
    })();
    stream.push(1);
    await rest(5);
    abort.abort(new Error('shutting down'));
    await expect(reading).rejects.toThrow('shutting down');
  });

  it('that was cancelled never looks complete', async () => {
    const abort = new AbortController();
    const stream = open();
    const reading = (async () => {
      for await (const _message of incoming(callOf(stream), abort.signal)) stream.push(null);
    })();
    // The library tells of the end first and of the cancellation right after it.
    stream.once('end', () => process.nextTick(() => abort.abort(new Error('cancelled'))));
    stream.push(1);
    await expect(reading).rejects.toThrow('cancelled');
  });
});
