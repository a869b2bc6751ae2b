import { createHash } from 'node:crypto';
import { DomainError, ROLES, type PartyId, type Principal, type Role, type TenantId } from '@sla/kernel';
import { jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';

/** What a call brings along. */
export interface Credentials {
  readonly authorization?: string;
  readonly apiKey?: string;
  /** Tenant for which a service acts. */
  readonly tenant?: string;
  /** URI names of a verified client certificate. */
  readonly certificateUris?: readonly string[];
}

/** An API key as configured: the SHA-256 of the key, never the key. */
export interface ApiKey {
  readonly sha256: string;
  readonly subject: string;
  readonly tenant: string;
  readonly party?: string;
  readonly roles: readonly Role[];
}

export interface AuthenticatorOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  readonly apiKeys: readonly ApiKey[];
  /** Tenants of the installation; empty means that the issuer alone decides. */
  readonly tenants: readonly string[];
}

/** Clocks of issuer and service may differ by this much. */
const CLOCK_TOLERANCE_S = 30;
const ALGORITHMS = ['EdDSA', 'ES256', 'RS256'];
const CERTIFICATE_URI = /^sla:\/\/([^/]+)\/([a-z_]+)\/([^/]+)$/;

/** Proves who calls: a JWT of the configured issuer, an API key, or a client certificate with a name `sla://tenant/role/subject`. */
export class Authenticator {
  readonly #apiKeys: ReadonlyMap<string, ApiKey>;

  constructor(private readonly options: AuthenticatorOptions) {
    this.#apiKeys = new Map(options.apiKeys.map((key) => [key.sha256, key]));
  }

  /**
   * The principal of a call. Where credentials are optional and none are sent it is nobody, with no role and no tenant.
   * @throws DomainError unauthenticated or permission_denied.
   */
  async authenticate(credentials: Credentials, { optional = false } = {}): Promise<Principal> {
    const bare =
      credentials.authorization === undefined &&
      credentials.apiKey === undefined &&
      credentials.certificateUris === undefined;
    if (optional && bare) return NOBODY;
    const principal = await this.#prove(credentials);
    const acting = actForTenant(principal, credentials.tenant);
    const { tenants } = this.options;
    if (tenants.length > 0 && !tenants.includes(acting.tenant)) {
      throw new DomainError('permission_denied', 'platform.tenant_unknown', { tenant: acting.tenant });
    }
    return acting;
  }

  async #prove(credentials: Credentials): Promise<Principal> {
    const bearer = /^Bearer (\S+)$/i.exec(credentials.authorization ?? '')?.[1];
    if (bearer !== undefined) return this.#fromToken(bearer);
    if (credentials.apiKey !== undefined) return this.#fromApiKey(credentials.apiKey);
    const certificate = credentials.certificateUris?.map((uri) => CERTIFICATE_URI.exec(uri)).find((m) => m !== null);
    if (certificate) return fromCertificate(certificate);
    throw new DomainError('unauthenticated', 'platform.token_missing');
  }

  async #fromToken(token: string): Promise<Principal> {
    const { issuer, audience, keys } = this.options;
    const settings = {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_TOLERANCE_S,
      requiredClaims: ['sub', 'exp'],
    };
    const verified = await jwtVerify(token, keys, settings).catch((error: unknown) => {
      throw refused(error instanceof Error ? error.message : 'it cannot be verified');
    });
    return principalOf(verified.payload);
  }

  #fromApiKey(key: string): Principal {
    const found = this.#apiKeys.get(createHash('sha256').update(key).digest('hex'));
    if (found === undefined) throw refused('the API key is unknown');
    const { subject, tenant, party, roles } = found;
    return {
      subject,
      tenant: tenant as TenantId,
      roles,
      kind: 'service',
      ...(party === undefined ? {} : { party: party as PartyId }),
    };
  }
}

const NOBODY: Principal = { subject: 'anonymous', tenant: '' as TenantId, roles: [], kind: 'person' };

const refused = (why: string): DomainError => new DomainError('unauthenticated', 'platform.token_invalid', { why });

function principalOf(claims: JWTPayload): Principal {
  const { sub, sla_tenant: tenant, sla_party: party, sla_roles: roles, sla_kind: kind } = claims;
  if (typeof sub !== 'string' || sub === '') throw refused('it has no subject');
  if (typeof tenant !== 'string') throw refused('it has no claim sla_tenant');
  if (!Array.isArray(roles)) throw refused('it has no claim sla_roles');
  return {
    subject: sub,
    tenant: tenant as TenantId,
    // Roles of other systems may stand in the same claim; only ours mean something here.
    roles: ROLES.filter((role) => roles.includes(role)),
    kind: kind === 'service' ? 'service' : 'person',
    ...(typeof party === 'string' && party !== '' ? { party: party as PartyId } : {}),
  };
}

function fromCertificate(match: RegExpExecArray): Principal {
  const [, tenant = '', roleText = '', subject = ''] = match;
  const role = ROLES.find((known) => known === roleText);
  if (role === undefined) throw refused(`the certificate names the unknown role ${roleText}`);
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
