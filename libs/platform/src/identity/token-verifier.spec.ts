import { beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError } from '@sla/kernel';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { CLOCK_TOLERANCE_S, principalOfClaims, serviceAccountAmong, tokenVerifier } from './token-verifier.js';

const ISSUER = 'https://id.example';
const GOOD = { sub: 'ada', sla_tenant: 'demo', sla_roles: ['auditor', 'admin@crm'], sla_party: 'acme' };

describe('a token', () => {
  let keys: Readonly<Record<string, CryptoKey>>;
  let verify: (token: string) => Promise<unknown>;

  beforeAll(async () => {
    const algorithms = ['EdDSA', 'ES256', 'RS256', 'PS256'];
    const pairs = await Promise.all(algorithms.map((algorithm) => generateKeyPair(algorithm, { extractable: true })));
    keys = Object.fromEntries(algorithms.map((algorithm, i) => [algorithm, pairs[i]?.privateKey as CryptoKey]));
    const jwks = await Promise.all(
      pairs.map(async ({ publicKey }, i) => ({
        ...(await exportJWK(publicKey)),
        alg: algorithms[i],
        kid: algorithms[i],
      })),
    );
    const common = { audience: 'sla-suite', keys: createLocalJWKSet({ keys: jwks as never }) };
    verify = tokenVerifier([
      { ...common, issuer: ISSUER, principalOf: principalOfClaims },
      { ...common, issuer: 'https://cluster', principalOf: serviceAccountAmong(['system:serviceaccount:sla:us']) },
    ]);
  });

  interface Changes {
    readonly algorithm?: string;
    readonly issuer?: string;
    readonly audience?: string;
    readonly lifetimeS?: number | null;
    readonly key?: CryptoKey;
  }
  const mint = (claims: JWTPayload, changes: Changes = {}): Promise<string> => {
    const { algorithm = 'EdDSA', issuer = ISSUER, audience = 'sla-suite', lifetimeS = 60, key } = changes;
    const jwt = new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm, kid: algorithm })
      .setIssuer(issuer)
      .setAudience(audience);
    const now = Math.floor(Date.now() / 1000);
    const timed = lifetimeS === null ? jwt : jwt.setExpirationTime(now + lifetimeS);
    return timed.sign(key ?? (keys[algorithm] as CryptoKey));
  };
  const outcome = (token: string): Promise<unknown> =>
    verify(token).catch((error: unknown) => (error instanceof DomainError ? error.params['why'] : error));

  it.each(['EdDSA', 'ES256', 'RS256'])('signed with %s is accepted', async (algorithm) => {
    expect(await outcome(await mint(GOOD, { algorithm }))).toEqual({
      subject: 'ada',
      tenant: 'demo',
      party: 'acme',
      roles: ['auditor'],
      kind: 'person',
    });
  });

  it.each([
    ['expired within the tolerance', 2 - CLOCK_TOLERANCE_S, 'ada'],
    ['expired before it', -2 - CLOCK_TOLERANCE_S, '"exp" claim timestamp check failed'],
  ])('%s', async (_name, lifetimeS, expected) => {
    const answer = await outcome(await mint(GOOD, { lifetimeS }));
    expect(typeof answer === 'object' ? (answer as { subject: string }).subject : answer).toBe(expected);
  });

  it.each<[string, JWTPayload, Changes, string]>([
    ['of another issuer', GOOD, { issuer: 'https://evil' }, 'unexpected "iss" claim value'],
    ['for another audience', GOOD, { audience: 'crm' }, 'unexpected "aud" claim value'],
    ['without an end', GOOD, { lifetimeS: null }, 'missing required "exp" claim'],
    ['of another algorithm', GOOD, { algorithm: 'PS256' }, '"alg" (Algorithm) Header Parameter value not allowed'],
    ['without a subject', { ...GOOD, sub: '' }, {}, 'it has no subject'],
    ['without a tenant', { ...GOOD, sla_tenant: undefined }, {}, 'it has no claim sla_tenant'],
    // As identity providers write attributes with several values: without a party the holder would see all of the tenant.
    ['with a list of parties', { ...GOOD, sla_party: ['acme'] }, {}, 'its claim sla_party is not one party'],
    ['with a number as party', { ...GOOD, sla_party: 7 }, {}, 'its claim sla_party is not one party'],
    ['without roles', { ...GOOD, sla_roles: 'auditor' }, {}, 'it has no claim sla_roles'],
    ['of a foreign service account', GOOD, { issuer: 'https://cluster' }, '“ada” is no service of this installation'],
  ])('%s is not accepted', async (_name, claims, changes, why) => {
    expect(await outcome(await mint(claims, changes))).toBe(why);
  });

  it('signed by somebody else is not accepted', async () => {
    const { privateKey } = await generateKeyPair('EdDSA');
    expect(await outcome(await mint(GOOD, { key: privateKey }))).toBe('signature verification failed');
  });

  it('without a signature is not accepted', async () => {
    const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
    const token = `${encode({ alg: 'none' })}.${encode({ ...GOOD, iss: ISSUER, aud: 'sla-suite', exp: 9e9 })}.`;
    expect(await outcome(token)).toMatch(/not allowed|Invalid/);
  });

  it.each(['', 'x', 'a.b.c', '..'])('“%s” is none', async (token) => {
    expect(await outcome(token)).toBe('it is not a JWT');
  });

  it('of the cluster makes our own pods services', async () => {
    const claims = { sub: 'system:serviceaccount:sla:us', sla_roles: ['operator'] };
    expect(await outcome(await mint(claims, { issuer: 'https://cluster' }))).toMatchObject({ roles: ['service'] });
  });
});
