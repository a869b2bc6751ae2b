import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agreementsV1 as a, commonV1 } from '@sla/contracts';
import { RpcStatus } from '@sla/platform';
import { LOCAL_AUDIENCE, LOCAL_ISSUER } from '@sla/platform/issuer';
import { openPremises, type Premises, type Started } from '@sla/testkit';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import { agreementsService } from '../../../../services/agreements/src/agreements.module.js';
import { attempt, bearer } from './attempt.js';
import { documentOf } from './shop.js';

type Headers = Readonly<Record<string, string>>;

const { getAgreement, listAgreements, applyDocument, freezeVersion } = a.AgreementsServiceService;
const { listDeadLetters } = commonV1.OperationsServiceService;
const API_KEY = 'a key of the probes';
const CLAIMS = { sla_tenant: 'demo', sla_roles: ['auditor'], sla_kind: 'person' };
const KID = 'local-1';

describe('somebody else', () => {
  let premises: Premises;
  let agreements: Started;
  let key: CryptoKey;
  let publicJwk: JWK;

  beforeAll(async () => {
    premises = await openPremises();
    const keys = [
      { sha256: createHash('sha256').update(API_KEY).digest('hex'), subject: 'p', tenant: 'demo', roles: ['ingest'] },
    ];
    const SLA_API_KEYS_FILE = path.join(premises.dir, 'keys.json');
    writeFileSync(SLA_API_KEYS_FILE, JSON.stringify(keys));
    const migrations = path.resolve(import.meta.dirname, '../../../../services/agreements/prisma/migrations');
    agreements = await premises.start(agreementsService, {
      migrations,
      env: { SLA_API_KEYS_FILE, SLA_TENANTS: 'demo,other' },
    });
    const { jwksFile } = premises.issuer;
    publicJwk = (JSON.parse(readFileSync(jwksFile, 'utf8')) as { keys: readonly [JWK] }).keys[0];
    const privateFile = path.join(path.dirname(jwksFile), 'private.jwk.json');
    key = (await importJWK(JSON.parse(readFileSync(privateFile, 'utf8')) as JWK, 'EdDSA')) as CryptoKey;
    // Prisma loads its engine with the first query; Jest allows that inside of tests and hooks only.
    expect(await call(bearer(await forge()))).toBe('served');
  });
  afterAll(() => premises.close());

  const call = async (
    metadata: Headers,
    method: { path: string } = listAgreements,
    message?: Buffer,
  ): Promise<string> => {
    const outcome = await attempt(agreements.address, { path: method.path, metadata, ...(message && { message }) });
    return outcome.kind === 'served' ? 'served' : outcome.reason || `${RpcStatus[outcome.code]}`;
  };

  interface Changes {
    readonly claims?: JWTPayload;
    readonly header?: Readonly<Record<string, unknown>>;
    readonly issuer?: string;
    readonly audience?: string | string[];
    readonly expires?: string | number;
    readonly key?: CryptoKey | Uint8Array;
  }
  /** A token as the issuer would give it to an auditor of the tenant, but for the changes. */
  function forge({
    claims,
    header,
    issuer = LOCAL_ISSUER,
    audience = LOCAL_AUDIENCE,
    expires = '5m',
    ...signer
  }: Changes = {}) {
    return new SignJWT({ ...CLAIMS, ...claims })
      .setProtectedHeader({ alg: 'EdDSA', kid: KID, ...header })
      .setSubject('ada')
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(expires)
      .sign(signer.key ?? key);
  }
  const unsigned = (header: object, claims: object = {}): string => {
    const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
    const body = { ...CLAIMS, sub: 'ada', iss: LOCAL_ISSUER, aud: LOCAL_AUDIENCE, exp: 9e9, ...claims };
    return `${encode(header)}.${encode(body)}.`;
  };

  it('is nobody: the token without changes is served', async () => {
    expect(await call(bearer(await forge()))).toBe('served');
    expect(await call(bearer(await forge({ audience: ['crm', LOCAL_AUDIENCE] })))).toBe('served');
  });

  it.each<[string, (other: Awaited<ReturnType<typeof generateKeyPair>>) => Promise<string> | string]>([
    ['without a signature', () => unsigned({ alg: 'none' })],
    ['without a signature, in another spelling', () => unsigned({ alg: 'NONE', kid: KID })],
    [
      'with the signature of another token',
      async () => {
        const good = await forge();
        return unsigned({ alg: 'EdDSA', kid: KID }, { sla_roles: ['operator'] }) + (good.split('.')[2] ?? '');
      },
    ],
    [
      'signed with the public key as a secret',
      () => forge({ header: { alg: 'HS256' }, key: Buffer.from(publicJwk.x ?? '', 'base64url') }),
    ],
    [
      'signed with the text of the public key as a secret',
      () => forge({ header: { alg: 'HS256' }, key: Buffer.from(JSON.stringify(publicJwk)) }),
    ],
    ['signed by another key under our key id', ({ privateKey }) => forge({ key: privateKey })],
    [
      'that brings its key along',
      async ({ privateKey, publicKey }) => forge({ key: privateKey, header: { jwk: await exportJWK(publicKey) } }),
    ],
    [
      'that says where its key is',
      ({ privateKey }) =>
        forge({ key: privateKey, header: { jku: 'http://127.0.0.1:1/jwks.json', x5u: 'http://127.0.0.1:1/c.pem' } }),
    ],
    ['whose key id is a path', ({ privateKey }) => forge({ key: privateKey, header: { kid: '../../../../dev/null' } })],
    ['whose key id is of another', () => forge({ header: { kid: 'local-2' } })],
    ['whose key id is no text', () => forge({ header: { kid: 1 } })],
    ['with extensions that nobody knows', () => unsigned({ alg: 'EdDSA', kid: KID, crit: ['x'], x: 1 }) + 'AA'],
    ['that has expired', () => forge({ expires: Math.floor(Date.now() / 1000) - 60 })],
    ['that is not valid yet', () => forge({ claims: { nbf: Math.floor(Date.now() / 1000) + 600 } })],
    ['of another issuer', () => forge({ issuer: 'https://evil.example' })],
    ['for another audience', () => forge({ audience: 'crm' })],
    ['without a tenant', () => forge({ claims: { sla_tenant: '' } })],
    ['with a list of tenants', () => forge({ claims: { sla_tenant: ['demo'] } })],
    ['with a list of parties', () => forge({ claims: { sla_party: ['acme'] } })],
    ['with a party that cannot be one', () => forge({ claims: { sla_party: 'acme/keys/1' } })],
    ['with roles in one text', () => forge({ claims: { sla_roles: 'operator auditor' } })],
  ])('is not let in by a token %s', async (_name, make) => {
    const other = await generateKeyPair('EdDSA', { extractable: true });
    expect(await call(bearer(await make(other)))).toBe('platform.token_invalid');
  });

  it.each([
    'nowhere',
    'Demo',
    'demo ',
    ' demo',
    '*',
    '../demo',
    'demo,other',
    'demo\u0000',
    "demo' or '1'='1",
    'д',
    'x'.repeat(129),
  ])('is not let into the tenant “%s”', async (tenant) => {
    expect(await call(bearer(await forge({ claims: { sla_tenant: tenant } })))).toBe('platform.tenant_unknown');
    const service = await forge({ claims: { sla_roles: ['service'] } });
    if (!/^[ -~]*$/.test(tenant)) return; // gRPC metadata is printable ASCII: it cannot even be said
    const named = await call({ ...bearer(service), 'x-sla-tenant': tenant });
    // A value with spaces around it does not reach the service at all.
    expect(['platform.tenant_unknown', 'platform.tenant_required']).toContain(named);
  });

  it.each<[string, Headers]>([
    ['a role', { 'x-sla-roles': 'operator', 'sla-roles': 'operator', sla_roles: 'operator', roles: 'operator' }],
    ['a party', { 'x-sla-party': 'northwind', sla_party: 'northwind' }],
    [
      'a certificate',
      { 'x-forwarded-client-cert': 'URI=sla://demo/operator/root', 'x-ssl-client-san': 'URI:sla://demo/operator/root' },
    ],
  ])('does not become more by metadata with %s', async (_name, metadata) => {
    expect(await call({ ...bearer(await forge()), ...metadata }, listDeadLetters)).toBe('platform.role_missing');
    expect(await call(metadata)).toBe('platform.token_missing');
  });

  it.each<[string, Changes['claims']]>([
    ['a person', {}],
    ['an operator', { sla_roles: ['operator', 'auditor'] }],
    ['a robot', { sla_kind: 'service' }],
  ])('stays in the own tenant as %s', async (_name, claims) => {
    const token = await forge({ claims: claims ?? {} });
    expect(await call({ ...bearer(token), 'x-sla-tenant': 'other' })).toBe('platform.tenant_foreign');
  });

  it('stays in the own tenant with an API key', async () => {
    const headers = { 'x-api-key': API_KEY, 'x-sla-tenant': 'other' };
    expect(await call(headers)).toBe('platform.tenant_foreign');
  });

  it('does not carry the roles of one tenant into another as a service', async () => {
    const token = bearer(
      await forge({ claims: { sla_roles: ['service', 'operator', 'provider_manager'], sla_party: 'northwind' } }),
    );
    expect(await call({ ...token, 'x-sla-tenant': 'other' })).toBe('served');
    expect(await call({ ...token, 'x-sla-tenant': 'other' }, listDeadLetters)).toBe('platform.role_missing');
    expect(await call({ ...token, 'x-sla-tenant': 'other' }, applyDocument)).toBe('platform.role_missing');
    expect(await call({ ...token, 'x-sla-tenant': 'demo' }, listDeadLetters)).toBe('served');
  });

  it('is refused with a good key beside a bad token', async () => {
    expect(await call({ 'x-api-key': API_KEY, authorization: 'Bearer x' })).toBe('platform.token_invalid');
    expect(await call({ 'x-api-key': API_KEY, authorization: 'Basic eDp5' })).toBe('platform.token_invalid');
  });

  it.each([
    ['of the longest length', 'x'.repeat(255), 'agreements.agreement_not_found'],
    ['that is longer', 'x'.repeat(256), 'platform.token_invalid'],
    ['that ends a line', 'ada\nroot', 'platform.token_invalid'],
    ['that ends a text in C', 'ada\u0000', 'platform.token_invalid'],
  ])('with a subject %s', async (_name, subject, expected) => {
    const claims = { ...CLAIMS, sla_roles: ['provider_manager'], sla_party: 'northwind' };
    const token = await premisesToken(subject, claims);
    const message = freezeVersion.requestSerialize({ agreementId: 'none', version: 1, requestId: 'r-1', etag: '' });
    expect(await call(bearer(token), freezeVersion, message)).toBe(expected);
  });
  const premisesToken = (subject: string, claims: JWTPayload): Promise<string> =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: KID })
      .setSubject(subject)
      .setIssuer(LOCAL_ISSUER)
      .setAudience(LOCAL_AUDIENCE)
      .setExpirationTime('5m')
      .sign(key);

  it('does not get the answer to the request of another', async () => {
    const as = async (claims: JWTPayload): Promise<Headers> => bearer(await forge({ claims }));
    const document = documentOf('replayed');
    const apply = applyDocument.requestSerialize({
      document,
      format: a.DocumentFormat.YAML,
      requestId: 'apply-1',
      etag: '',
    });
    const northwind = await as({ sla_roles: ['provider_manager'], sla_party: 'northwind' });
    expect(await call(northwind, applyDocument, apply)).toBe('served');
    expect(await call(northwind, applyDocument, apply)).toBe('served');
    // The same person for another party, and in another tenant.
    const globex = await as({ sla_roles: ['provider_manager'], sla_party: 'globex' });
    expect(await call(globex, applyDocument, apply)).toMatch(/request_id_reused|not_a_party/);
    const acme = await as({ sla_roles: ['customer_manager'], sla_party: 'acme' });
    expect(await call(acme, applyDocument, apply)).toBe('platform.request_id_reused');
    const elsewhere = await as({ sla_tenant: 'other', sla_roles: ['customer_manager'], sla_party: 'acme' });
    const get = getAgreement.requestSerialize({ agreementId: 'replayed' });
    expect(await call(elsewhere, getAgreement, get)).toBe('agreements.agreement_not_found');
    expect(await call(elsewhere, applyDocument, apply)).toBe('served');
  });
});
