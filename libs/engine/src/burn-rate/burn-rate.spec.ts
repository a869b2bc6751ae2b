import { describe, expect, it } from '@jest/globals';
import { compare, multiply, parseDecimal, ratio, subtract, ONE, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import { at } from '../slices/slices.fixture.js';
import { checkAlert, firings, MAX_ALERT_WINDOWS, scaledWindow, type BurnAlert } from './burn-alert.js';
import { budgetSpent, burnFactor, burnRateOf, detectionMs, exhaustionMs, greatestBurn } from './burn-rate.js';
import { exceedances, type Load } from './exceedances.js';

const MIN = 60_000;
const HOUR = 60 * MIN;
const DAY = 24 * HOUR;
const alert = (changes: Partial<BurnAlert> = {}): BurnAlert => ({
  target: ratio(999n, 1_000n),
  factor: parseDecimal('14.4'),
  windowsMs: [HOUR, 5 * MIN],
  holdMs: 0,
  ...changes,
});

describe('burn rates', () => {
  it('a factor is the budget share scaled from the window to the period', () => {
    expect(burnFactor(ratio(2n, 100n), 30 * DAY, HOUR)).toEqual(parseDecimal('14.4'));
    expect(budgetSpent(parseDecimal('14.4'), 30 * DAY, HOUR)).toEqual(ratio(2n, 100n));
    expect(burnRateOf(ratio(10n, 100n), ratio(99n, 100n))).toEqual(ratio(10n));
    expect(greatestBurn(ratio(9n, 10n))).toEqual(ratio(10n));
  });

  it.each(['1', '1.01', '0', '-1'])('a target of %s has no budget to burn', (target) => {
    expect(() => greatestBurn(parseDecimal(target))).toThrow(
      expect.objectContaining({ reason: 'engine.no_budget_to_burn' }),
    );
  });

  it('a budget lasts for the period over the rate, and for ever without burn', () => {
    expect(exhaustionMs(28 * DAY, ratio(14n))).toEqual(ratio(48 * HOUR));
    expect(exhaustionMs(28 * DAY, ratio(0n))).toBeUndefined();
    expect(detectionMs(HOUR, parseDecimal('0.0144'), parseDecimal('0.15'))).toEqual(parseDecimal('345600'));
    expect(detectionMs(HOUR, ratio(1n, 10n), ratio(1n, 10n))).toBeUndefined();
  });
});

describe('alerts that cannot work', () => {
  it.each<[string, Partial<BurnAlert>, string | undefined]>([
    ['14.4 at 99.9 %', {}, undefined],
    ['just below a total outage', { target: ratio(9n, 10n), factor: parseDecimal('9.9999') }, undefined],
    ['a total outage is not above itself', { target: ratio(9n, 10n), factor: ratio(10n) }, 'engine.alert_never_fires'],
    ['beyond a total outage', { target: ratio(9n, 10n), factor: parseDecimal('14.4') }, 'engine.alert_never_fires'],
    ['a factor of zero', { factor: ratio(0n) }, 'engine.alert_factor_zero'],
    ['no window', { windowsMs: [] }, 'engine.alert_window_empty'],
    ['an empty window', { windowsMs: [HOUR, 0] }, 'engine.alert_window_empty'],
    ['half a millisecond', { windowsMs: [0.5] }, 'engine.alert_window_empty'],
    ['as many windows as there may be', { windowsMs: [4, 3, 2, 1] }, undefined],
    [
      'one window more',
      { windowsMs: Array.from({ length: MAX_ALERT_WINDOWS + 1 }, (_, i) => 9 - i) },
      'engine.alert_window_empty',
    ],
    ['windows of one length', { windowsMs: [HOUR, HOUR] }, 'engine.alert_window_order'],
    ['a negative wait', { holdMs: -1 }, 'engine.alert_hold'],
    ['a broken wait', { holdMs: 0.5 }, 'engine.alert_hold'],
  ])('%s', (_name, changes, reason) => {
    const check = (): void => checkAlert(alert(changes));
    if (reason === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ reason }));
  });

  it.each([
    [5 * MIN, ratio(1n, 2n), 3 * MIN],
    [5 * MIN, ratio(1n, 4n), MIN],
    [5 * MIN, ratio(1n, 10n), MIN],
  ])('%i ms scaled by a share', (length, share, scaled) => expect(scaledWindow(length, share, MIN)).toBe(scaled));

  it('a window of which nothing is left is refused', () => {
    expect(() => scaledWindow(5 * MIN, ratio(1n, 56n), MIN)).toThrow(
      expect.objectContaining({ reason: 'engine.alert_window_vanishes' }),
    );
  });
});

/** One-minute pieces: a thousand events each, of which some are bad. */
const minutes = (bads: readonly number[], from = 0): readonly Load[] =>
  bads.map((bad, i) => ({ start: at(from + i), end: at(from + i + 1), bad: BigInt(bad), total: 1_000n }));
const steady = (bad: number, count: number): readonly number[] => Array<number>(count).fill(bad);

describe('detection and reset', () => {
  it('a 15 % error rate trips 14.4 of one hour after 5 min 45.6 s, and the short window resets it', () => {
    const series = minutes([...steady(0, 120), ...steady(150, 10), ...steady(0, 60)]);
    const [only, ...more] = firings(alert({ windowsMs: [HOUR, 5 * MIN] }), series, { start: at(0), end: at(190) });
    // Exactly at 345,600 ms the ratio equals the threshold; it is above it one millisecond later.
    expect([only?.start, more]).toEqual([at(120) + 345_601, []]);
    // The five minutes hold 0.0144 x 300 s / 0.15 = 28.8 s of errors when they are no longer above.
    expect(only?.end).toBe(at(135) - 28_800);
  });

  it('waits as long as it was told to, and not at all for what is over by then', () => {
    const series = minutes([...steady(0, 120), ...steady(150, 10), ...steady(0, 60)]);
    const span = { start: at(0), end: at(190) };
    const [plain] = firings(alert(), series, span);
    const [held] = firings(alert({ holdMs: 2 * MIN }), series, span);
    expect([held?.start, held?.end]).toEqual([(plain?.start ?? 0) + 2 * MIN, plain?.end]);
    expect(firings(alert({ holdMs: HOUR }), series, span)).toEqual([]);
  });

  it('is quiet without events, and fires until the end while it lasts', () => {
    const span = { start: at(0), end: at(60) };
    expect(exceedances([], HOUR, ratio(1n, 100n), span)).toEqual([]);
    expect(exceedances(minutes(steady(20, 60)), HOUR, ratio(1n, 100n), span)).toEqual([
      { start: at(0) + 1, end: at(60) },
    ]);
    expect(exceedances(minutes(steady(20, 60), -30), HOUR, ratio(1n, 100n), span)[0]?.start).toBe(at(0));
  });

  it('refuses a series that is none', () => {
    const [one] = minutes([1]);
    if (one === undefined) throw new Error('a piece');
    for (const wrong of [[{ ...one, bad: 1_001n }], [{ ...one, end: one.start }], [one, one]])
      expect(() => exceedances(wrong, HOUR, ratio(1n, 100n), { start: at(0), end: at(1) })).toThrow('piece');
  });

  it('agrees with a second implementation that tries every millisecond', () => {
    const pieces = fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 4 }), fc.nat(3), fc.nat(3)), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 5 }), (given, window, sixths) => {
        let time = 0;
        const series = given.map(([gap, length, bad, good]): Load => {
          const start = (time += gap);
          time += length;
          return { start: start as Instant, end: time as Instant, bad: BigInt(bad), total: BigInt(bad + good) };
        });
        const threshold = ratio(sixths, 6n);
        const found = exceedances(series, window, threshold, { start: 0 as Instant, end: 30 as Instant });
        for (let t = 0; t < 30; t++) {
          const [bad, total] = [shareOf(series, t, window, 'bad'), shareOf(series, t, window, 'total')];
          const above = compare(bad, multiply(threshold, total)) > 0;
          expect(found.some(({ start, end }) => t >= start && t < end)).toBe(above);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it('a total outage is always found, at the threshold x window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 50 }), (percent, windowMin) => {
        const threshold = subtract(ONE, ratio(percent, 100n));
        const series = [...minutes(steady(0, windowMin), -windowMin), ...minutes(steady(1_000, windowMin + 1))];
        const [first] = exceedances(series, windowMin * MIN, threshold, { start: at(0), end: at(windowMin + 1) });
        const detected = detectionMs(windowMin * MIN, threshold, ONE);
        expect(first?.start).toBe(at(0) + Number((detected?.num ?? 0n) / (detected?.den ?? 1n)) + 1);
      }),
      { numRuns: 10_000 },
    );
  });
});

/** Events within (t - window, t], each piece spread evenly. */
function shareOf(series: readonly Load[], t: number, window: number, of: 'bad' | 'total') {
  return series
    .map((piece) => {
      const overlap = Math.max(0, Math.min(piece.end, t) - Math.max(piece.start, t - window));
      return ratio(piece[of] * BigInt(overlap), piece.end - piece.start);
    })
    .reduce((sum, part) => ratio(sum.num * part.den + part.num * sum.den, sum.den * part.den), ratio(0n));
}
