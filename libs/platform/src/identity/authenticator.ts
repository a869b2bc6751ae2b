import { DomainError, isResourceId, ROLES, type Principal, type TenantId } from '@sla/kernel';
import type { ApiKeyLookup } from './api-keys.js';
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
const CERTIFICATE_URI = /^sla:\/\/([^/]+)\/([a-z_]+)\/([^/]+)$/;

/** Proves who calls: a JWT of a trusted issuer, an API key, or a client certificate with a name `sla://tenant/role/subject`. */
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
    const { tenants } = this.options;
    if (isResourceId(tenant) && (tenants.length === 0 || tenants.includes(tenant))) return;
    throw new DomainError('permission_denied', 'platform.tenant_unknown', { tenant: tenant.slice(0, 60) });
  }
}

function refuseKey(): never {
  throw notAccepted('the API key is unknown');
}

function ofCertificate(uris: readonly string[]): Principal | undefined {
  const [, tenant = '', roleText = '', subject = ''] =
    uris.map((uri) => CERTIFICATE_URI.exec(uri)).find((match) => match !== null) ?? [];
  if (subject === '') return undefined;
  const role = ROLES.find((known) => known === roleText);
  if (role === undefined) throw notAccepted(`the certificate names the unknown role ${roleText}`);
  return { subject, tenant: tenant as TenantId, roles: [role], kind: 'service' };
}

/** Services belong to the installation and act for the tenant that they name; all others stay in their own. */
function actForTenant(principal: Principal, named: string | undefined): Principal {
  if (principal.roles.includes('service')) {
    if (named === undefined || named === '') throw new DomainError('permission_denied', 'platform.tenant_required');
    return { ...principal, tenant: named as TenantId };
  }
  if (named !== undefined && named !== '' && named !== principal.tenant) {
    throw new DomainError('permission_denied', 'platform.tenant_foreign', { own: principal.tenant, named });
  }
  return principal;
}
