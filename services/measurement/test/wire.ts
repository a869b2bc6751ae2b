import { connect, type IncomingHttpHeaders } from 'node:http2';
import { commonV1, measurementV1 as v1, rpcV1 } from '@sla/contracts';
import { timestampOf } from '@sla/platform';
import type { Instant } from '@sla/kernel';
import { at } from './batches.js';

/** A sound batch of states, as it travels: `03-01T00 up`. */
export function wireBatch(lines: readonly string[], change: Partial<v1.SampleBatch> = {}): v1.SampleBatch {
  const parts = lines.map((line) => line.split(' '));
  const states = parts.map(([, value = '']) => v1.State[value.toUpperCase() as keyof typeof v1.State]);
  return {
    batchKey: lines.join(),
    source: 'probe',
    conflictRule: v1.ConflictRule.UNSPECIFIED,
    historical: false,
    columns: [columnOf({ atMs: parts.map(([when = '']) => BigInt(at(when))), states })],
    ...change,
  };
}

export const columnOf = ({
  series = 'shop.probe',
  atMs,
  states,
  sequences = [],
}: {
  readonly series?: string;
  readonly atMs: bigint[];
  readonly states: v1.State[];
  readonly sequences?: bigint[];
}): v1.SeriesColumn => ({ series, atMs, sequences, values: { $case: 'states', value: { states } } });

export const countColumn = (atMs: bigint[], good: bigint[], total: bigint[]): v1.SeriesColumn => ({
  series: 'shop.orders',
  atMs,
  sequences: [],
  values: { $case: 'counts', value: { good, total } },
});

export const valueColumn = (atMs: bigint[], scaled: bigint[], scale: number): v1.SeriesColumn => ({
  series: 'shop.latency',
  atMs,
  sequences: [],
  values: { $case: 'decimals', value: { scaled, scale } },
});

export const rangeOf = (start: string, end: string): commonV1.TimeRange => ({
  startTime: timestampOf(at(start)),
  endTime: timestampOf(at(end)),
});

export const timeOf = (when: string): ReturnType<typeof timestampOf> => timestampOf(at(when) as Instant);

export interface RawCall {
  readonly path: string;
  readonly token: string;
  /** Bytes of the message. */
  readonly message?: Buffer;
  /** Value of the header grpc-timeout. */
  readonly timeout?: string;
}

/** A call as no client library of ours would make it. Answers the trailers. */
export function rawCall(
  address: string,
  { path, token, message = Buffer.alloc(0), timeout }: RawCall,
): Promise<IncomingHttpHeaders> {
  const session = connect(`http://${address}`);
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    authorization: `Bearer ${token}`,
    ...(timeout !== undefined && { 'grpc-timeout': timeout }),
  });
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(message.length, 1);
  return new Promise<IncomingHttpHeaders>((resolve, reject) => {
    stream.on('response', (response) => 'grpc-status' in response && resolve(response));
    stream.on('trailers', resolve);
    stream.on('error', reject);
    stream.resume().end(Buffer.concat([frame, message]));
  }).finally(() => session.close());
}

/** The stable reason in the trailers of a refused call. */
export function reasonIn(trailers: IncomingHttpHeaders): string {
  const bytes = Buffer.from(String(trailers['grpc-status-details-bin'] ?? ''), 'base64');
  const [info] = rpcV1.Status.decode(bytes).details;
  return info === undefined ? '' : rpcV1.ErrorInfo.decode(info.value).reason;
}
