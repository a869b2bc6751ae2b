import type { Instant } from '@sla/kernel';

// Where the sequences of one chunk stand: pairs of 8-byte little-endian integers, sequence and instant, ascending.

/** Sequences of one chunk: neighbours are looked up together, and one row stays small. */
const CHUNK_BITS = 10n;
const ENTRY_BYTES = 16;

/** The chunk of a sequence; negative sequences have chunks of their own. */
export const chunkOf = (sequence: bigint): bigint => sequence >> CHUNK_BITS;

export function packChunk(places: ReadonlyMap<bigint, Instant>): Uint8Array {
  const bytes = Buffer.alloc(places.size * ENTRY_BYTES);
  [...places]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .forEach(([sequence, at], i) => {
      bytes.writeBigInt64LE(sequence, i * ENTRY_BYTES);
      bytes.writeBigInt64LE(BigInt(at), i * ENTRY_BYTES + 8);
    });
  return bytes;
}

/** The inverse of packChunk. */
export function unpackChunk(data: Uint8Array): ReadonlyMap<bigint, Instant> {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const places = new Map<bigint, Instant>();
  for (let at = 0; at < bytes.length; at += ENTRY_BYTES)
    places.set(bytes.readBigInt64LE(at), Number(bytes.readBigInt64LE(at + 8)) as Instant);
  return places;
}
