import { assert, compare, DomainError, type Ratio } from '@sla/kernel';
import { bucketIndex, MAX_SCALE, MIN_SCALE } from './bucket-index.js';

/** Most buckets of one sign; a histogram that needs more becomes coarser. OpenTelemetry's default. */
export const MAX_BUCKETS = 160;
/** Finest scale that other histograms may have (OTLP). */
export const MAX_FOREIGN_SCALE = 20;

/** Counts of the buckets `offset`, `offset + 1`, …; the first and the last are not zero. No buckets: offset 0. */
export interface Buckets {
  readonly offset: number;
  readonly counts: readonly bigint[];
}

/**
 * Counts of values by size, in the shape of OTLP's ExponentialHistogramDataPoint: bucket i holds `(base^i, base^(i+1)]`,
 * base = 2^(2^-scale); negative values by their magnitude. Merging is exact, associative and commutative.
 */
export interface ExponentialHistogram {
  readonly scale: number;
  /** Values with a magnitude of at most `zeroThreshold`; nobody knows where. Buckets may reach into that zone. */
  readonly zeroCount: bigint;
  readonly zeroThreshold: Ratio;
  readonly positive: Buckets;
  readonly negative: Buckets;
  readonly min: Ratio | undefined;
  readonly max: Ratio | undefined;
}

const NONE: Buckets = { offset: 0, counts: [] };
const ZERO: Ratio = { num: 0n, den: 1n };

export const EMPTY_HISTOGRAM: ExponentialHistogram = {
  scale: MAX_SCALE,
  zeroCount: 0n,
  zeroThreshold: ZERO,
  positive: NONE,
  negative: NONE,
  min: undefined,
  max: undefined,
};

/** The histogram of values, at the finest scale that MAX_BUCKETS allow. */
export function histogramOf(values: Iterable<Ratio>): ExponentialHistogram {
  const [positive, negative] = [new Map<number, bigint>(), new Map<number, bigint>()];
  let zeroCount = 0n;
  let [min, max]: [Ratio | undefined, Ratio | undefined] = [undefined, undefined];
  for (const value of values) {
    min = lesser(min, value);
    max = greater(max, value);
    if (value.num === 0n) zeroCount++;
    else if (value.num > 0n) addTo(positive, bucketIndex(value, MAX_SCALE), 1n);
    else addTo(negative, bucketIndex({ num: -value.num, den: value.den }, MAX_SCALE), 1n);
  }
  return fitted(MAX_SCALE, positive, negative, { zeroCount, zeroThreshold: ZERO, min, max });
}

function addTo(buckets: Map<number, bigint>, index: number, count: bigint): void {
  if (count > 0n) buckets.set(index, (buckets.get(index) ?? 0n) + count);
}

const lesser = (a: Ratio | undefined, b: Ratio | undefined): Ratio | undefined =>
  a === undefined || (b !== undefined && compare(b, a) < 0) ? b : a;
const greater = (a: Ratio | undefined, b: Ratio | undefined): Ratio | undefined =>
  a === undefined || (b !== undefined && compare(b, a) > 0) ? b : a;

type Rest = Pick<ExponentialHistogram, 'zeroCount' | 'zeroThreshold' | 'min' | 'max'>;
type Sparse = ReadonlyMap<number, bigint>;

/** Makes buckets coarser until both signs fit: a function of the buckets alone, so the order of merging does not matter. */
function fitted(scale: number, positive: Sparse, negative: Sparse, rest: Rest): ExponentialHistogram {
  let shift = 0;
  while (scale - shift > MIN_SCALE && Math.max(spanOf(positive, shift), spanOf(negative, shift)) > MAX_BUCKETS) shift++;
  return { scale: scale - shift, positive: dense(positive, shift), negative: dense(negative, shift), ...rest };
}

function spanOf(buckets: Sparse, shift: number): number {
  let [first, last] = [Infinity, -Infinity];
  for (const index of buckets.keys()) {
    first = Math.min(first, index >> shift);
    last = Math.max(last, index >> shift);
  }
  return last - first + 1;
}

/** Neighbours of two make one bucket of the next coarser scale: the index loses its last bit. */
function dense(buckets: Sparse, shift: number): Buckets {
  const coarse = new Map<number, bigint>();
  for (const [index, count] of buckets) addTo(coarse, index >> shift, count);
  if (coarse.size === 0) return NONE;
  const [first, length] = [Math.min(...coarse.keys()), spanOf(coarse, 0)];
  return { offset: first, counts: Array.from({ length }, (_, i) => coarse.get(first + i) ?? 0n) };
}

function sparse({ offset, counts }: Buckets, shift: number, into: Map<number, bigint>): Map<number, bigint> {
  counts.forEach((count, i) => addTo(into, (offset + i) >> shift, count));
  return into;
}

/** The histogram of the values of both. Exact: counts add, the coarser scale wins. */
export function mergeHistograms(a: ExponentialHistogram, b: ExponentialHistogram): ExponentialHistogram {
  const scale = Math.min(a.scale, b.scale);
  const side = (name: 'positive' | 'negative'): Map<number, bigint> =>
    sparse(b[name], b.scale - scale, sparse(a[name], a.scale - scale, new Map()));
  const zeroThreshold = greater(a.zeroThreshold, b.zeroThreshold) ?? ZERO;
  return fitted(scale, side('positive'), side('negative'), {
    zeroCount: a.zeroCount + b.zeroCount,
    zeroThreshold,
    min: lesser(a.min, b.min),
    max: greater(a.max, b.max),
  });
}

/** How many values a histogram counts. */
export const countOf = ({ zeroCount, positive, negative }: ExponentialHistogram): bigint =>
  [...positive.counts, ...negative.counts].reduce((sum, count) => sum + count, zeroCount);

/** What a source sends: OTLP's data point, with numbers already exact. */
export interface ForeignHistogram extends Omit<ExponentialHistogram, 'min' | 'max'> {
  readonly min?: Ratio;
  readonly max?: Ratio;
}

/**
 * A histogram of another maker, brought to scales and sizes of ours without losing a value.
 * @throws DomainError invalid_argument for a scale out of range, a negative count or threshold.
 */
export function readHistogram(given: ForeignHistogram): ExponentialHistogram {
  const { scale, zeroCount, zeroThreshold, min, max } = given;
  if (!Number.isInteger(scale) || scale < MIN_SCALE || scale > MAX_FOREIGN_SCALE)
    throw new DomainError('invalid_argument', 'engine.histogram_scale', {
      scale: String(scale),
      min: MIN_SCALE,
      max: MAX_FOREIGN_SCALE,
    });
  const counts = [zeroCount, ...given.positive.counts, ...given.negative.counts];
  if (counts.some((count) => count < 0n) || zeroThreshold.num < 0n)
    throw new DomainError('invalid_argument', 'engine.histogram_negative');
  assert(Number.isSafeInteger(given.positive.offset) && Number.isSafeInteger(given.negative.offset), 'whole offsets');
  const shift = Math.max(0, scale - MAX_SCALE);
  const side = (buckets: Buckets): Map<number, bigint> => sparse(buckets, shift, new Map());
  return fitted(scale - shift, side(given.positive), side(given.negative), { zeroCount, zeroThreshold, min, max });
}
