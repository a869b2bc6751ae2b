import { describe, expect, it } from '@jest/globals';
import { compare, parseDecimal, ratio, type Ratio } from '@sla/kernel';
import fc from 'fast-check';
import {
  judgeExplicit,
  judgePercentile,
  histogramFigure,
  percentileFigure,
  shareAtMost,
} from '../indicators/percentile.js';
import { bucketIndex, edgeBound, MAX_SCALE, MIN_SCALE } from './bucket-index.js';
import { countAtMost, nearestRank, percentileBounds, percentileOf } from './count-at-most.js';
import { checkExplicit, explicitCountAtMost, MAX_BOUNDS, mergeExplicit } from './explicit-histogram.js';
import {
  countOf,
  EMPTY_HISTOGRAM,
  histogramOf,
  MAX_BUCKETS,
  MAX_FOREIGN_SCALE,
  mergeHistograms,
  readHistogram,
  type ExponentialHistogram,
} from './exponential-histogram.js';

const RUNS = { numRuns: 10_000 };
const of = (...values: readonly string[]): readonly Ratio[] => values.map(parseDecimal);

describe('bucket indexes', () => {
  it.each<[string, number, number]>([
    // base 2: bucket i holds (2^i, 2^(i+1)].
    ['1', 0, -1],
    ['2', 0, 0],
    ['2.000001', 0, 1],
    ['4', 0, 1],
    ['0.5', 0, -2],
    ['0.3', 0, -2],
    // base 4 and 16: coarser.
    ['4', -1, 0],
    ['4.1', -1, 1],
    ['1', -1, -1],
    ['0.2', -1, -2],
    ['16', -2, 0],
    ['0.001', MIN_SCALE, -1],
    // base sqrt(2): 2^0.5 = 1.41421356…
    ['1.41421356', 1, 0],
    ['1.41421357', 1, 1],
    ['2', 1, 1],
    ['0.7071067', 1, -2],
    ['0.7071069', 1, -1],
    // base 2^(1/256): the digits of 2^(1/256) = 1.0027112750502024854…
    ['1.0027112750502024', 8, 0],
    ['1.0027112750502025', 8, 1],
    // The same first 52 bits on both sides: the rest of the digits decides.
    ['1.00271127505020248543', 8, 0],
    ['1.00271127505020248544', 8, 1],
    ['1000000', 8, 5102],
    ['123456789012345678901234', 3, 613],
  ])('%s at scale %i is %i', (value, scale, index) => {
    expect(bucketIndex(parseDecimal(value), scale)).toBe(index);
  });

  it('agree with a second way: raise the value to the number of buckets', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, 10n ** 12n),
        fc.bigInt(1n, 10n ** 9n),
        fc.integer({ min: 0, max: 5 }),
        (n, d, scale) => {
          const value = ratio(n, d);
          const i = bucketIndex(value, scale);
          const parts = 2n ** BigInt(scale);
          const [num, den] = [value.num ** parts, value.den ** parts];
          const power = (k: number): readonly [bigint, bigint] =>
            k >= 0 ? [1n << BigInt(k), 1n] : [1n, 1n << BigInt(-k)];
          const [[lowNum, lowDen], [highNum, highDen]] = [power(i), power(i + 1)];
          expect(num * lowDen > lowNum * den).toBe(true);
          expect(num * highDen <= highNum * den).toBe(true);
        },
      ),
      RUNS,
    );
  });

  it('a coarser scale is the finer one without its last bit', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, 10n ** 20n),
        fc.bigInt(1n, 10n ** 9n),
        fc.integer({ min: MIN_SCALE, max: 7 }),
        (n, d, scale) => {
          const value = ratio(n, d);
          expect(bucketIndex(value, scale)).toBe(bucketIndex(value, scale + 1) >> 1);
        },
      ),
      RUNS,
    );
  });

  it('refuse what has no bucket', () => {
    expect(() => bucketIndex(ratio(0n), 0)).toThrow('only positive');
    for (const scale of [MAX_SCALE + 1, MIN_SCALE - 1, 0.5])
      expect(() => bucketIndex(ratio(1n), scale)).toThrow('scale');
  });

  it.each([
    [0, 8, '1', '1'],
    [512, 8, '4', '4'],
    [-3, 0, '0.125', '0.125'],
    [2, -1, '16', '16'],
  ])('the edge %i at scale %i is rational', (index, scale, low, high) => {
    expect(edgeBound(index, scale, 'floor')).toEqual(parseDecimal(low));
    expect(edgeBound(index, scale, 'ceiling')).toEqual(parseDecimal(high));
  });

  it.each([1, -1, 200, 256 * 70 + 3])('the irrational edge %i lies between its bounds', (index) => {
    const [low, high] = [edgeBound(index, 8, 'floor'), edgeBound(index, 8, 'ceiling')];
    expect([bucketIndex(low, 8), bucketIndex(high, 8)]).toEqual([index - 1, index]);
  });
});

describe('exponential histograms', () => {
  it('hold values of every sign', () => {
    const h = histogramOf(of('-2', '-0.5', '0', '0', '1', '1000'));
    expect([countOf(h), h.zeroCount, h.min, h.max]).toEqual([6n, 2n, ratio(-2n), ratio(1_000n)]);
    expect(histogramOf([])).toEqual(EMPTY_HISTOGRAM);
  });

  it('become coarser until they fit, at the limit and one past it', () => {
    const spread = (buckets: number): ExponentialHistogram => {
      const counts = Array.from({ length: buckets }, () => 1n);
      return readHistogram({ ...EMPTY_HISTOGRAM, scale: 8, positive: { offset: 0, counts } });
    };
    expect([spread(MAX_BUCKETS).scale, spread(MAX_BUCKETS).positive.counts.length]).toEqual([8, MAX_BUCKETS]);
    expect([spread(MAX_BUCKETS + 1).scale, spread(MAX_BUCKETS + 1).positive.counts.length]).toEqual([7, 81]);
  });

  it.each<[string, Partial<ExponentialHistogram>, string | undefined]>([
    ['the finest scale of others', { scale: MAX_FOREIGN_SCALE }, undefined],
    ['a finer one', { scale: MAX_FOREIGN_SCALE + 1 }, 'engine.histogram_scale'],
    ['a coarser one than there is', { scale: MIN_SCALE - 1 }, 'engine.histogram_scale'],
    ['a negative count', { zeroCount: -1n }, 'engine.histogram_negative'],
    ['a negative count in a bucket', { positive: { offset: 0, counts: [-1n] } }, 'engine.histogram_negative'],
    ['a negative zone', { zeroThreshold: ratio(-1n) }, 'engine.histogram_negative'],
  ])('%s', (_name, changes, reason) => {
    const read = (): unknown => readHistogram({ ...EMPTY_HISTOGRAM, ...changes });
    if (reason === undefined) expect(read).not.toThrow();
    else expect(read).toThrow(expect.objectContaining({ reason }));
  });

  it('reads a finer foreign scale without losing a value', () => {
    const fine = {
      ...EMPTY_HISTOGRAM,
      scale: 20,
      positive: { offset: -4097, counts: [1n, ...Array<bigint>(4096).fill(0n), 2n] },
    };
    const read = readHistogram(fine);
    // Buckets of 2^12 of the foreign ones: -4097 >> 12 is -2, and 0 stays 0.
    expect([read.scale, read.positive]).toEqual([8, { offset: -2, counts: [1n, 0n, 2n] }]);
  });

  it.each<[string, readonly bigint[]]>([
    ['-2', [1n, 1n]],
    ['-1.9', [1n, 1n]],
    ['-3', [0n, 0n]],
    ['-0.5', [1n, 2n]],
    ['-0.1', [2n, 2n]],
    ['0', [4n, 4n]],
    ['0.9', [4n, 4n]],
    ['1', [5n, 5n]],
    ['999', [5n, 5n]],
    ['1000', [6n, 6n]],
  ])('count at most %s', (threshold, [low, high]) => {
    const h = histogramOf(of('-2', '-0.5', '0', '0', '1', '1000'));
    expect(countAtMost(h, parseDecimal(threshold))).toEqual({ low, high });
  });

  it('a zone around zero hides what is inside of it', () => {
    const h = { ...EMPTY_HISTOGRAM, zeroCount: 3n, zeroThreshold: ratio(1n, 10n) };
    expect(countAtMost(h, ratio(1n, 10n))).toEqual({ low: 3n, high: 3n });
    expect(countAtMost(h, ratio(1n, 20n))).toEqual({ low: 0n, high: 3n });
    expect(countAtMost(h, ratio(-1n, 5n))).toEqual({ low: 0n, high: 0n });
    expect(percentileBounds(h, ratio(1n, 2n))).toEqual({ low: ratio(-1n, 10n), high: ratio(1n, 10n) });
  });
});

describe('percentile promises', () => {
  const h = (values: readonly string[]): ExponentialHistogram => ({
    ...histogramOf(of(...values)),
    min: undefined,
    max: undefined,
  });
  const p50 = (atMost: string) => ({ share: ratio(1n, 2n), atMost: parseDecimal(atMost) });
  it.each<[string, readonly string[], string, string]>([
    ['the edge of a bucket decides exactly', ['256', '256', '300'], '256', 'met'],
    ['the edge of a bucket decides exactly against it', ['256.1', '256.1', '300'], '256', 'missed'],
    ['inside the bucket a person decides', ['300', '300', '301'], '299.9', 'review_required'],
    ['clearly above the bucket', ['300', '300', '301'], '310', 'met'],
    ['clearly below the bucket', ['300', '300', '301'], '290', 'missed'],
    ['without values', [], '1', 'insufficient_evidence'],
  ])('%s', (_name, values, atMost, verdict) => {
    expect(judgePercentile(h(values), p50(atMost))).toBe(verdict);
  });

  it('a share of values has bounds, and none without values', () => {
    expect(shareAtMost(h(['300', '1000']), parseDecimal('300'))).toEqual({
      value: undefined,
      low: ratio(0n),
      high: ratio(1n, 2n),
    });
    expect(shareAtMost(h(['300', '1000']), ratio(512n)).value).toEqual(ratio(1n, 2n));
    expect(shareAtMost(EMPTY_HISTOGRAM, ratio(1n)).low).toBeUndefined();
    expect(histogramFigure(EMPTY_HISTOGRAM, ratio(1n, 2n)).high).toBeUndefined();
    expect(histogramFigure(histogramOf(of('7', '7')), ratio(1n, 2n)).value).toEqual(ratio(7n));
    expect(percentileBounds(EMPTY_HISTOGRAM, ratio(1n, 2n))).toBeUndefined();
  });

  it.each<[bigint, readonly [string, bigint][]]>([
    [
      1n,
      [
        ['0', 1n],
        ['0.5', 1n],
        ['1', 1n],
      ],
    ],
    [
      10n,
      [
        ['0.5', 5n],
        ['0.9', 9n],
        ['0.91', 10n],
        ['0.95', 10n],
        ['1', 10n],
      ],
    ],
    [
      4032n,
      [
        ['0.95', 3831n],
        ['0.999', 4028n],
      ],
    ],
  ])('nearest ranks of %s values', (count, ranks) => {
    for (const [share, rank] of ranks) expect(nearestRank(parseDecimal(share), count)).toBe(rank);
  });

  it('percentiles of values in any order', () => {
    expect(percentileFigure(of('3', '1', '2'), ratio(1n, 2n)).value).toEqual(ratio(2n));
    expect(percentileFigure([], ratio(1n, 2n)).value).toBeUndefined();
  });
});

describe('histograms with bounds of their own', () => {
  const bounds = of('0.1', '0.3', '1');
  const h = { bounds, counts: [5n, 3n, 1n, 1n] };
  it.each<[string, readonly bigint[]]>([
    ['0.05', [0n, 5n]],
    ['0.1', [5n, 5n]],
    ['0.2', [5n, 8n]],
    ['1', [9n, 9n]],
    ['2', [9n, 10n]],
  ])('count at most %s', (threshold, [low, high]) => {
    expect(explicitCountAtMost(h, parseDecimal(threshold))).toEqual({ low, high });
  });

  it.each<[string, string, string]>([
    ['0.8', '0.3', 'met'],
    ['0.81', '0.3', 'missed'],
    ['0.81', '0.5', 'review_required'],
  ])('the %s percentile at most %s is %s', (share, atMost, verdict) => {
    expect(judgeExplicit(h, { share: parseDecimal(share), atMost: parseDecimal(atMost) })).toBe(verdict);
  });

  it('add where their bounds are the same', () => {
    expect(mergeExplicit(h, h).counts).toEqual([10n, 6n, 2n, 2n]);
    expect(() => mergeExplicit(h, { bounds: of('0.1', '0.3', '2'), counts: h.counts })).toThrow('same bounds');
    expect(() => mergeExplicit(h, { bounds: of('0.1'), counts: [1n, 1n] })).toThrow('same bounds');
  });

  it('are checked', () => {
    const many = (n: number) => ({
      bounds: Array.from({ length: n }, (_, i) => ratio(i)),
      counts: Array<bigint>(n + 1).fill(0n),
    });
    expect(() => checkExplicit(h)).not.toThrow();
    expect(() => checkExplicit(many(MAX_BOUNDS))).not.toThrow();
    for (const wrong of [
      many(MAX_BOUNDS + 1),
      { bounds, counts: [1n] },
      { bounds: of('2', '1'), counts: [0n, 0n, 0n] },
    ])
      expect(() => checkExplicit(wrong)).toThrow(expect.objectContaining({ reason: 'engine.histogram_bounds' }));
    expect(() => checkExplicit({ bounds, counts: [0n, -1n, 0n, 0n] })).toThrow(
      expect.objectContaining({ reason: 'engine.histogram_negative' }),
    );
  });
});

describe('laws', () => {
  const value = fc.oneof(
    fc.tuple(fc.bigInt(-4_000n, 4_000n), fc.constantFrom(1n, 10n, 1_000n)),
    fc.tuple(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.constantFrom(1n, 10n ** 12n)),
  );
  const values = fc.array(
    value.map(([n, d]) => ratio(n, d)),
    { maxLength: 12 },
  );

  it('merging is associative, commutative and equals the whole', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const [x, y, z] = [histogramOf(a), histogramOf(b), histogramOf(c)];
        const left = mergeHistograms(mergeHistograms(x, y), z);
        expect(mergeHistograms(x, mergeHistograms(y, z))).toEqual(left);
        expect(mergeHistograms(z, mergeHistograms(y, x))).toEqual(left);
        expect(histogramOf([...a, ...b, ...c])).toEqual(left);
        expect(mergeHistograms(left, EMPTY_HISTOGRAM)).toEqual(left);
      }),
      RUNS,
    );
  });

  it('bounds contain the true count and the true percentile', () => {
    fc.assert(
      fc.property(values, value, fc.integer({ min: 0, max: 100 }), (given, [n, d], percent) => {
        const threshold = ratio(n, d);
        const h = { ...histogramOf(given), min: undefined, max: undefined };
        const { low, high } = countAtMost(h, threshold);
        const count = BigInt(given.filter((v) => compare(v, threshold) <= 0).length);
        expect(low <= count && count <= high).toBe(true);
        const share = ratio(percent, 100n);
        const truth = percentileOf([...given].sort(compare), share);
        const bounds = percentileBounds(h, share);
        if (truth === undefined || bounds === undefined) return expect(bounds).toBe(truth);
        expect(compare(bounds.low, truth) <= 0 && compare(truth, bounds.high) <= 0).toBe(true);
      }),
      RUNS,
    );
  });
});
