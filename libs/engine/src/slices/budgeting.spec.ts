import { describe, expect, it } from '@jest/globals';
import { add, compare, ratio, type Ratio } from '@sla/kernel';
import fc from 'fast-check';
import type { MissingDataRule } from '../terms/terms.js';
import { checkBudgeting, shareMeets, tallySlices, type Budgeting } from './budgeting.js';
import type { SliceTally } from './slice-tally.js';
import { MAX_REDUCED_BITS, travelling, type Share } from './mean-of-shares.js';
import { columnsOf, rows, type Row } from './slices.fixture.js';

const RUNS = { numRuns: 10_000 };
const MISSING: readonly MissingDataRule[] = ['good', 'bad', 'ignore', 'hold', 'insufficient'];
const timeSlices = (changes: Partial<Extract<Budgeting, { method: 'time_slices' }>> = {}): Budgeting => ({
  method: 'time_slices',
  missingData: 'ignore',
  sliceTarget: ratio(95n, 100n),
  minimumVolume: 0,
  minimumConsecutive: 1,
  ...changes,
});
const text = (share: Share | undefined): string => (share === undefined ? '-' : shown(share));
const shown = ({ num, den }: Share): string => {
  const { num: n, den: d } = ratio(num, den);
  return `${n}/${d}`;
};
const figures = ({ good, bad, unknown, excluded, missing }: SliceTally): readonly number[] =>
  [good, bad, unknown, excluded, missing].map(Number);

/** The worked example of ten slices: three methods, three answers. */
const TEN: readonly Row[] = [
  [100, 0],
  [99, 1],
  [90, 10],
  [100, 0],
  [5, 5],
  [0, 0],
  [100, 0],
  [100, 0],
  [94, 6],
  [100, 0],
];

describe('budgeting methods', () => {
  it.each<[string, Budgeting, string, readonly number[]]>([
    ['occurrences weigh events', { method: 'occurrences', missingData: 'ignore' }, '394/405', [788, 22, 0, 0, 1]],
    ['time slices weigh slices', timeSlices(), '2/3', [6, 3, 0, 0, 1]],
    ['a silent slice may be good', timeSlices({ missingData: 'good' }), '7/10', [7, 3, 0, 0, 0]],
    ['a silent slice may be bad', timeSlices({ missingData: 'bad' }), '3/5', [6, 4, 0, 0, 0]],
    ['a silent slice may go on as before', timeSlices({ missingData: 'hold' }), '3/5', [6, 4, 0, 0, 0]],
    ['nobody says for insufficient', timeSlices({ missingData: 'insufficient' }), '2/3', [6, 3, 0, 0, 1]],
    [
      'ratios of slices have a mean',
      { method: 'ratio_time_slices', missingData: 'ignore' },
      '833/900',
      [5, 4, 0, 0, 1],
    ],
    ['with silence good', { method: 'ratio_time_slices', missingData: 'good' }, '933/1000', [6, 4, 0, 0, 0]],
    ['with silence bad', { method: 'ratio_time_slices', missingData: 'bad' }, '833/1000', [5, 5, 0, 0, 0]],
    ['with silence as before', { method: 'ratio_time_slices', missingData: 'hold' }, '883/1000', [5, 5, 0, 0, 0]],
  ])('%s', (_name, rule, share, counts) => {
    const tally = tallySlices(columnsOf(TEN), rule);
    expect([text(tally.share), figures(tally)]).toEqual([share, counts]);
  });

  it.each<[string, readonly Row[], Budgeting, readonly number[]]>([
    ['on the target of the slice is good', [[95, 5]], timeSlices(), [1, 0, 0, 0, 0]],
    ['one event below it is bad', [[94, 6]], timeSlices(), [0, 1, 0, 0, 0]],
    [
      'a target too fine for plain numbers',
      [
        [3, 0],
        [2, 1],
      ],
      timeSlices({ sliceTarget: ratio(999_999_999n, 1_000_000_000n) }),
      [1, 1, 0, 0, 0],
    ],
    ['at the minimum volume bad counts', [[0, 10]], timeSlices({ minimumVolume: 10 }), [0, 1, 0, 0, 0]],
    ['below the minimum volume it does not', [[0, 9]], timeSlices({ minimumVolume: 10 }), [1, 0, 0, 0, 0]],
    [
      'unknown that decides nothing',
      [
        [95, 0, 5],
        [0, 95, 5],
      ],
      timeSlices(),
      [1, 1, 0, 0, 0],
    ],
    ['unknown that decides', [[94, 0, 6]], timeSlices(), [0, 0, 1, 0, 0]],
    ['only excluded', [[0, 0, 0, 7]], timeSlices({ missingData: 'bad' }), [0, 0, 0, 1, 0]],
    ['partly excluded counts by the rest', [[1, 1, 0, 7]], timeSlices(), [0, 1, 0, 0, 0]],
    [
      'hold begins with nothing to hold',
      [
        [0, 0],
        [1, 0],
        [0, 0, 0, 1],
        [0, 0],
      ],
      timeSlices({ missingData: 'hold' }),
      [2, 0, 0, 1, 1],
    ],
    [
      'excluded ratio slices',
      [
        [0, 0, 0, 2],
        [1, 1],
      ],
      { method: 'ratio_time_slices', missingData: 'bad' },
      [0, 1, 0, 1, 0],
    ],
    [
      'a ratio slice with something unknown',
      [[1, 0, 1]],
      { method: 'ratio_time_slices', missingData: 'bad' },
      [0, 0, 1, 0, 0],
    ],
  ])('%s', (_name, given, rule, counts) => {
    expect(figures(tallySlices(columnsOf(given), rule))).toEqual(counts);
  });

  it.each<[number, number, string]>([
    [1, 5, 'five bad slices of seven count'],
    [2, 5, 'all runs are long enough'],
    [3, 3, 'the run of two is too short'],
    [4, 0, 'no run is long enough'],
  ])('runs of at least %i: %s', (minimumConsecutive, bad) => {
    const series = columnsOf([
      [0, 1],
      [0, 1],
      [1, 0],
      [0, 1],
      [0, 1],
      [0, 1],
      [1, 0],
    ]);
    const tally = tallySlices(series, timeSlices({ minimumConsecutive }));
    expect([tally.bad, tally.good + tally.bad]).toEqual([BigInt(bad), 7n]);
  });

  it('hold looks back before the first slice that is asked for', () => {
    const columns = columnsOf([
      [1, 1],
      [0, 0],
      [0, 0],
    ]);
    expect(figures(tallySlices(columns, timeSlices({ missingData: 'hold' }), 2))).toEqual([0, 1, 0, 0, 0]);
    expect(text(tallySlices(columns, { method: 'ratio_time_slices', missingData: 'hold' }, 2).share)).toBe('1/2');
  });

  it('says nothing where nothing counts', () => {
    for (const method of ['occurrences', 'ratio_time_slices'] as const) {
      const tally = tallySlices(columnsOf([[0, 0]]), { method, missingData: 'ignore' });
      expect([tally.share, tally.low, tally.high, tally.missing]).toEqual([undefined, undefined, undefined, 1n]);
    }
  });

  it.each<[string, Partial<Extract<Budgeting, { method: 'time_slices' }>>, string | undefined]>([
    ['a slice target of 1', { sliceTarget: ratio(1n) }, undefined],
    ['a slice target above 1', { sliceTarget: ratio(1_000_001n, 1_000_000n) }, 'engine.slice_target_range'],
    ['a slice target of 0', { sliceTarget: ratio(0n) }, 'engine.slice_target_range'],
    ['runs of 0', { minimumConsecutive: 0 }, 'engine.whole_number_from'],
    ['a volume of half an event', { minimumVolume: 0.5 }, 'engine.whole_number_from'],
    ['a volume below 0', { minimumVolume: -1 }, 'engine.whole_number_from'],
  ])('%s', (_name, changes, reason) => {
    const check = (): void => checkBudgeting(timeSlices(changes));
    if (reason === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ reason }));
    expect(() => checkBudgeting({ method: 'occurrences', missingData: 'bad' })).not.toThrow();
  });

  it('compares a mean exactly that is too long to travel', () => {
    const primes = Array.from({ length: 400 }, (_, i) => 2 * i + 101);
    const columns = columnsOf(primes.map((total) => [total - 1, 1]));
    const { share } = tallySlices(columns, { method: 'ratio_time_slices', missingData: 'ignore' });
    if (share === undefined) throw new Error('slices with events have a mean');
    const exact = primes.map((total) => ratio(total - 1, total)).reduce(add);
    const mean = ratio(exact.num, exact.den * 400n);
    const hair = ratio(1n, mean.den * 1_000n);
    expect(shareMeets(share, mean)).toBe(true);
    expect(shareMeets(share, add(mean, hair))).toBe(false);
    const cut = travelling(share);
    expect(cut.exact).toBe(false);
    expect([compare(cut.ratio, mean), compare(add(cut.ratio, ratio(1n, 10n ** 18n)), mean)]).toEqual([-1, 1]);
    expect(travelling({ num: 1n, den: 1n << BigInt(MAX_REDUCED_BITS - 1) }).exact).toBe(true);
    expect(travelling({ num: 1n, den: 1n << BigInt(MAX_REDUCED_BITS) }).exact).toBe(false);
  });
});

const rules: fc.Arbitrary<Budgeting> = fc
  .record({
    method: fc.constantFrom('occurrences', 'time_slices', 'ratio_time_slices'),
    missingData: fc.constantFrom(...MISSING),
    minimumVolume: fc.constantFrom(0, 2),
    minimumConsecutive: fc.integer({ min: 1, max: 4 }),
    sliceTarget: fc.constantFrom(ratio(1n), ratio(1n, 2n), ratio(2n, 3n)),
  })
  .map(
    (rule): Budgeting =>
      (rule.method === 'time_slices'
        ? { ...rule, method: 'time_slices' }
        : { method: rule.method, missingData: rule.missingData }) as Budgeting,
  );

const asRatio = (share: Share): Ratio => ratio(share.num, share.den);

describe('laws', () => {
  it('bounds contain every completion of unknown', () => {
    fc.assert(
      fc.property(rows(12), rules, fc.array(fc.nat(2), { minLength: 12, maxLength: 12 }), (given, rule, ups) => {
        const tally = tallySlices(columnsOf(given), rule);
        const completed = given.map(([good, bad, unknown = 0, excluded]): Row => {
          const up = Math.min(ups[good + bad + unknown] ?? 0, unknown);
          return [good + up, bad + unknown - up, 0, excluded];
        });
        const { share, missing } = tallySlices(columnsOf(completed), rule);
        expect(missing).toBe(tally.missing);
        if (share === undefined) return expect(tally.low).toBeUndefined();
        if (tally.low === undefined || tally.high === undefined) throw new Error('what counts has bounds');
        expect(compare(asRatio(tally.low), asRatio(share))).not.toBe(1);
        expect(compare(asRatio(share), asRatio(tally.high))).not.toBe(1);
      }),
      RUNS,
    );
  });

  it('exclusions never create uptime out of nothing: taking events out adds no good slice', () => {
    fc.assert(
      fc.property(rows(12), rules, fc.nat(11), (given, rule, i) => {
        if (
          rule.method === 'time_slices' &&
          (rule.missingData === 'hold' || rule.minimumConsecutive > 1 || rule.minimumVolume > 0)
        )
          return;
        if (rule.method === 'ratio_time_slices' && rule.missingData === 'hold') return;
        const excluded = given.map(([g, b, u = 0, x = 0], k): Row =>
          k === i ? [0, 0, 0, g + b + u + x || 1] : [g, b, u, x],
        );
        const [before, after] = [tallySlices(columnsOf(given), rule), tallySlices(columnsOf(excluded), rule)];
        expect(after.good <= before.good).toBe(true);
        expect(after.bad <= before.bad).toBe(true);
      }),
      RUNS,
    );
  });

  it('every slice is counted once', () => {
    fc.assert(
      fc.property(rows(), rules, (given, rule) => {
        if (rule.method === 'occurrences') return;
        const { good, bad, unknown, excluded, missing } = tallySlices(columnsOf(given), rule);
        expect(good + bad + unknown + excluded + missing).toBe(BigInt(given.length));
      }),
      RUNS,
    );
  });
});
