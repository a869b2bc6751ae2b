import { describe, expect, it } from '@jest/globals';
import type { CreditResult } from '@sla/engine';
import { parseRatio } from '@sla/kernel';
import fc from 'fast-check';
import { bookedBy, bookingFor, creditState, type Booked, type Booking } from './booking.js';
import type { Finding } from './finding.js';
import { contractOf, creditOf, findingOf, missedBy } from './web-shop.fixture.js';

const contract = contractOf();
const CLAUSE = 'availability-credit';
const NOTHING: Booked = { netMinor: 0n, lastEntry: '' };
const booked = (netMinor: bigint): Booked => ({ netMinor, lastEntry: 'entry-7' });
const bookingOf = (finding: Finding, before: Booked): Booking | undefined =>
  bookingFor(contract, creditOf(contract, CLAUSE, finding), before, finding.restatementReason);

const contested = findingOf({ verdict: 'review_required', low: parseRatio('98/100'), high: parseRatio('1/1') });
const [EXPENSE, RECEIVABLE] = ['provider/northwind/service-credits', 'customer/acme/receivable'];

describe('what is booked', () => {
  it.each<[string, Finding, Booked, string | undefined]>([
    ['nothing for a kept promise', findingOf(), NOTHING, undefined],
    ['the whole amount at first', missedBy(60), NOTHING, `${EXPENSE} -> ${RECEIVABLE} 120000`],
    ['nothing when the amount stands already', missedBy(60), booked(120_000n), undefined],
    ['only the rest when more is owed', missedBy(1_400), booked(120_000n), `${EXPENSE} -> ${RECEIVABLE} 480000`],
    ['the difference back when less is owed', missedBy(60), booked(600_000n), `${RECEIVABLE} -> ${EXPENSE} 480000`],
    ['all of it back when the promise was kept', findingOf(), booked(120_000n), `${RECEIVABLE} -> ${EXPENSE} 120000`],
    ['nothing under review', contested, NOTHING, undefined],
    ['nothing under review, also after a booking', contested, booked(120_000n), undefined],
    ['nothing without evidence', findingOf({ verdict: 'insufficient_evidence' }), NOTHING, undefined],
  ])('%s', (_name, finding, before, expected) => {
    const booking = bookingOf(finding, before);
    const shown = booking && `${booking.debitAccount} -> ${booking.creditAccount} ${booking.amountMinor}`;
    expect(shown).toBe(expected);
  });

  it('a first booking corrects nothing and has no reason', () => {
    const finding = missedBy(60, { restatementReason: 'late outage' });
    expect(bookingOf(finding, NOTHING)).toMatchObject({ corrects: '', reason: '', currency: 'CNY' });
  });

  it('a correction names the entry that it corrects and why', () => {
    const finding = missedBy(1_400, { restatementReason: 'late outage' });
    expect(bookingOf(finding, booked(120_000n))).toMatchObject({ corrects: 'entry-7', reason: 'late outage' });
  });
});

describe('the ledger after any sequence of findings and restatements', () => {
  const findings = fc.array(
    fc.oneof(
      fc.integer({ min: 0, max: 2_000 }).map((minutes) => missedBy(minutes)),
      fc.constantFrom(contested, findingOf({ verdict: 'insufficient_evidence' })),
    ),
    { minLength: 1, maxLength: 12 },
  );

  /** Books one finding after the other. */
  const book = (sequence: readonly Finding[]): readonly (Booking & { readonly id: string })[] =>
    sequence.reduce<readonly (Booking & { readonly id: string })[]>((entries, finding) => {
      const booking = bookingOf(finding, bookedBy(entries));
      return booking === undefined ? entries : [...entries, { ...booking, id: `entry-${entries.length + 1}` }];
    }, []);

  it('sums to zero over all accounts and never books nothing', () => {
    fc.assert(
      fc.property(findings, (sequence) => {
        const accounts = new Map<string, bigint>();
        for (const { debitAccount, creditAccount, amountMinor } of book(sequence)) {
          expect(amountMinor > 0n).toBe(true);
          accounts.set(debitAccount, (accounts.get(debitAccount) ?? 0n) - amountMinor);
          accounts.set(creditAccount, (accounts.get(creditAccount) ?? 0n) + amountMinor);
        }
        expect([...accounts.values()].reduce((sum, balance) => sum + balance, 0n)).toBe(0n);
      }),
    );
  });

  it('holds exactly what the newest decided finding owes', () => {
    fc.assert(
      fc.property(findings, (sequence) => {
        const results = sequence.map((finding) => creditOf(contract, CLAUSE, finding));
        const decided = results.findLast((result) => result.state !== 'review');
        expect(bookedBy(book(sequence)).netMinor).toBe(decided?.amount.amountMinor ?? 0n);
      }),
    );
  });

  it('is left alone by a finding that is told again, and chains its corrections', () => {
    fc.assert(
      fc.property(findings, (sequence) => {
        const entries = book(sequence);
        expect(book(sequence.flatMap((finding) => [finding, finding]))).toEqual(entries);
        expect(entries.map(({ corrects }) => corrects)).toEqual(
          ['', ...entries.map(({ id }) => id)].slice(0, entries.length),
        );
      }),
    );
  });
});

describe('where a credit stands', () => {
  const result = (state: CreditResult['state']): CreditResult => ({
    ...creditOf(contract, CLAUSE, missedBy(60)),
    state,
  });
  it.each([
    ['owed', false, 'expected'],
    ['owed', true, 'issued'],
    ['none', false, 'none'],
    ['none', true, 'none'],
    ['review', false, 'pending_review'],
    ['review', true, 'pending_review'],
  ] as const)('%s, settled %s: %s', (state, settled, expected) => {
    expect(creditState(result(state), settled)).toBe(expected);
  });
});
