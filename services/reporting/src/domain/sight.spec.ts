import { describe, expect, it } from '@jest/globals';
import { DomainError, ROLES, type Caller, type PartyId, type Role, type TenantId } from '@sla/kernel';
import { sightOf } from './sight.js';

const callerOf = (role: Role, party?: string): Caller => ({
  principal: {
    subject: 'somebody',
    tenant: 'demo' as TenantId,
    roles: [role],
    kind: 'person',
    ...(party !== undefined && { party: party as PartyId }),
  },
  locale: 'en',
  correlationId: 'test',
});

const seen = (caller: Caller): string => {
  try {
    return sightOf(caller) ?? 'all';
  } catch (error) {
    if (error instanceof DomainError) return error.reason;
    throw error;
  }
};

describe('what a caller sees', () => {
  it.each(ROLES)('%s of a party sees what is of the party', (role) => {
    expect(seen(callerOf(role, 'acme'))).toBe('acme');
  });

  it.each([
    ['operator', 'all'],
    ['auditor', 'all'],
    ['service', 'all'],
    ['provider_manager', 'reporting.party_required'],
    ['customer_manager', 'reporting.party_required'],
    ['supplier', 'reporting.party_required'],
    ['ingest', 'reporting.party_required'],
  ] as const)('%s without a party sees: %s', (role, expected) => expect(seen(callerOf(role))).toBe(expected));
});
