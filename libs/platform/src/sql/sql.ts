/** SQL inside one transaction. Parameters are `$1`, `$2`, …; bigint, Buffer, arrays and null are passed as PostgreSQL understands them. */
export interface Sql {
  /** Rows of a query. */
  rows<Row extends object>(text: string, ...parameters: readonly unknown[]): Promise<readonly Row[]>;
  /** Number of rows that a statement changed. */
  execute(text: string, ...parameters: readonly unknown[]): Promise<number>;
}

/** What a Prisma client offers inside `$transaction`; each service has its own generated type with these two members. */
export interface RawClient {
  $queryRawUnsafe<T = unknown>(query: string, ...values: unknown[]): PromiseLike<T>;
  $executeRawUnsafe(query: string, ...values: unknown[]): PromiseLike<number>;
}

/** The Sql port over a Prisma transaction. */
export function sqlOf(client: RawClient): Sql {
  return {
    rows: async <Row extends object>(text: string, ...parameters: readonly unknown[]) =>
      client.$queryRawUnsafe<readonly Row[]>(text, ...parameters),
    execute: async (text, ...parameters) => client.$executeRawUnsafe(text, ...parameters),
  };
}

/** Lets the transaction see one tenant's rows. `SET LOCAL` semantics: it ends with the transaction. */
export async function enterTenant(sql: Sql, tenant: string): Promise<void> {
  await sql.rows(`select set_config('sla.tenant', $1, true)`, tenant);
}

/** Lets a worker's transaction see the infrastructure rows of all tenants, and no domain row. */
export async function enterSystem(sql: Sql): Promise<void> {
  await sql.rows(`select set_config('sla.scope', 'system', true)`);
}

/** A service's database as platform's workers use it. */
export interface Database {
  /** One transaction in a tenant. */
  inTenant<A>(tenant: string, work: (sql: Sql) => Promise<A>): Promise<A>;
  /** One transaction across tenants; infrastructure tables only. */
  inSystem<A>(work: (sql: Sql) => Promise<A>): Promise<A>;
}
