import { describe, expect, it } from '@jest/globals';
import { refusalOf } from '@sla/testkit/refusal';
import { parseInstant, type PartyId } from '@sla/kernel';
import {
  MAX_KEYS_PER_PARTY,
  MAX_KEY_ID_LENGTH,
  decideRegisterKey,
  requireKeyId,
  requireOwnKey,
  type SigningKey,
} from './signing-key.js';

const key = (keyId: string, thumbprint: string, party = 'acme'): SigningKey => ({
  party: party as PartyId,
  keyId,
  publicJwk: { kty: 'OKP', crv: 'Ed25519', x: 'x' },
  thumbprint,
  subject: 'someone',
  at: parseInstant('2026-01-01T00:00:00Z'),
});

describe('registering a key', () => {
  it('accepts a new key, and the same key id of another party', () => {
    expect(decideRegisterKey(key('main', 't1'), [key('main', 't2', 'northwind')])).toBe(true);
  });

  it('changes nothing for the same key under the same id', () => {
    expect(decideRegisterKey(key('main', 't1'), [key('main', 't1')])).toBe(false);
  });

  it.each([
    ['another key under a taken id', [key('main', 't2')], 'agreements.key_id_taken'],
    ['the key of another party', [key('main', 't1', 'northwind')], 'agreements.key_of_another_party'],
  ])('refuses %s', (_name, known, reason) => {
    expect(refusalOf(() => decideRegisterKey(key('main', 't1'), known))).toBe(reason);
  });

  it('has a limit per party', () => {
    const many = Array.from({ length: MAX_KEYS_PER_PARTY }, (_, i) => key(`k${i}`, `t${i}`));
    expect(decideRegisterKey(key('main', 'new'), many.slice(1))).toBe(true);
    expect(refusalOf(() => decideRegisterKey(key('main', 'new'), many))).toBe('agreements.too_many_keys');
  });

  it.each(['', '.hidden', 'a b', '密钥', 'k'.repeat(MAX_KEY_ID_LENGTH + 1)])('refuses the id "%s"', (id) => {
    expect(refusalOf(() => requireKeyId(id))).toBe('agreements.key_id_malformed');
  });

  it.each(['main', 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs', 'k'.repeat(MAX_KEY_ID_LENGTH)])(
    'accepts the id "%s"',
    (id) => {
      expect(requireKeyId(id)).toBe(id);
    },
  );
});

describe('finding the key of a signature', () => {
  it.each([
    ['nobody has', [], 'agreements.key_not_found'],
    ['only another party has', [key('main', 't1', 'northwind')], 'agreements.sign_with_foreign_key'],
    ['the party has under another id', [key('other', 't1')], 'agreements.key_not_found'],
  ])('refuses a key that %s', (_name, related, reason) => {
    expect(refusalOf(() => requireOwnKey(related, 'acme' as PartyId, 'main'))).toBe(reason);
  });

  it('takes the own key when both have one of that id', () => {
    const own = key('main', 't2');
    expect(requireOwnKey([key('main', 't1', 'northwind'), own], own.party, 'main')).toBe(own);
  });
});
