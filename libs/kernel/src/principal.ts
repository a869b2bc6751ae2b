import type { PartyId, TenantId } from './brand.js';

/** What a principal may be; the `access` option of every rpc names the roles that may call it. */
export const ROLES = [
  'provider_manager',
  'customer_manager',
  'supplier',
  'auditor',
  'operator',
  'ingest',
  'service',
] as const;
export type Role = (typeof ROLES)[number];

/** Who asks, as proven by a token, an API key or a client certificate. */
export interface Principal {
  /** Stable subject of the identity provider; unique within the tenant. */
  readonly subject: string;
  readonly tenant: TenantId;
  /** The party of the agreements for which the principal acts; absent for operators and services. */
  readonly party?: PartyId;
  readonly roles: readonly Role[];
  readonly kind: 'person' | 'service';
}

/** A principal within one call: what a use case needs to know of its caller. */
export interface Caller {
  readonly principal: Principal;
  readonly locale: 'en' | 'zh-CN';
  /** Joins everything that one outside cause set off; kept in the database, so it outlives traces. */
  readonly correlationId: string;
  /** The event or request that directly caused this call. */
  readonly causationId?: string;
  /** W3C traceparent of the span that serves the call. */
  readonly traceparent?: string;
  /** Set on mutations that carry a request id: the same id answers the same, once. */
  readonly request?: RequestIdentity;
}

export interface RequestIdentity {
  /** Full method name such as `sla.agreements.v1.AgreementsService/SignVersion`. */
  readonly method: string;
  readonly requestId: string;
  /** SHA-256 of the request as it came in; another content under the same id is refused. */
  readonly fingerprint: string;
}

export const hasRole = (caller: Caller, role: Role): boolean => caller.principal.roles.includes(role);
