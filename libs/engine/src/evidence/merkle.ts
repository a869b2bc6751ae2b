import { assert, HOUR_MS, toHex, type Digest, type Instant, type Sha256Hex } from '@sla/kernel';
import { hourOf, type Slice } from '../slices/slice.js';

/** The slices of one UTC hour and their hash: a restatement hashes its hour and the path again, nothing else. */
export interface HourNode {
  /** Begin of the hour. */
  readonly start: Instant;
  readonly hash: Sha256Hex;
}

const LEAF = '\x00';
const NODE = 0x01;

/**
 * Hour nodes of slices, in order; hours without slices have none. Slices of time are cut at full hours.
 * Leaf: SHA-256 of 0x00 and a line `start end good bad unknown excluded` per slice (prefixes as in RFC 6962, against second preimages).
 */
export function hourNodes(slices: readonly Slice[], digest: Digest): readonly HourNode[] {
  const nodes: HourNode[] = [];
  let hour: number | undefined;
  let text = '';
  const close = (): void => {
    if (hour !== undefined) nodes.push({ start: (hour * HOUR_MS) as Instant, hash: toHex(digest.sha256(LEAF + text)) });
    text = '';
  };
  for (const slice of slices) {
    for (const part of cutAtHours(slice)) {
      if (hourOf(part.start) !== hour) {
        close();
        hour = hourOf(part.start);
      }
      text += `${part.start} ${part.end} ${part.good} ${part.bad} ${part.unknown} ${part.excluded}\n`;
    }
  }
  close();
  return nodes;
}

function* cutAtHours(slice: Slice): Iterable<Slice> {
  if (slice.end <= (hourOf(slice.start) + 1) * HOUR_MS) return yield slice;
  for (let start: number = slice.start; start < slice.end;) {
    const end = Math.min(slice.end, (hourOf(start as Instant) + 1) * HOUR_MS);
    const length = BigInt(end - start);
    const share = (weight: bigint): bigint => (weight > 0n ? length : 0n);
    yield {
      start: start as Instant,
      end: end as Instant,
      good: share(slice.good),
      bad: share(slice.bad),
      unknown: share(slice.unknown),
      excluded: share(slice.excluded),
    };
    start = end;
  }
}

/** Merkle root over the hour nodes (RFC 6962, 2.1); the hash of nothing for no nodes. */
export function merkleRoot(nodes: readonly HourNode[], digest: Digest): Sha256Hex {
  if (nodes.length === 0) return toHex(digest.sha256(''));
  let level: Uint8Array[] = nodes.map((node) => fromHex(node.hash));
  while (level.length > 1) level = pairUp(level, digest);
  const [root] = level;
  assert(root !== undefined, 'a tree with leaves has a root');
  return toHex(root);
}

/** RFC 6962 splits at the largest power of two; pairing neighbours and passing an odd last one up makes the same tree. */
function pairUp(level: readonly Uint8Array[], digest: Digest): Uint8Array[] {
  const parents: Uint8Array[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const left = level[i];
    const right = level[i + 1];
    assert(left !== undefined, 'indexes stay inside');
    parents.push(right === undefined ? left : joinedHash(left, right, digest));
  }
  return parents;
}

/** The hash of two neighbours. */
export const joinedHash = (left: Uint8Array, right: Uint8Array, digest: Digest): Uint8Array =>
  digest.sha256(joined(left, right));

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + left.length + right.length);
  bytes[0] = NODE;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return bytes;
}

export const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
