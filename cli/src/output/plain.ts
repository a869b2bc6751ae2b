import { formatInstant, type Instant } from '@sla/kernel';

/**
 * Plain data of a protobuf message: times as RFC 3339, 64-bit integers as decimal text and bytes in base64,
 * so that JSON and YAML hold them without loss.
 */
export function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if (isTimestamp(value)) return timeText(value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, plain(member)]),
  );
}

interface Timestamp {
  readonly seconds: bigint;
  readonly nanos: number;
}

const isTimestamp = (value: object): value is Timestamp =>
  Object.keys(value).length === 2 &&
  typeof (value as Partial<Timestamp>).seconds === 'bigint' &&
  typeof (value as Partial<Timestamp>).nanos === 'number';

/** RFC 3339 in UTC; empty for no time. */
export const timeText = (time: Timestamp | undefined): string =>
  time === undefined ? '' : formatInstant((Number(time.seconds) * 1_000 + Math.floor(time.nanos / 1e6)) as Instant);
