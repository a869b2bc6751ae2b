import { DomainError, type Caller } from '@sla/kernel';
import { sightOf } from '../../domain/sight.js';
import type { Transaction } from '../ports.js';

/** Agreements to which a listing is limited; undefined means all. */
export async function agreementsSeen(
  tx: Transaction,
  caller: Caller,
  wanted: string,
): Promise<readonly string[] | undefined> {
  const party = sightOf(caller);
  const seen = party === undefined ? undefined : await tx.contracts.agreementsOf(party);
  if (wanted === '') return seen;
  return seen === undefined || seen.includes(wanted) ? [wanted] : [];
}

/** @throws DomainError not_found: an agreement of others is answered like one that does not exist. */
export async function requireSeen(tx: Transaction, caller: Caller, agreementId: string): Promise<void> {
  const [seen] = (await agreementsSeen(tx, caller, agreementId)) ?? [];
  const known = seen === undefined ? [] : await tx.contracts.ofAgreement(seen);
  if (known.length === 0) throw new DomainError('not_found', 'reporting.agreement_not_found', { id: agreementId });
}
