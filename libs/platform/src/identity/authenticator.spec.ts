import { describe, expect, it } from '@jest/globals';
import { DomainError, type PartyId, type Principal, type Role, type TenantId } from '@sla/kernel';
import { Authenticator, MAX_SUBJECT_LENGTH, type Credentials } from './authenticator.js';
import { notAccepted } from './token-verifier.js';

const holder = (tenant: string, ...roles: Role[]): Principal => ({
  subject: 'holder',
  tenant: tenant as TenantId,
  roles,
  kind: 'person',
});
const TOKENS: Readonly<Record<string, Principal>> = {
  manager: holder('demo', 'provider_manager'),
  service: holder('', 'service'),
  odd: holder('Not An Id', 'auditor'),
  both: { ...holder('demo', 'service', 'operator'), party: 'acme' as PartyId },
  long: { ...holder('demo', 'auditor'), subject: 'x'.repeat(MAX_SUBJECT_LENGTH) },
  longer: { ...holder('demo', 'auditor'), subject: 'x'.repeat(MAX_SUBJECT_LENGTH + 1) },
  unprintable: { ...holder('demo', 'auditor'), subject: 'ada\u0000' },
  oddParty: { ...holder('demo', 'auditor'), party: 'acme/keys' as PartyId },
};

const authenticator = (tenants: readonly string[] = []): Authenticator =>
  new Authenticator({
    verifyToken: async (token) => {
      const principal = TOKENS[token];
      if (principal === undefined) throw notAccepted('signature verification failed');
      return principal;
    },
    findApiKey: async (key) => (key === 'good' ? holder('demo', 'ingest') : undefined),
    tenants,
  });
const outcome = async (credentials: Credentials, tenants?: readonly string[]): Promise<Principal | string> =>
  authenticator(tenants)
    .authenticate(credentials)
    .catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      return error.reason;
    });
const bearer = (token: string): Credentials => ({ authorization: `Bearer ${token}` });

describe('who calls', () => {
  it.each<[string, Credentials, Partial<Principal>]>([
    ['a token', bearer('manager'), { tenant: 'demo' as TenantId, roles: ['provider_manager'] }],
    ['a token of any case', { authorization: 'bearer manager' }, { subject: 'holder' }],
    ['a token and the own tenant', { ...bearer('manager'), tenant: 'demo' }, { tenant: 'demo' as TenantId }],
    ['an API key', { apiKey: 'good' }, { roles: ['ingest'] }],
    [
      'a certificate',
      { certificateUris: ['spiffe://x', 'sla://demo/auditor/robot'] },
      { subject: 'robot', roles: ['auditor'] },
    ],
    [
      'a token beside a certificate',
      { ...bearer('manager'), certificateUris: ['sla://other/operator/robot'] },
      { subject: 'holder' },
    ],
    [
      'a service for a tenant',
      { ...bearer('service'), tenant: 'demo' },
      { tenant: 'demo' as TenantId, roles: ['service'] },
    ],
    [
      'a certificate of a party',
      { certificateUris: ['sla://demo/supplier/robot?party=acme'] },
      { subject: 'robot', party: 'acme' as PartyId, roles: ['supplier'] },
    ],
    ['a subject of the longest length', bearer('long'), { subject: 'x'.repeat(MAX_SUBJECT_LENGTH) }],
  ])('is proven by %s', async (_name, credentials, principal) => {
    expect(await outcome(credentials)).toMatchObject(principal);
  });

  it.each<[string, Credentials, string]>([
    ['nothing', {}, 'platform.token_missing'],
    ['an unknown token', bearer('x'), 'platform.token_invalid'],
    ['another scheme', { authorization: 'Basic eDp5' }, 'platform.token_invalid'],
    ['another scheme beside a good key', { authorization: 'Basic eDp5', apiKey: 'good' }, 'platform.token_invalid'],
    ['an unknown key', { apiKey: 'bad' }, 'platform.token_invalid'],
    ['a certificate with another name', { certificateUris: ['https://demo/auditor/robot'] }, 'platform.token_missing'],
    ['a certificate with an unknown role', { certificateUris: ['sla://demo/king/robot'] }, 'platform.token_invalid'],
    [
      'a certificate with more than three parts',
      { certificateUris: ['sla://demo/auditor/robot/x'] },
      'platform.token_missing',
    ],
    ['a certificate of no party', { certificateUris: ['sla://demo/supplier/robot?party='] }, 'platform.token_missing'],
    ['a certificate with more behind it', { certificateUris: ['sla://demo/auditor/r?x=1'] }, 'platform.token_missing'],
    ['a subject that is longer', bearer('longer'), 'platform.token_invalid'],
    ['a subject that cannot be printed', bearer('unprintable'), 'platform.token_invalid'],
    ['a party that cannot be one', bearer('oddParty'), 'platform.token_invalid'],
    ['a service for nobody', bearer('service'), 'platform.tenant_required'],
    ['a service for what cannot be a tenant', { ...bearer('service'), tenant: '../demo' }, 'platform.tenant_unknown'],
    ['a person for another tenant', { ...bearer('manager'), tenant: 'other' }, 'platform.tenant_foreign'],
    ['a tenant that cannot be one', bearer('odd'), 'platform.tenant_unknown'],
  ])('is not proven by %s', async (_name, credentials, reason) => {
    expect(await outcome(credentials)).toBe(reason);
  });

  it('brings nothing but the service into the tenant of others', async () => {
    const foreign = await outcome({ ...bearer('both'), tenant: 'other' });
    expect(foreign).toMatchObject({ tenant: 'other', roles: ['service'] });
    expect(foreign).not.toHaveProperty('party');
    const own = await outcome({ ...bearer('both'), tenant: 'demo' });
    expect(own).toMatchObject({ tenant: 'demo', roles: ['service', 'operator'], party: 'acme' });
  });

  it('belongs to a tenant of the installation', async () => {
    expect(await outcome(bearer('manager'), ['demo', 'other'])).toMatchObject({ subject: 'holder' });
    expect(await outcome(bearer('manager'), ['other'])).toBe('platform.tenant_unknown');
  });

  it('need not be proven where everybody may call, but is not believed without a proof', async () => {
    const optional = (credentials: Credentials) => authenticator().authenticate(credentials, { optional: true });
    expect(await optional({})).toMatchObject({ subject: 'anybody', roles: [] });
    await expect(optional(bearer('x'))).rejects.toMatchObject({ reason: 'platform.token_invalid' });
  });
});
