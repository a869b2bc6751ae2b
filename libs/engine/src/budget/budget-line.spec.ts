import { describe, expect, it } from '@jest/globals';
import { ratio, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import { at } from '../slices/slices.fixture.js';
import { budgetLine, forecastExhaustion } from './budget-line.js';

describe('both views of a budget', () => {
  it('to date it grows with good time, over the whole window it is fixed', () => {
    const line = budgetLine({ target: ratio(999n, 1_000n), counted: 864_000n, bad: 600n, expected: 2_592_000n });
    expect(line.toDate).toEqual({ total: 864n, used: 600n, left: 264n });
    expect(line.wholeWindow).toEqual({ total: 2_592n, used: 600n, left: 1_992n });
    expect(line.consumed).toEqual(ratio(600n, 2_592n));
  });

  it('without a known size there is only the budget to date', () => {
    const line = budgetLine({ target: ratio(97n, 100n), counted: 3_663_253n, bad: 14_066n, expected: undefined });
    expect([line.toDate.total, line.wholeWindow]).toEqual([109_897n, undefined]);
    expect(line.consumed).toEqual(ratio(1_406_600n, 10_989_759n));
  });

  it('a target of all has no share to consume', () => {
    const line = budgetLine({ target: ratio(1n), counted: 10n, bad: 1n, expected: 10n });
    expect([line.consumed, line.toDate.left]).toEqual([undefined, -1n]);
  });
});

describe('forecast', () => {
  const window = { start: at(0), end: at(1_000) };
  it.each<[string, bigint, bigint, number, object]>([
    ['nothing burns', 600_000n, 0n, 60_000, { kind: 'never' }],
    ['nothing is left', 0n, 5n, 60_000, { kind: 'exhausted' }],
    ['overspent without burn', -1n, 0n, 60_000, { kind: 'exhausted' }],
    ['half of the time burns', 600_000n, 30_000n, 60_000, { kind: 'at', at: at(120), insideWindow: true }],
    ['a part of a millisecond counts as one', 1n, 3n, 10, { kind: 'at', at: at(100) + 4, insideWindow: true }],
    ['exactly at the end is after it', 900n, 1n, 60_000, { kind: 'at', at: at(1_000), insideWindow: false }],
    ['further than instants reach', 10n ** 18n, 1n, 60_000, { kind: 'never' }],
  ])('%s', (_name, left, bad, lookbackMs, forecast) => {
    expect(forecastExhaustion(left, { judgedAt: at(100), bad, lookbackMs }, window)).toEqual(forecast);
  });

  it('is the first millisecond at which nothing is left', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, 10n ** 6n),
        fc.bigInt(1n, 10n ** 6n),
        fc.integer({ min: 1, max: 10 ** 6 }),
        (left, bad, lookbackMs) => {
          const forecast = forecastExhaustion(left, { judgedAt: 0 as Instant, bad, lookbackMs }, window);
          if (forecast.kind !== 'at') throw new Error('something burns');
          const burned = (ms: bigint): boolean => bad * ms >= left * BigInt(lookbackMs);
          expect([burned(BigInt(forecast.at)), burned(BigInt(forecast.at) - 1n)]).toEqual([true, false]);
        },
      ),
      { numRuns: 10_000 },
    );
  });
});
