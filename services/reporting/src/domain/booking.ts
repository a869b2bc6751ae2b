import type { CreditResult } from '@sla/engine';
import { InvariantError, type Instant } from '@sla/kernel';
import type { Contract } from './contract.js';

/** A booking to make: the amount leaves the debit account and enters the credit account. Positive, in minor units. */
export interface Booking {
  readonly debitAccount: string;
  readonly creditAccount: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly corrects: string;
  readonly reason: string;
}

/** A booking that was made. */
export interface LedgerEntry extends Booking {
  readonly id: string;
  readonly agreementId: string;
  readonly creditId: string;
  readonly objectiveId: string;
  readonly windowStart: Instant;
  readonly windowLabel: string;
  readonly determinationRevision: number;
  readonly resultHash: string;
  readonly bookedAt: Instant;
}

/** What the ledger holds for one clause and window. */
export interface Booked {
  /** Sum in favour of the customer. */
  readonly netMinor: bigint;
  /** Id of the newest entry; '' when there is none. */
  readonly lastEntry: string;
}

/** Sums up the entries of one clause and window, oldest first. */
export const bookedBy = (entries: readonly Pick<LedgerEntry, 'id' | 'creditAccount' | 'amountMinor'>[]): Booked => ({
  netMinor: entries.reduce(
    (sum, { creditAccount, amountMinor }) => (isReceivable(creditAccount) ? sum + amountMinor : sum - amountMinor),
    0n,
  ),
  lastEntry: entries.at(-1)?.id ?? '',
});

const expenseOf = (provider: string): string => `provider/${provider}/service-credits`;
const receivableOf = (customer: string): string => `customer/${customer}/receivable`;
const isReceivable = (account: string): boolean => account.startsWith('customer/');

const partyOf = (contract: Contract, role: 'provider' | 'customer'): string => {
  const party = contract.terms.parties.find((candidate) => candidate.role === role);
  if (party === undefined) throw new InvariantError(`${contract.agreementId} has no ${role}`);
  return party.id;
};

/**
 * The booking that brings the ledger to what is owed now: the whole amount at first, later only the difference,
 * the other way round when less is owed. Nothing is booked under review (what was booked before stands until a person
 * has decided: to contest an outage takes nobody's money away), and nothing when nothing changes.
 */
export function bookingFor(
  contract: Contract,
  result: CreditResult,
  booked: Booked,
  reason: string,
): Booking | undefined {
  if (result.state === 'review') return undefined;
  const owed = result.state === 'owed' ? result.amount.amountMinor : 0n;
  const difference = owed - booked.netMinor;
  if (difference === 0n) return undefined;
  const expense = expenseOf(partyOf(contract, 'provider'));
  const receivable = receivableOf(partyOf(contract, 'customer'));
  const [debitAccount, creditAccount] = difference > 0n ? [expense, receivable] : [receivable, expense];
  return {
    debitAccount,
    creditAccount,
    amountMinor: difference > 0n ? difference : -difference,
    currency: result.amount.currency,
    corrects: booked.lastEntry,
    reason: booked.lastEntry === '' ? '' : reason,
  };
}

export type CreditState = 'none' | 'expected' | 'pending_review' | 'issued';

/** Where a credit stands for people. */
export function creditState(result: CreditResult, settled: boolean): CreditState {
  if (result.state === 'review') return 'pending_review';
  if (result.state === 'none') return 'none';
  return settled ? 'issued' : 'expected';
}
