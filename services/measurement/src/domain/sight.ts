import { DomainError, hasRole, type Caller, type PartyId, type Role } from '@sla/kernel';
import type { Contract } from './contract.js';

/** Roles that see every agreement of their tenant when they act for no party. */
const SEES_ALL: readonly Role[] = ['operator', 'auditor', 'service', 'ingest'];

/** The party whose agreements a caller sees; undefined means all of the tenant. @throws DomainError permission_denied. */
export function sightOf(caller: Caller): PartyId | undefined {
  const { party } = caller.principal;
  if (party !== undefined) return party;
  if (SEES_ALL.some((role) => hasRole(caller, role))) return undefined;
  throw new DomainError('permission_denied', 'measurement.party_required', { subject: caller.principal.subject });
}

export const hasParty = (contracts: readonly Contract[], party: string): boolean =>
  contracts.some((contract) => contract.terms.parties.some(({ id }) => id === party));

/** @throws DomainError not_found: an agreement of others is answered like one that does not exist. */
export function requireSeen(caller: Caller, contracts: readonly Contract[], agreementId: string): void {
  const sight = sightOf(caller);
  if (contracts.length > 0 && (sight === undefined || hasParty(contracts, sight))) return;
  throw new DomainError('not_found', 'measurement.agreement_not_found', { id: agreementId });
}

/** The party for which the caller acts in an agreement. @throws DomainError when it has no seat there. */
export function requireSeat(caller: Caller, contracts: readonly Contract[], agreementId: string): string {
  requireSeen(caller, contracts, agreementId);
  const { party, subject } = caller.principal;
  if (party === undefined) throw new DomainError('permission_denied', 'measurement.party_required', { subject });
  return party;
}

/** @throws DomainError unless the caller acts for the provider of the agreement. */
export function requireProvider(caller: Caller, contracts: readonly Contract[], agreementId: string): void {
  const party = requireSeat(caller, contracts, agreementId);
  const provides = contracts.some(({ terms }) =>
    terms.parties.some(({ id, role }) => id === party && role === 'provider'),
  );
  if (!provides)
    throw new DomainError('permission_denied', 'measurement.provider_only', { party, agreement: agreementId });
}

/**
 * A source speaks for the party of its first writer. A caller with a party writes to sources of that party only; one
 * without acts for the whole tenant. @throws DomainError permission_denied.
 */
export function requireWriter(caller: Caller, source: string, owner: string): void {
  const { party } = caller.principal;
  if (party === undefined || party === owner) return;
  throw new DomainError('permission_denied', 'measurement.source_of_other_party', { source, party });
}
