import { DomainError, ROLES, type PartyId, type Principal, type TenantId } from '@sla/kernel';
import { decodeJwt, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';

/** An issuer whose tokens are accepted. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  /** Who the holder of a verified token is. @throws DomainError unauthenticated. */
  readonly principalOf: (claims: JWTPayload) => Principal;
}

/** Clocks of issuer and service may differ by this much. */
export const CLOCK_TOLERANCE_S = 30;
const ALGORITHMS = ['EdDSA', 'ES256', 'RS256'];

/** The credentials are no proof. `why` completes the sentence "The credentials are not accepted: …". */
export const notAccepted = (why: string): DomainError =>
  new DomainError('unauthenticated', 'platform.token_invalid', { why });

/** Verifies JWTs of the given issuers. @throws DomainError unauthenticated with the reason. */
export function tokenVerifier(issuers: readonly TrustedIssuer[]): (token: string) => Promise<Principal> {
  return async (token) => {
    const trusted = issuerOf(token, issuers);
    const { issuer, audience, keys, principalOf } = trusted;
    const checks = {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_TOLERANCE_S,
      requiredClaims: ['sub', 'exp'],
    };
    const { payload } = await jwtVerify(token, keys, checks).catch((error: unknown) => {
      throw notAccepted(error instanceof Error ? error.message : 'it cannot be verified');
    });
    return principalOf(payload);
  };
}

/** The unverified `iss` only selects whose keys must have signed. */
function issuerOf(token: string, issuers: readonly TrustedIssuer[]): TrustedIssuer {
  const trusted = issuers.find(({ issuer }) => issuer === claimedIssuer(token));
  if (trusted === undefined) throw notAccepted('unexpected "iss" claim value');
  return trusted;
}

function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    throw notAccepted('it is not a JWT');
  }
}

/** The principal in the claims of an identity provider: sub, sla_tenant, sla_party, sla_roles, sla_kind. */
export function principalOfClaims(claims: JWTPayload): Principal {
  const { sub, sla_tenant: tenant, sla_party: party, sla_roles: roles, sla_kind: kind } = claims;
  if (typeof sub !== 'string' || sub === '') throw notAccepted('it has no subject');
  if (typeof tenant !== 'string' || tenant === '') throw notAccepted('it has no claim sla_tenant');
  if (!Array.isArray(roles)) throw notAccepted('it has no claim sla_roles');
  // Who acts for no party may see all of a tenant: a party that cannot be read must not count as none.
  if (party !== undefined && party !== null && typeof party !== 'string') {
    throw notAccepted('its claim sla_party is not one party');
  }
  return {
    subject: sub,
    tenant: tenant as TenantId,
    // Roles of other systems may stand in the same claim; only ours mean something here.
    roles: ROLES.filter((role) => roles.includes(role)),
    kind: kind === 'service' ? 'service' : 'person',
    ...(typeof party === 'string' && party !== '' && { party: party as PartyId }),
  };
}

/** The principal of a Kubernetes service account token: our own process when its subject is listed, nobody otherwise. */
export const serviceAccountAmong =
  (subjects: readonly string[]) =>
  ({ sub = '' }: JWTPayload): Principal => {
    if (!subjects.includes(sub)) throw notAccepted(`“${sub}” is no service of this installation`);
    return { subject: sub, tenant: '' as TenantId, roles: ['service'], kind: 'service' };
  };
