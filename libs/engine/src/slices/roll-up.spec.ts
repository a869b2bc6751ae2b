import { describe, expect, it } from '@jest/globals';
import { ratio } from '@sla/kernel';
import fc from 'fast-check';
import { tallySlices, type Budgeting } from './budgeting.js';
import type { SliceTally } from './slice-tally.js';
import { RollUp } from './roll-up.js';
import { columnsOf, rows, type Row } from './slices.fixture.js';

const RUNS = { numRuns: 10_000 };
type RolledUp = Exclude<Budgeting, { method: 'ratio_time_slices' }>;

const rules: fc.Arbitrary<RolledUp> = fc.oneof(
  fc.record({
    method: fc.constant('occurrences' as const),
    missingData: fc.constantFrom('good' as const, 'ignore' as const),
  }),
  fc.record({
    method: fc.constant('time_slices' as const),
    missingData: fc.constantFrom('good' as const, 'bad' as const, 'ignore' as const, 'hold' as const),
    minimumVolume: fc.constantFrom(0, 2),
    minimumConsecutive: fc.integer({ min: 1, max: 6 }),
    sliceTarget: fc.constantFrom(ratio(1n), ratio(1n, 2n)),
  }),
);

/** Shares that are equal may be written differently. */
const same = (a: SliceTally, b: SliceTally): void => {
  const reduced = ({ share, low, high, ...counts }: SliceTally): object => ({
    ...counts,
    shares: [share, low, high].map((s) => s && ratio(s.num, s.den)),
  });
  expect(reduced(a)).toEqual(reduced(b));
};

describe('roll-ups', () => {
  it('say the same as the slices, over any span', () => {
    fc.assert(
      fc.property(rows(), rules, fc.integer({ min: 1, max: 7 }), fc.nat(40), fc.nat(40), (given, rule, size, a, b) => {
        const columns = columnsOf(given);
        const [from, to] = [Math.min(a, b, given.length), Math.min(Math.max(a, b), given.length)];
        same(new RollUp(columns, rule, size).tally(from, to), tallySlices(columns, rule, from, to));
      }),
      RUNS,
    );
  });

  it('take in a late sample as if it had always been there', () => {
    fc.assert(
      fc.property(rows(30), rules, fc.integer({ min: 1, max: 7 }), fc.nat(29), fc.nat(3), (given, rule, size, i, n) => {
        if (i >= given.length) return;
        const columns = columnsOf(given);
        const rollUp = new RollUp(columns, rule, size);
        columns.bad[i] = n;
        columns.good[i] = 0;
        rollUp.refresh(i);
        same(rollUp.tally(), tallySlices(columns, rule));
      }),
      RUNS,
    );
  });

  it('join a run of bad slices across groups', () => {
    const down = Array.from({ length: 9 }, (): Row => [0, 1]);
    const columns = columnsOf([[1, 0], ...down, [1, 0]]);
    const rule = { method: 'time_slices', missingData: 'ignore', minimumVolume: 0, sliceTarget: ratio(1n) } as const;
    expect(new RollUp(columns, { ...rule, minimumConsecutive: 9 }, 4).tally().bad).toBe(9n);
    expect(new RollUp(columns, { ...rule, minimumConsecutive: 10 }, 4).tally().bad).toBe(0n);
  });

  it('keep as little as a few numbers for an hour', () => {
    const columns = columnsOf(Array.from({ length: 64 * 60 }, (): Row => [1, 0]));
    expect(new RollUp(columns, { method: 'occurrences', missingData: 'ignore' }, 60).bytes).toBe(2 * 64 * 8 * 8);
  });
});
