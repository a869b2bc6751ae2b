import { DomainError, isResourceId, ROLES, type PartyId, type Principal, type TenantId } from '@sla/kernel';
import type { ApiKeyLookup } from './api-keys.js';
import { tenantsOf } from './installation.js';
import { notAccepted } from './token-verifier.js';

/** What a call brings along. */
export interface Credentials {
  readonly authorization?: string;
  readonly apiKey?: string;
  /** Tenant for which a service acts. */
  readonly tenant?: string;
  /** URI names of a verified client certificate. */
  readonly certificateUris?: readonly string[];
}

export interface AuthenticatorOptions {
  /** The principal of a bearer token. @throws DomainError unauthenticated. */
  readonly verifyToken: (token: string) => Promise<Principal>;
  readonly findApiKey: ApiKeyLookup;
  /** Tenants of the installation; empty means that the issuer alone decides. */
  readonly tenants: readonly string[];
}

/** Who calls an rpc that is open to everybody without saying so. */
const ANYBODY: Principal = { subject: 'anybody', tenant: '' as TenantId, roles: [], kind: 'person' };
/** Longest subject, as OpenID Connect has it; it is part of keys and of the audit chain. */
export const MAX_SUBJECT_LENGTH = 255;
const UNPRINTABLE = /\p{C}/u;
const CERTIFICATE_URI =
  /^sla:\/\/(?<tenant>[^/?]+)\/(?<role>[a-z_]+)\/(?<subject>[^/?]+)(?:\?party=(?<party>[^/?&]+))?$/;

/**
 * Proves who calls: a JWT of a trusted issuer, an API key, or a client certificate with a name `sla://tenant/role/subject`,
 * or `sla://tenant/role/subject?party=party` for who acts for a party.
 */
export class Authenticator {
  constructor(private readonly options: AuthenticatorOptions) {}

  /**
   * `optional` calls may come without credentials; wrong ones are refused all the same.
   * @throws DomainError unauthenticated or permission_denied.
   */
  async authenticate(credentials: Credentials, { optional = false } = {}): Promise<Principal> {
    const proven = await this.#prove(credentials);
    if (proven === undefined) {
      if (optional) return ANYBODY;
      throw new DomainError('unauthenticated', 'platform.token_missing');
    }
    assertUsable(proven);
    const principal = actForTenant(proven, credentials.tenant);
    this.#assertTenant(principal.tenant);
    return principal;
  }

  async #prove({ authorization, apiKey, certificateUris }: Credentials): Promise<Principal | undefined> {
    const bearer = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (bearer !== undefined) return this.options.verifyToken(bearer);
    if (authorization !== undefined) throw notAccepted('the metadata “authorization” is not “Bearer <token>”');
    if (apiKey !== undefined) return (await this.options.findApiKey(apiKey)) ?? refuseKey();
    return ofCertificate(certificateUris ?? []);
  }

  #assertTenant(tenant: string): void {
    if (tenantsOf(this.options.tenants)(tenant)) return;
    throw new DomainError('permission_denied', 'platform.tenant_unknown', { tenant: tenant.slice(0, 60) });
  }
}

function refuseKey(): never {
  throw notAccepted('the API key is unknown');
}

function ofCertificate(uris: readonly string[]): Principal | undefined {
  const match = uris.map((uri) => CERTIFICATE_URI.exec(uri)).find((found) => found !== null);
  const { tenant = '', role: roleText = '', subject = '', party } = match?.groups ?? {};
  if (subject === '') return undefined;
  const role = ROLES.find((known) => known === roleText);
  if (role === undefined) throw notAccepted(`the certificate names the unknown role ${roleText}`);
  const seat = party === undefined ? {} : { party: party as PartyId };
  return { subject, tenant: tenant as TenantId, roles: [role], kind: 'service', ...seat };
}

/** Subject and party become parts of keys and of resource names, whoever has issued them. */
function assertUsable({ subject, party }: Principal): void {
  if (subject.length > MAX_SUBJECT_LENGTH) throw notAccepted(`its subject is longer than ${MAX_SUBJECT_LENGTH}`);
  if (UNPRINTABLE.test(subject)) throw notAccepted('its subject holds characters that cannot be printed');
  if (party !== undefined && !isResourceId(party)) throw notAccepted('its party is no id of a party');
}

/**
 * Services belong to the installation and act for the tenant that they name; all others stay in their own. What a service
 * is beside that, and its party, hold in its own tenant only.
 */
function actForTenant(principal: Principal, named: string | undefined): Principal {
  if (principal.roles.includes('service')) {
    if (named === undefined || named === '') throw new DomainError('permission_denied', 'platform.tenant_required');
    if (named === principal.tenant) return principal;
    return { subject: principal.subject, tenant: named as TenantId, roles: ['service'], kind: principal.kind };
  }
  if (named !== undefined && named !== '' && named !== principal.tenant) {
    throw new DomainError('permission_denied', 'platform.tenant_foreign', { own: principal.tenant, named });
  }
  return principal;
}
