import { STATES } from '@sla/engine';
import { InvariantError, type Instant } from '@sla/kernel';
import type { Reading, StoredSample } from '../../domain/sample.js';

// Samples of one series and day in columns: a format byte, then 8-byte little-endian integers, column by column:
// instants, sequences, arrivals, and two value columns (state: index and 0; counts: good and total; values: scaled and scale).

const FORMAT = 1;
const KINDS = ['state', 'count', 'value'] as const;
const COLUMNS = 5;
const HEADER = 2;

/** Packs samples of one kind; an empty list is an empty block. */
export function packBlock(samples: readonly StoredSample[]): Uint8Array {
  const n = samples.length;
  const bytes = Buffer.alloc(HEADER + n * COLUMNS * 8);
  bytes[0] = FORMAT;
  bytes[1] = KINDS.indexOf(samples[0]?.reading.kind ?? 'state');
  samples.forEach((sample, i) => {
    const [a, b] = valuesOf(sample.reading);
    [BigInt(sample.at), sample.seq, BigInt(sample.arrival), a, b].forEach((value, column) =>
      bytes.writeBigInt64LE(value, HEADER + (column * n + i) * 8),
    );
  });
  return bytes;
}

/** The inverse of packBlock. */
export function unpackBlock(data: Uint8Array): readonly StoredSample[] {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (bytes[0] !== FORMAT) throw new InvariantError(`sample block of format ${bytes[0]}`);
  const kind = KINDS[bytes[1] ?? 0] ?? 'state';
  const n = (bytes.length - HEADER) / (COLUMNS * 8);
  const at = (column: number, i: number): bigint => bytes.readBigInt64LE(HEADER + (column * n + i) * 8);
  return Array.from({ length: n }, (_, i) => ({
    at: Number(at(0, i)) as Instant,
    seq: at(1, i),
    arrival: Number(at(2, i)) as Instant,
    reading: readingOf(kind, at(3, i), at(4, i)),
  }));
}

function valuesOf(reading: Reading): readonly [bigint, bigint] {
  switch (reading.kind) {
    case 'state':
      return [BigInt(STATES.indexOf(reading.state)), 0n];
    case 'count':
      return [reading.good, reading.total];
    case 'value':
      return [reading.scaled, BigInt(reading.scale)];
  }
}

function readingOf(kind: (typeof KINDS)[number], a: bigint, b: bigint): Reading {
  switch (kind) {
    case 'state':
      return { kind, state: STATES[Number(a)] ?? 'unknown' };
    case 'count':
      return { kind, good: a, total: b };
    case 'value':
      return { kind, scaled: a, scale: Number(b) };
  }
}
