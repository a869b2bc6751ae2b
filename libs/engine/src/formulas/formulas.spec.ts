import { describe, expect, it } from '@jest/globals';
import {
  compare,
  formatDecimal,
  formatRatio,
  HOUR_MS,
  ONE,
  parseDecimal,
  ratio,
  ZERO,
  type Instant,
  type Ratio,
} from '@sla/kernel';
import fc from 'fast-check';
import { completionRate, costEfficiency, csat, defectRate, improvementRate, nps } from './rates.js';
import { atLeast, inParallel, inSeries } from './reliability.js';
import { availabilityOf, mtbf, mtta, mttr, rpoAchieved, rtoAchieved } from './times.js';

const text = (r: Ratio | undefined): string => (r === undefined ? 'unknown' : formatRatio(r));
const d = parseDecimal;
const at = (ms: number): Instant => ms as Instant;

describe('formulas', () => {
  it.each<[string, Ratio | undefined, string]>([
    ['MTTR of 10 and 20', mttr([10, 21]), '31/2'],
    ['MTTR without repairs', mttr([]), 'unknown'],
    ['MTTR of a repair in no time', mttr([0]), '0/1'],
    ['MTTA', mtta([1, 1, 2]), '4/3'],
    ['MTTA without acknowledgements', mtta([]), 'unknown'],
    ['MTBF without failures', mtbf(1000, 0), 'unknown'],
    ['MTBF of no up time', mtbf(0, 2), '0/1'],
    ['availability of nothing', availabilityOf(ZERO, ZERO), 'unknown'],
    ['availability without MTBF', availabilityOf(undefined, ONE), 'unknown'],
    ['availability without MTTR', availabilityOf(ONE, undefined), 'unknown'],
    ['availability that never fails for long', availabilityOf(ONE, ZERO), '1/1'],
    ['CSAT of 45 in 50', csat(45, 50), '9/10'],
    ['CSAT without answers', csat(0, 0), 'unknown'],
    ['CSAT without answers, none needed', csat(0, 0, 0), 'unknown'],
    ['CSAT below the minimum', csat(9, 9, 10), 'unknown'],
    ['CSAT at the minimum', csat(9, 10, 10), '9/10'],
    ['NPS of 3 promoters, 1 passive, 1 detractor', nps([9, 10, 10, 8, 6]), '40/1'],
    ['NPS at the edges of the classes', nps([9, 8, 7, 6]), '0/1'],
    ['NPS of detractors only', nps([0, 6]), '-100/1'],
    ['NPS without answers', nps([]), 'unknown'],
    ['NPS below the minimum', nps([10], 2), 'unknown'],
    ['CSE on budget', costEfficiency(100n, 100n), '1/1'],
    ['CSE below budget', costEfficiency(90n, 100n), '9/10'],
    ['CSE without a budget', costEfficiency(90n, 0n), 'unknown'],
    ['improvement, lower is better', improvementRate(d('10'), d('8'), 'lower'), '1/5'],
    ['worse, lower is better', improvementRate(d('8'), d('10'), 'lower'), '-1/4'],
    ['improvement, higher is better', improvementRate(d('80'), d('90'), 'higher'), '1/8'],
    ['improvement from below zero', improvementRate(d('-50'), d('-25'), 'higher'), '1/2'],
    ['improvement of nothing', improvementRate(ZERO, ONE, 'higher'), 'unknown'],
    ['improvement from the unknown', improvementRate(undefined, ONE, 'higher'), 'unknown'],
    ['improvement to the unknown', improvementRate(ONE, undefined, 'higher'), 'unknown'],
    ['defects', defectRate(1, 200), '1/200'],
    ['defects without opportunities', defectRate(0, 0), 'unknown'],
    ['completion', completionRate(3, 4), '3/4'],
    ['completion when nothing was due', completionRate(0, 0), 'unknown'],
  ])('%s: %s', (_name, value, expected) => expect(text(value)).toBe(expected));

  it('719 h up, 2 failures, 1 h of repair', () => {
    const [between, restore] = [mtbf(719 * HOUR_MS, 2), mttr([HOUR_MS / 2, HOUR_MS / 2])];
    const availability = availabilityOf(between, restore);
    expect([text(between), text(restore)]).toEqual([`${359.5 * HOUR_MS}/1`, `${0.5 * HOUR_MS}/1`]);
    expect(text(availability)).toBe('719/720');
    expect(
      availability === undefined ? '' : formatDecimal(ratio(availability.num * 100n, availability.den), 9, 'half_up'),
    ).toBe('99.861111111');
  });

  it('recovery achieved is unknown until something was recovered', () => {
    expect([rtoAchieved(at(100), at(400)), rtoAchieved(at(100), undefined)]).toEqual([300, undefined]);
    expect([rpoAchieved(at(100), at(40)), rpoAchieved(at(100), undefined)]).toEqual([60, undefined]);
  });
});

describe('independent parts', () => {
  it.each<[string, Ratio | undefined, string]>([
    ['in series', inSeries([d('0.99'), d('0.9')]), '891/1000'],
    ['in parallel', inParallel([d('0.99'), d('0.9')]), '999/1000'],
    ['two of three equal ones', atLeast(2, [d('0.9'), d('0.9'), d('0.9')]), '243/250'],
    ['two of three different ones', atLeast(2, [d('0.5'), d('0.9'), ONE]), '19/20'],
    ['one', inSeries([d('0.5')]), '1/2'],
    ['none', inSeries([]), 'unknown'],
    ['none in parallel', inParallel([]), 'unknown'],
    ['an unknown one in series', inSeries([undefined, d('0.9')]), 'unknown'],
    ['an unknown one beside a dead one', inSeries([undefined, ZERO]), '0/1'],
    ['an unknown one in parallel', inParallel([undefined, d('0.9')]), 'unknown'],
    ['an unknown one beside one that never fails', inParallel([undefined, ONE]), '1/1'],
    ['none needed', atLeast(0, [ONE]), 'unknown'],
    ['more needed than there are', atLeast(2, [ONE]), 'unknown'],
    ['half a part needed', atLeast(0.5, [ONE]), 'unknown'],
  ])('%s: %s', (_name, value, expected) => expect(text(value)).toBe(expected));

  const availabilities = fc.array(
    fc.integer({ min: 0, max: 10 }).map((n) => ratio(n, 10)),
    { minLength: 1, maxLength: 5 },
  );

  it('n of m agrees with adding up every combination, and needing more never helps', () => {
    fc.assert(
      fc.property(availabilities, (parts) => {
        for (let needed = 1; needed <= parts.length; needed++) {
          const value = atLeast(needed, parts);
          expect(text(value)).toBe(text(byCombination(needed, parts)));
          const more = atLeast(needed + 1, parts) ?? ZERO;
          expect(compare(value ?? ZERO, more)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  /** Every set of working parts, one by one. */
  function byCombination(needed: number, parts: readonly Ratio[]): Ratio {
    let [num, den] = [0n, 1n];
    for (let set = 0; set < 2 ** parts.length; set++) {
      const works = parts.map((_, i) => ((set >> i) & 1) === 1);
      if (works.filter(Boolean).length < needed) continue;
      const chance = parts.map((p, i) => (works[i] === true ? p : ratio(p.den - p.num, p.den)));
      const [n, m] = [chance.reduce((a, c) => a * c.num, 1n), chance.reduce((a, c) => a * c.den, 1n)];
      [num, den] = [num * m + n * den, den * m];
    }
    return ratio(num, den);
  }
});
