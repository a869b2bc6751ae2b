import { compare, InvariantError, ratio, roundToInteger, type Ratio } from '@sla/kernel';
import { bucketIndex, edgeBound, rationalEdge } from './bucket-index.js';
import { countOf, type Buckets, type ExponentialHistogram } from './exponential-histogram.js';

/** Counts that are certain: at least `low` and at most `high`; equal where the question falls on an edge. */
export interface CountBounds {
  readonly low: bigint;
  readonly high: bigint;
}

/** How many values are at most `threshold`. Exact where the threshold is the edge of a bucket, or beyond the least or greatest value. */
export function countAtMost(histogram: ExponentialHistogram, threshold: Ratio): CountBounds {
  const all = countOf(histogram);
  const { min, max, scale } = histogram;
  if (max !== undefined && compare(threshold, max) >= 0) return { low: all, high: all };
  if (min !== undefined && compare(threshold, min) < 0) return { low: 0n, high: 0n };
  const parts = [
    negativesAtMost(histogram.negative, threshold, scale),
    zeroesAtMost(histogram, threshold),
    threshold.num > 0n ? positivesAtMost(histogram.positive, threshold, scale) : NONE,
  ];
  const { low, high } = parts.reduce((sum, part) => ({ low: sum.low + part.low, high: sum.high + part.high }));
  // The least value itself is at most the threshold, and the greatest is not: both were ruled out above.
  return {
    low: min !== undefined && low === 0n ? 1n : low,
    high: max !== undefined && high === all ? all - 1n : high,
  };
}

const NONE: CountBounds = { low: 0n, high: 0n };
const sumOf = (counts: readonly bigint[]): bigint => counts.reduce((sum, count) => sum + count, 0n);
const negated = ({ num, den }: Ratio): Ratio => ({ num: -num, den });

function positivesAtMost({ offset, counts }: Buckets, threshold: Ratio, scale: number): CountBounds {
  const index = bucketIndex(threshold, scale);
  const below = sumOf(counts.slice(0, Math.max(0, index - offset)));
  const inside = counts[index - offset] ?? 0n;
  const edge = rationalEdge(index + 1, scale);
  const onEdge = edge !== undefined && compare(edge, threshold) === 0;
  return { low: onEdge ? below + inside : below, high: below + inside };
}

/** Where zeroes lie is known only outside of their zone. */
function zeroesAtMost({ zeroCount, zeroThreshold }: ExponentialHistogram, threshold: Ratio): CountBounds {
  if (compare(threshold, zeroThreshold) >= 0) return { low: zeroCount, high: zeroCount };
  return compare(threshold, negated(zeroThreshold)) < 0 ? NONE : { low: 0n, high: zeroCount };
}

/** v <= -m is |v| >= m: certain beyond the bucket of m, and open inside of it. */
function negativesAtMost({ offset, counts }: Buckets, threshold: Ratio, scale: number): CountBounds {
  const all = sumOf(counts);
  if (threshold.num >= 0n) return { low: all, high: all };
  const index = bucketIndex(negated(threshold), scale);
  const nearer = sumOf(counts.slice(0, Math.max(0, index - offset)));
  const inside = counts[index - offset] ?? 0n;
  return { low: all - nearer - inside, high: all - nearer };
}

/** Rank of a percentile by the nearest-rank method: the smallest k with k/n >= share; 1 for the share 0. */
export function nearestRank(share: Ratio, count: bigint): bigint {
  const rank = roundToInteger(ratio(share.num * count, share.den), 'ceiling');
  return rank < 1n ? 1n : rank;
}

/** The percentile of values in ascending order, by nearest rank: always one of the values. Undefined without values. */
export const percentileOf = <T>(ascending: readonly T[], share: Ratio): T | undefined =>
  ascending[Number(nearestRank(share, BigInt(ascending.length))) - 1];

export interface ValueBounds {
  readonly low: Ratio;
  readonly high: Ratio;
}

/**
 * Between which values a percentile lies, not beyond the least and greatest value. Undefined without values.
 * The k-th of the lowest and the k-th of the highest places that values may have: no order inside the histogram is assumed.
 */
export function percentileBounds(histogram: ExponentialHistogram, share: Ratio): ValueBounds | undefined {
  const count = countOf(histogram);
  if (count === 0n) return undefined;
  const rank = nearestRank(share, count);
  const { min, max } = histogram;
  const low = placeOfRank(places(histogram, 'floor'), rank);
  const high = placeOfRank(places(histogram, 'ceiling'), rank);
  return {
    low: min !== undefined && compare(min, low) > 0 ? min : low,
    high: max !== undefined && compare(max, high) < 0 ? max : high,
  };
}

interface Place {
  readonly value: Ratio;
  readonly count: bigint;
}

/** Every bucket at its lower or at its upper edge, ascending. */
function places(histogram: ExponentialHistogram, side: 'floor' | 'ceiling'): readonly Place[] {
  const { scale, positive, negative, zeroCount, zeroThreshold } = histogram;
  const inner = side === 'floor' ? 0 : 1;
  const magnitudeSide = side === 'floor' ? 'ceiling' : 'floor';
  const list: Place[] = [
    ...positive.counts.map((count, i) => ({ value: edgeBound(positive.offset + i + inner, scale, side), count })),
    { value: side === 'floor' ? negated(zeroThreshold) : zeroThreshold, count: zeroCount },
    ...negative.counts.map((count, i) => ({
      value: negated(edgeBound(negative.offset + i + 1 - inner, scale, magnitudeSide)),
      count,
    })),
  ];
  return list.sort((a, b) => compare(a.value, b.value));
}

function placeOfRank(ascending: readonly Place[], rank: bigint): Ratio {
  let left = rank;
  for (const { value, count } of ascending) {
    left -= count;
    if (left <= 0n) return value;
  }
  throw new InvariantError(`rank ${rank} is beyond the histogram`);
}
