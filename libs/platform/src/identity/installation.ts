import { isResourceId } from '@sla/kernel';

/** True for a tenant of the installation. */
export type IsTenant = (tenant: string) => boolean;

/** Tenants as configured; an empty list means that every id may be one. */
export const tenantsOf =
  (tenants: readonly string[]): IsTenant =>
  (tenant) =>
    isResourceId(tenant) && (tenants.length === 0 || tenants.includes(tenant));
