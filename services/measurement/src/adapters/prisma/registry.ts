import type { Sql } from '@sla/platform';

/** Lets one transaction of a tenant at a time add series or versions, until it ends. Comes before every other lock. */
export async function lockRegistry(sql: Sql, tenant: string): Promise<void> {
  await sql.execute(`insert into registry (tenant_id) values ($1) on conflict do nothing`, tenant);
  await sql.rows(`select tenant_id from registry where tenant_id = $1 for update`, tenant);
}
