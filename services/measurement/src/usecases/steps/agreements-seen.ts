import type { Caller } from '@sla/kernel';
import { checkIds } from '../../domain/check-text.js';
import { sightOf } from '../../domain/sight.js';
import type { Transaction } from '../ports.js';

/** Agreements to which a listing is limited; undefined means all. `wanted` is one agreement, or empty. */
export async function agreementsSeen(
  tx: Transaction,
  caller: Caller,
  wanted: string,
): Promise<readonly string[] | undefined> {
  if (wanted !== '') checkIds({ agreement_id: wanted });
  const party = sightOf(caller);
  const seen = party === undefined ? undefined : await tx.contracts.agreementsOf(party);
  if (wanted === '') return seen;
  return seen === undefined || seen.includes(wanted) ? [wanted] : [];
}
