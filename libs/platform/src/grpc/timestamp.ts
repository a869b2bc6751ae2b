import type { Timestamp } from '@sla/contracts';

/** Protobuf timestamp of integer milliseconds. */
export function timestampOf(ms: number | bigint): Timestamp {
  const value = BigInt(ms);
  const seconds = value >= 0n ? value / 1000n : (value - 999n) / 1000n;
  return { seconds, nanos: Number(value - seconds * 1000n) * 1_000_000 };
}
