import { beforeAll, describe, expect, it } from '@jest/globals';
import { parseInstant, type PartyId } from '@sla/kernel';
import { FlattenedSign, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { PublicJwk, SigningKey } from '../../domain/signing-key.js';
import { JoseSignatureVerifier, MAX_JWK_LENGTH, MAX_JWS_LENGTH } from './jose-signature-verifier.js';

const verifier = new JoseSignatureVerifier();
const HASH = 'a'.repeat(64);
type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let pair: Pair;
let other: Pair;
let jwk: JWK;

beforeAll(async () => {
  [pair, other] = [
    await generateKeyPair('EdDSA', { extractable: true }),
    await generateKeyPair('EdDSA', { extractable: true }),
  ];
  jwk = await exportJWK(pair.publicKey);
});

const key = (): SigningKey => ({
  party: 'acme' as PartyId,
  keyId: 'main',
  publicJwk: jwk as unknown as PublicJwk,
  thumbprint: '',
  subject: '',
  at: parseInstant('2026-01-01T00:00:00Z'),
});

async function detached(payload = HASH, by = pair, header: Record<string, unknown> = {}): Promise<string> {
  const jws = await new FlattenedSign(Buffer.from(payload))
    .setProtectedHeader({ alg: 'EdDSA', ...header })
    .sign(by.privateKey);
  return `${jws.protected}..${jws.signature}`;
}

describe('signatures', () => {
  it.each([
    ['without a key id', {}],
    ['with the key id', { kid: 'main' }],
    ['by the newer name of the algorithm', { alg: 'Ed25519' }],
  ])('is accepted %s', async (_name, header) => {
    expect(await verifier.verify(await detached(HASH, pair, header), HASH, key())).toEqual({ ok: true });
  });

  it.each<[string, () => Promise<string>, string]>([
    ['over another hash', () => detached('b'.repeat(64)), 'agreements.signature_wrong'],
    ['by another key', () => detached(HASH, other), 'agreements.signature_wrong'],
    ['naming another key', () => detached(HASH, pair, { kid: 'second' }), 'agreements.jws_other_key'],
    ['with its payload inside', async () => (await detached()).replace('..', '.YQ.'), 'agreements.jws_malformed'],
    ['that is empty', () => Promise.resolve(''), 'agreements.jws_malformed'],
    ['with an unreadable header', async () => `AAAA..${(await detached()).split('..')[1]}`, 'agreements.jws_malformed'],
    ['cut short', async () => (await detached()).slice(0, -4), 'agreements.signature_wrong'],
    ['of algorithm none', async () => unsigned({ alg: 'none' }, await detached()), 'agreements.jws_algorithm'],
    ['of a shared secret', async () => unsigned({ alg: 'HS256' }, await detached()), 'agreements.jws_algorithm'],
    [
      'with an unknown critical header',
      async () => unsigned({ alg: 'EdDSA', crit: ['x'], x: 1 }, await detached()),
      'agreements.jws_malformed',
    ],
    ['that is too long', async () => `${await detached()}${'A'.repeat(MAX_JWS_LENGTH)}`, 'agreements.jws_malformed'],
  ])('is refused %s', async (_name, jws, reason) => {
    expect(await verifier.verify(await jws(), HASH, key())).toEqual({ ok: false, reason });
  });
});

const unsigned = (header: object, like: string): string =>
  `${Buffer.from(JSON.stringify(header)).toString('base64url')}..${like.split('..')[1]}`;

describe('keys', () => {
  it('keeps only the members that make the key, and their RFC 7638 thumbprint', async () => {
    const sent = { ...jwk, kid: 'main', use: 'sig', alg: 'EdDSA' };
    const { kty, crv, x } = jwk;
    expect(await verifier.readKey(JSON.stringify(sent))).toEqual({
      ok: true,
      jwk: { kty, crv, x },
      thumbprint: await calculateJwkThumbprint(jwk),
    });
  });

  it('computes the thumbprint of RFC 8037, appendix A.3', async () => {
    const sent = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
    expect(await verifier.readKey(JSON.stringify(sent))).toMatchObject({
      thumbprint: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
    });
  });

  it('refuses a private key and does not repeat it', async () => {
    const secret = await exportJWK(pair.privateKey);
    const answer = await verifier.readKey(JSON.stringify(secret));
    expect(answer).toEqual({ ok: false, reason: 'agreements.jwk_private' });
    expect(JSON.stringify(answer)).not.toContain(secret.d);
  });

  it.each([
    ['no JSON', 'x', 'agreements.jwk_malformed'],
    ['a list', '[]', 'agreements.jwk_malformed'],
    ['an RSA key', '{"kty":"RSA","n":"AQAB","e":"AQAB"}', 'agreements.jwk_not_ed25519'],
    ['a shared secret', '{"kty":"oct","k":"AQAB"}', 'agreements.jwk_private'],
    ['an X25519 key', '{"kty":"OKP","crv":"X25519","x":"AQAB"}', 'agreements.jwk_not_ed25519'],
    ['too few bytes', '{"kty":"OKP","crv":"Ed25519","x":"AQAB"}', 'agreements.jwk_malformed'],
    ['bits beyond the 32 bytes', `{"kty":"OKP","crv":"Ed25519","x":"${'A'.repeat(42)}B"}`, 'agreements.jwk_malformed'],
    ['a long text', JSON.stringify({ kty: 'OKP', x: 'A'.repeat(MAX_JWK_LENGTH) }), 'agreements.jwk_malformed'],
  ])('refuses %s', async (_name, json, reason) => {
    expect(await verifier.readKey(json)).toEqual({ ok: false, reason });
  });
});
