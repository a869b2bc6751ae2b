import type { Caller } from '@sla/kernel';
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
