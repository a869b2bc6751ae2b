import { describe, expect, it } from '@jest/globals';
import { effectiveWindows } from '@sla/calendar';
import { multiply, parseDecimal, parseInstant, parseMoney, ratio, type Interval, type Ratio } from '@sla/kernel';
import fc from 'fast-check';
import { availability, termsOf } from '../terms/terms.fixture.js';
import type { AgreementTerms, CreditClause } from '../terms/terms.js';
import { creditsOf, type JudgedWindow } from './credits-of.js';

const share = (percent: string): Ratio => multiply(parseDecimal(percent), ratio(1n, 100n));

const CLAUSE: CreditClause = {
  id: 'monthly',
  objective: 'availability',
  tiers: [{ below: share('99.9'), belowPercent: '99.9', percent: share('10'), percentText: '10' }],
  capPercent: share('100'),
  capPercentText: '100',
  minimumRule: 'at_least',
  rounding: 'half_up',
};
const QUARTERLY: CreditClause = { ...CLAUSE, id: 'quarterly', objective: 'quarterly' };

const terms = (...credits: readonly CreditClause[]): AgreementTerms =>
  termsOf({
    monthlyCharge: parseMoney('100.00', 'EUR'),
    objectives: [availability(), availability({ id: 'quarterly', window: { kind: 'quarter', timeZone: 'UTC' } })],
    credits,
  });

const YEARS = { start: parseInstant('2025-01-01T00:00:00Z'), end: parseInstant('2027-01-01T00:00:00Z') };
const windowsOf = (kind: 'month' | 'quarter'): readonly Interval[] =>
  effectiveWindows({ kind, timeZone: 'UTC' }, YEARS, YEARS.end, 'clip').map(({ effective }) => effective);

/** Attained percentages of consecutive windows. */
const judged = (percents: readonly string[], kind: 'month' | 'quarter' = 'month'): readonly JudgedWindow[] =>
  percents.map((percent, i) => {
    const fraction = share(percent);
    const verdict = Number(percent) >= 99.9 ? ('met' as const) : ('missed' as const);
    return {
      objective: kind === 'month' ? 'availability' : 'quarterly',
      window: windowsOf(kind)[i] as Interval,
      basis: { verdict, fraction, low: fraction, high: fraction },
      settled: true,
    };
  });

const amounts = (of: AgreementTerms, windows: readonly JudgedWindow[]): readonly bigint[] =>
  creditsOf(of, windows).map(({ result }) => result.amount.amountMinor);

describe('all credits of an agreement', () => {
  it('pays each clause for each window of its objective', () => {
    expect(amounts(terms(CLAUSE), judged(['99', '100', '99.5']))).toEqual([1_000n, 0n, 1_000n]);
  });

  it('caps twelve months: the twelfth bad month has what the eleven before left, the thirteenth forgets the first', () => {
    const capped = { ...CLAUSE, rollingCapPercent: share('5'), rollingCapPercentText: '5' };
    // Charges grow with the term: 5 % of 100, 200, 300 … is left, minus what was paid.
    const bad = judged(Array.from({ length: 14 }, () => '99'));
    expect(amounts(terms(capped), bad)).toEqual([500n, ...Array.from({ length: 13 }, () => 500n)]);
    const good = judged([...Array.from({ length: 11 }, () => '100'), '99', '99']);
    expect(amounts(terms(capped), good).slice(11)).toEqual([1_000n, 1_000n]);
  });

  it('a window under review holds back what it may still cost', () => {
    const capped = { ...CLAUSE, rollingCapPercent: share('5'), rollingCapPercentText: '5' };
    const [first, second] = judged(['99', '99']);
    const review = { ...first, basis: { ...first?.basis, verdict: 'review_required' as const } } as JudgedWindow;
    expect(amounts(terms(capped), [review, second as JudgedWindow])).toEqual([0n, 500n]);
  });

  describe('of one family', () => {
    const family = { family: 'outages' };
    const both = terms({ ...CLAUSE, ...family }, { ...QUARTERLY, ...family });

    it('pays the largest for the same time', () => {
      const windows = [...judged(['99', '100', '99', '99']), ...judged(['99'], 'quarter')];
      expect(amounts(both, windows)).toEqual([0n, 0n, 0n, 1_000n, 3_000n]);
      const [setAside] = creditsOf(both, windows);
      expect(setAside?.result.explanation.children.at(-1)).toMatchObject({
        key: 'credit.set_aside',
        params: { id: 'monthly', kept: 'quarterly', family: 'outages' },
      });
    });

    it('without a family both are paid', () => {
      expect(amounts(terms(CLAUSE, QUARTERLY), [...judged(['99']), ...judged(['99'], 'quarter')])).toEqual([
        1_000n,
        3_000n,
      ]);
    });
  });

  describe('that can be earned back', () => {
    const clause = { ...CLAUSE, earnBack: { windows: 2, target: share('99.95'), targetPercent: '99.95' } };
    it.each([
      ['two better windows give it back', ['99', '99.95', '100'], [0n, 0n, 0n]],
      ['one is not enough', ['99', '99.95'], [1_000n, 0n]],
      ['one that only keeps the promise breaks it', ['99', '99.95', '99.9'], [1_000n, 0n, 0n]],
    ])('%s', (_name, percents, expected) => expect(amounts(terms(clause), judged(percents))).toEqual(expected));

    it('an open window proves nothing yet, and a missing one breaks the row', () => {
      const [missed, second, third, fourth] = judged(['99', '100', '100', '100']) as [
        JudgedWindow,
        JudgedWindow,
        JudgedWindow,
        JudgedWindow,
      ];
      expect(amounts(terms(clause), [missed, second, { ...third, settled: false }])[0]).toBe(1_000n);
      expect(amounts(terms(clause), [missed, third, fourth])[0]).toBe(1_000n);
    });
  });

  it('does not depend on the order in which windows are known (law)', () => {
    const all = terms(
      { ...CLAUSE, family: 'outages', rollingCapPercent: share('7'), rollingCapPercentText: '7' },
      { ...QUARTERLY, family: 'outages' },
    );
    const percents = (n: number) =>
      fc.array(fc.constantFrom('98', '99.8', '99.9', '100'), { minLength: n, maxLength: n });
    fc.assert(
      fc.property(percents(18), percents(6), fc.infiniteStream(fc.nat()), (months, quarters, chance) => {
        const windows = [...judged(months), ...judged(quarters, 'quarter')];
        const shuffled = windows
          .map((window) => ({ window, rank: chance.next().value as number }))
          .toSorted((a, b) => a.rank - b.rank)
          .map(({ window }) => window);
        expect(amounts(all, shuffled)).toEqual(amounts(all, windows));
      }),
      { numRuns: 300 },
    );
  });
});
