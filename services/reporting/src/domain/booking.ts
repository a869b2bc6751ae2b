import type { CreditResult } from '@sla/engine';
import { InvariantError } from '@sla/kernel';
import type { Contract } from './contract.js';
import type { Finding } from './finding.js';

/** A booking to make: the amount leaves the debit account and enters the credit account. Positive, in minor units. */
export interface Booking {
  readonly debitAccount: string;
  readonly creditAccount: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly corrects: string;
  readonly reason: string;
}

/** What the ledger holds for one clause and window. */
export interface Booked {
  /** Sum in favour of the customer. */
  readonly netMinor: bigint;
  /** Id of the newest entry; '' when there is none. */
  readonly lastEntry: string;
}

const partyOf = (contract: Contract, role: 'provider' | 'customer'): string => {
  const party = contract.terms.parties.find((candidate) => candidate.role === role);
  if (party === undefined) throw new InvariantError(`${contract.agreementId} has no ${role}`);
  return party.id;
};

/**
 * The booking that brings the ledger to what is owed now: the whole amount at first, later only the difference,
 * the other way round when less is owed. Nothing is booked under review, and nothing when nothing changes.
 */
export function bookingFor(
  contract: Contract,
  result: CreditResult,
  booked: Booked,
  finding: Finding,
): Booking | undefined {
  if (result.state === 'review' && booked.lastEntry === '') return undefined;
  const owed = result.state === 'owed' ? result.amount.amountMinor : 0n;
  const difference = owed - booked.netMinor;
  if (difference === 0n) return undefined;
  const expense = `provider/${partyOf(contract, 'provider')}/service-credits`;
  const receivable = `customer/${partyOf(contract, 'customer')}/receivable`;
  const [debitAccount, creditAccount] = difference > 0n ? [expense, receivable] : [receivable, expense];
  return {
    debitAccount,
    creditAccount,
    amountMinor: difference > 0n ? difference : -difference,
    currency: result.amount.currency,
    corrects: booked.lastEntry,
    reason: booked.lastEntry === '' ? '' : finding.restatementReason,
  };
}

export type CreditState = 'none' | 'expected' | 'pending_review' | 'issued';

/** Where a credit stands for people. */
export function creditState(result: CreditResult, settled: boolean): CreditState {
  if (result.state === 'review') return 'pending_review';
  if (result.state === 'none') return 'none';
  return settled ? 'issued' : 'expected';
}
