import { STATES } from '@sla/engine';
import { defined, InvariantError, type Instant } from '@sla/kernel';
import type { Reading, StoredSample } from '../../domain/sample.js';

// Samples of one series and day in columns: a format byte, a kind byte, then 8-byte little-endian integers, column by column:
// instants, ingest sequences, arrivals, two value columns (state: index and 0; counts: good and total; values: scaled and scale),
// and in format 2 the sequences by which the source identifies its samples.

const [BY_INSTANT, BY_SEQUENCE] = [1, 2];
const COLUMNS_OF: Readonly<Record<number, number>> = { [BY_INSTANT]: 5, [BY_SEQUENCE]: 6 };
const KINDS = ['state', 'count', 'value'] as const;
const HEADER = 2;

/** Packs samples of one kind, all with a sequence or none; an empty list is an empty block. */
export function packBlock(samples: readonly StoredSample[]): Uint8Array {
  const n = samples.length;
  const format = samples[0]?.sequence === undefined ? BY_INSTANT : BY_SEQUENCE;
  const bytes = Buffer.alloc(HEADER + n * columnsOf(format) * 8);
  bytes[0] = format;
  bytes[1] = KINDS.indexOf(samples[0]?.reading.kind ?? 'state');
  samples.forEach((sample, i) => {
    const identity = format === BY_SEQUENCE ? [defined(sample.sequence, 'the sequence of a sample')] : [];
    [BigInt(sample.at), sample.seq, BigInt(sample.arrival), ...valuesOf(sample.reading), ...identity].forEach(
      (value, column) => bytes.writeBigInt64LE(value, HEADER + (column * n + i) * 8),
    );
  });
  return bytes;
}

function columnsOf(format: number | undefined): number {
  const columns = format === undefined ? undefined : COLUMNS_OF[format];
  if (columns === undefined) throw new InvariantError(`sample block of format ${format}`);
  return columns;
}

/** The inverse of packBlock. */
export function unpackBlock(data: Uint8Array): readonly StoredSample[] {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const kind = defined(KINDS[bytes[1] ?? KINDS.length], 'the kind of a sample block');
  const n = (bytes.length - HEADER) / (columnsOf(bytes[0]) * 8);
  const at = (column: number, i: number): bigint => bytes.readBigInt64LE(HEADER + (column * n + i) * 8);
  return Array.from({ length: n }, (_, i) => ({
    at: Number(at(0, i)) as Instant,
    ...(bytes[0] === BY_SEQUENCE && { sequence: at(5, i) }),
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
      return { kind, state: defined(STATES[Number(a)], 'the state of a kept sample') };
    case 'count':
      return { kind, good: a, total: b };
    case 'value':
      return { kind, scaled: a, scale: Number(b) };
  }
}
