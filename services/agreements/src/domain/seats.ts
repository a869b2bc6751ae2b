import { DomainError, hasRole, type Caller, type PartyId, type Role } from '@sla/kernel';
import { requireAgreement, type Agreement, type Party, type PartyRole } from './agreement.js';

/** The role that may act for a party, by the party's role in the agreement. */
const MANAGER_OF: Readonly<Record<PartyRole, Role>> = { provider: 'provider_manager', customer: 'customer_manager' };

/** Roles that see every agreement of their tenant when they act for no party. */
const SEES_ALL: readonly Role[] = ['operator', 'auditor', 'service'];

/** What a caller sees: all agreements of the tenant, or those in which one party takes part. */
export type Sight = { readonly kind: 'all' } | { readonly kind: 'party'; readonly party: PartyId };

/** @throws DomainError permission_denied when the caller acts for no party and has no role that sees all. */
export function sightOf(caller: Caller): Sight {
  const { party } = caller.principal;
  if (party !== undefined) return { kind: 'party', party };
  if (SEES_ALL.some((role) => hasRole(caller, role))) return { kind: 'all' };
  throw new DomainError('permission_denied', 'agreements.party_required', { subject: caller.principal.subject });
}

export const isSeen = (sight: Sight, agreement: Agreement): boolean =>
  sight.kind === 'all' || agreement.parties.some((party) => party.id === sight.party);

/**
 * The agreement, when the caller may see it.
 * @throws DomainError not_found: an agreement of others is answered like one that does not exist.
 */
export function requireSeen(caller: Caller, agreement: Agreement | undefined, id: string): Agreement {
  const found = requireAgreement(agreement, id);
  return requireAgreement(isSeen(sightOf(caller), found) ? found : undefined, id);
}

/**
 * The party for which the caller acts among the parties of an agreement or document.
 * @throws DomainError permission_denied when it has no seat there, or not the manager role of that seat.
 */
export function requireSeat(caller: Caller, parties: readonly Party[]): Party {
  const own = requireParty(caller);
  const seat = parties.find((party) => party.id === own);
  if (seat === undefined) {
    const named = parties.map((party) => party.id).join(', ');
    throw new DomainError('permission_denied', 'agreements.not_a_party', { party: own, parties: named });
  }
  const needed = MANAGER_OF[seat.role];
  if (!hasRole(caller, needed)) {
    throw new DomainError('permission_denied', 'agreements.role_mismatch', { party: own, role: seat.role, needed });
  }
  return seat;
}

/** @throws DomainError permission_denied when the caller acts for no party. */
export function requireParty(caller: Caller): PartyId {
  const { party, subject } = caller.principal;
  if (party === undefined) throw new DomainError('permission_denied', 'agreements.party_required', { subject });
  return party;
}
