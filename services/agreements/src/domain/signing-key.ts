import { DomainError, type Instant, type PartyId } from '@sla/kernel';

/** Most keys of one party; keys are never deleted, since old signatures rest on them. */
export const MAX_KEYS_PER_PARTY = 100;
export const MAX_KEY_ID_LENGTH = 128;
const KEY_ID = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** A public Ed25519 key as RFC 8037 writes it, reduced to the members that make it a key. */
export interface PublicJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  /** 32 bytes, base64url without padding. */
  readonly x: string;
}

export interface SigningKey {
  readonly party: PartyId;
  /** Unique within the party. */
  readonly keyId: string;
  readonly publicJwk: PublicJwk;
  /** RFC 7638. */
  readonly thumbprint: string;
  readonly subject: string;
  readonly at: Instant;
}

/**
 * True when the key is new; the same key under the same name again changes nothing.
 * @param known keys of the party, and any key of another party with the same thumbprint.
 * @throws DomainError already_exists, resource_exhausted.
 */
export function decideRegisterKey(key: SigningKey, known: readonly SigningKey[]): boolean {
  const { party, keyId, thumbprint } = key;
  if (known.some((other) => other.party !== party && other.thumbprint === thumbprint)) {
    throw new DomainError('already_exists', 'agreements.key_of_another_party', { key: keyId });
  }
  const own = known.filter((other) => other.party === party);
  const named = own.find((other) => other.keyId === keyId);
  if (named?.thumbprint === thumbprint) return false;
  if (named !== undefined) throw new DomainError('already_exists', 'agreements.key_id_taken', { key: keyId, party });
  if (own.length >= MAX_KEYS_PER_PARTY) {
    throw new DomainError('resource_exhausted', 'agreements.too_many_keys', { party, max: MAX_KEYS_PER_PARTY });
  }
  return true;
}

/** @throws DomainError invalid_argument. */
export function requireKeyId(text: string): string {
  if (text.length > MAX_KEY_ID_LENGTH || !KEY_ID.test(text)) {
    throw new DomainError('invalid_argument', 'agreements.key_id_malformed', { key: text.slice(0, 60) }, [
      { field: 'key_id', reason: 'agreements.key_id_malformed', params: { key: text.slice(0, 60) } },
    ]);
  }
  return text;
}

/**
 * The party's own key with that id.
 * @param related keys of the party and keys of anybody with that id.
 * @throws DomainError permission_denied when the key belongs to somebody else, not_found when nobody has it.
 */
export function requireOwnKey(related: readonly SigningKey[], party: PartyId, keyId: string): SigningKey {
  const own = related.find((key) => key.party === party && key.keyId === keyId);
  if (own !== undefined) return own;
  const params = { key: keyId.slice(0, MAX_KEY_ID_LENGTH), party };
  const foreign = related.some((key) => key.keyId === keyId);
  if (foreign) throw new DomainError('permission_denied', 'agreements.sign_with_foreign_key', params);
  throw new DomainError('not_found', 'agreements.key_not_found', params);
}
