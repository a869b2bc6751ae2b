import { describe, expect, it } from '@jest/globals';
import { refusalOf } from '@sla/testkit/refusal';
import type { Caller, PartyId, Role, TenantId } from '@sla/kernel';
import { ACME, NORTHWIND, draft } from './agreement.fixture.js';
import { isSeen, requireSeat, requireSeen, sightOf } from './seats.js';

const caller = (roles: readonly Role[], party?: string): Caller => ({
  principal: {
    subject: 'someone',
    tenant: 'demo' as TenantId,
    roles,
    kind: 'person',
    ...(party !== undefined && { party: party as PartyId }),
  },
  locale: 'en',
  correlationId: 'c',
});

describe('what a caller sees', () => {
  it.each([
    ['provider_manager', 'northwind', true],
    ['customer_manager', 'acme', true],
    ['customer_manager', 'globex', false],
    ['auditor', 'globex', false],
    ['auditor', undefined, true],
    ['operator', undefined, true],
    ['service', undefined, true],
  ] as const)('%s of %s: %s', (role, party, seen) => {
    expect(isSeen(sightOf(caller([role], party)), draft())).toBe(seen);
  });

  it('a manager without a party sees nothing', () => {
    expect(refusalOf(() => sightOf(caller(['provider_manager'])))).toBe('agreements.party_required');
  });

  it('an agreement of others is answered like one that does not exist', () => {
    const stranger = caller(['customer_manager'], 'globex');
    const refusals = [draft(), undefined].map((agreement) => {
      try {
        return requireSeen(stranger, agreement, 'web-shop');
      } catch (error) {
        return String(error);
      }
    });
    expect(refusals[0]).toBe(refusals[1]);
  });
});

describe('who may act', () => {
  it.each([
    ['provider_manager', 'northwind', NORTHWIND],
    ['customer_manager', 'acme', ACME],
  ] as const)('%s for %s', (role, party, seat) => {
    expect(requireSeat(caller([role], party), draft().parties)).toEqual(seat);
  });

  it.each([
    ['customer_manager', 'northwind', 'agreements.role_mismatch'],
    ['provider_manager', 'acme', 'agreements.role_mismatch'],
    ['auditor', 'acme', 'agreements.role_mismatch'],
    ['customer_manager', 'globex', 'agreements.not_a_party'],
    ['provider_manager', undefined, 'agreements.party_required'],
  ] as const)('%s for %s: %s', (role, party, reason) => {
    expect(refusalOf(() => requireSeat(caller([role], party), draft().parties))).toBe(reason);
  });
});
