import { describe, expect, it } from '@jest/globals';
import { compare, multiply, parseDecimal, parseMoney, ratio, type Ratio } from '@sla/kernel';
import fc from 'fast-check';
import { availability, termsOf } from '../terms/terms.fixture.js';
import type { AgreementTerms, CreditClause, CreditTier } from '../terms/terms.js';
import { creditFor, type CreditHistory, type CreditResult } from './credit.js';

const share = (percent: string): Ratio => multiply(parseDecimal(percent), ratio(1n, 100n));
const tier = (belowPercent: string, percentText: string): CreditTier => ({
  below: share(belowPercent),
  belowPercent,
  percent: share(percentText),
  percentText,
});

const CLAUSE: CreditClause = {
  id: 'c',
  objective: 'availability',
  tiers: [tier('99.9', '1'), tier('99', '30')],
  capPercent: share('20'),
  capPercentText: '20',
  minimumRule: 'at_least',
  rounding: 'half_up',
};

function terms(clause: Partial<CreditClause> = {}, charge = '1000.00', currency = 'EUR'): AgreementTerms {
  return termsOf({ monthlyCharge: parseMoney(charge, currency), credits: [{ ...CLAUSE, ...clause }] });
}

const missedAt = (percent: string, of = terms(), history?: CreditHistory): CreditResult => {
  const fraction = share(percent);
  return creditFor(of, 'c', { verdict: 'missed', fraction, low: fraction, high: fraction }, history);
};
const keysOf = ({ explanation }: CreditResult): readonly string[] => explanation.children.map(({ key }) => key);

describe('the credit of one clause for one window', () => {
  it.each([
    ['just below the target', '99.8999', 1_000n],
    ['on the second threshold: the better tier', '99', 1_000n],
    ['a hair below the second threshold: capped at 20 %', '98.9999999999', 20_000n],
    ['nothing worked', '0', 20_000n],
  ])('%s', (_name, percent, amount) => expect(missedAt(percent).amount.amountMinor).toBe(amount));

  it('on the first threshold no tier applies', () => {
    expect(missedAt('99.9')).toMatchObject({ state: 'none', percent: '' });
  });

  it.each([
    ['a quarter pays on three charges', { kind: 'quarter' as const }, 3_000n],
    ['a week pays on the charge of its month', { kind: 'week' as const }, 1_000n],
  ])('%s', (_name, { kind }, amount) => {
    const of = { ...terms(), objectives: [availability({ window: { kind, timeZone: 'UTC' } })] };
    expect(missedAt('99.5', of).amount.amountMinor).toBe(amount);
  });

  it.each([
    ['down', '1.01', 1n],
    ['up', '1.01', 2n],
    ['half_up', '1.50', 2n],
    ['half_even', '2.50', 2n],
    ['floor', '1.99', 1n],
    ['ceiling', '1.01', 2n],
  ] as const)('rounds %s, once', (rounding, charge, amount) => {
    expect(missedAt('99.5', terms({ rounding }, charge)).amount.amountMinor).toBe(amount);
  });

  it('keeps to the minor units of the currency', () => {
    expect(missedAt('99.5', terms({}, '12345', 'JPY')).amount).toEqual({ amountMinor: 123n, currency: 'JPY' });
    expect(missedAt('99.5', terms({}, '12.345', 'KWD')).amount).toEqual({ amountMinor: 123n, currency: 'KWD' });
  });

  // A provider that pays only what is greater than one dollar: 10 % of 10.00 is not, 10 % of 10.10 is.
  it.each([
    ['exactly the minimum, when at least that is paid', 'at_least', '10.00', 100n],
    ['exactly the minimum, when only more is paid', 'above', '10.00', 0n],
    ['a cent more', 'above', '10.10', 101n],
    ['above the minimum before rounding, on it after', 'above', '10.04', 100n],
    ['below the minimum before rounding, on it after', 'at_least', '9.99', 0n],
  ] as const)('%s', (_name, minimumRule, charge, amount) => {
    const clause = { tiers: [tier('99.9', '10')], minimum: parseMoney('1.00', 'EUR'), minimumRule };
    expect(missedAt('99.5', terms(clause, charge)).amount.amountMinor).toBe(amount);
  });

  describe('with a cap of twelve months', () => {
    const capped = { tiers: [tier('99.9', '20')], rollingCapPercent: share('10'), rollingCapPercentText: '10' };
    it.each([
      ['nothing before: a tenth of this month', { creditedMinor: 0n, chargedMinor: 0n }, 10_000n],
      ['eleven good months leave room for all of it', { creditedMinor: 0n, chargedMinor: 1_100_000n }, 20_000n],
      ['what is credited already is taken off', { creditedMinor: 110_001n, chargedMinor: 1_100_000n }, 9_999n],
      ['the cap is used up', { creditedMinor: 120_000n, chargedMinor: 1_100_000n }, 0n],
      ['more than the cap is credited: nothing is taken back', { creditedMinor: 500_000n, chargedMinor: 0n }, 0n],
    ])('%s', (_name, history, amount) => {
      expect(missedAt('99.5', terms(capped), history).amount.amountMinor).toBe(amount);
    });

    it('tells what is left', () => {
      const result = missedAt('99.5', terms(capped), { creditedMinor: 110_001n, chargedMinor: 1_100_000n });
      expect(keysOf(result)).toEqual(['credit.tier', 'credit.basis', 'credit.rolling_cap', 'credit.rounded']);
      expect(result.explanation.children[2]?.params).toMatchObject({ credited: '1100.01', left: '99.99' });
    });
  });

  it('a promise kept owes nothing; contested time waits between two amounts', () => {
    const kept = { verdict: 'met', fraction: ratio(1n), low: ratio(1n), high: ratio(1n) } as const;
    expect(creditFor(terms(), 'c', kept).state).toBe('none');
    const contested = { verdict: 'review_required', fraction: ratio(1n), low: share('98'), high: ratio(1n) } as const;
    const { state, low, high, amount } = creditFor(terms(), 'c', contested);
    expect([state, low.amountMinor, high.amountMinor, amount.amountMinor]).toEqual(['review', 0n, 20_000n, 0n]);
  });

  it('without evidence anything may be owed, from nothing to the gravest tier', () => {
    const blind = { verdict: 'insufficient_evidence', fraction: ratio(1n), low: ratio(1n), high: ratio(1n) } as const;
    const { state, low, high } = creditFor(terms(), 'c', blind);
    expect([state, low.amountMinor, high.amountMinor]).toEqual(['review', 0n, 20_000n]);
  });

  it('is never less for a worse result (law)', () => {
    const percent = fc.integer({ min: 0, max: 1_000_000 }).map((ppm) => ratio(ppm, 1_000_000));
    const amountAt = (fraction: Ratio): bigint =>
      creditFor(terms(), 'c', { verdict: 'missed', fraction, low: fraction, high: fraction }).amount.amountMinor;
    fc.assert(
      fc.property(percent, percent, (a, b) => {
        const [worse, better] = compare(a, b) <= 0 ? [a, b] : [b, a];
        return amountAt(worse) >= amountAt(better);
      }),
      { numRuns: 10_000 },
    );
  });
});
