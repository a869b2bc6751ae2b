import { DomainError, hasRole, type Caller, type PartyId, type Role } from '@sla/kernel';

/** Roles that see every agreement of their tenant when they act for no party. */
const SEES_ALL: readonly Role[] = ['operator', 'auditor', 'service'];

/** The party whose agreements a caller sees; undefined means all of the tenant. @throws DomainError permission_denied. */
export function sightOf(caller: Caller): PartyId | undefined {
  const { party } = caller.principal;
  if (party !== undefined) return party;
  if (SEES_ALL.some((role) => hasRole(caller, role))) return undefined;
  throw new DomainError('permission_denied', 'reporting.party_required', { subject: caller.principal.subject });
}
