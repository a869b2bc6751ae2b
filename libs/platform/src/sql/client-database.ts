import { enterSystem, enterTenant, sqlOf, type Database, type RawClient, type Sql } from './sql.js';

/** A transaction that takes longer is rolled back: it would hold the locks of others. */
export const TRANSACTION_LIMIT_MS = 15_000;
/** A transaction waits this long for a connection of the pool before the call is refused as unavailable. */
export const CONNECTION_WAIT_MS = 10_000;

/** What a generated Prisma client has; each service has its own type of it. */
export interface TransactionalClient<Tx extends RawClient> {
  $transaction<A>(
    work: (tx: Tx) => Promise<A>,
    options: { readonly timeout: number; readonly maxWait: number },
  ): Promise<A>;
  $disconnect(): Promise<void>;
}

/** The database of a service over its Prisma client, always entered through a tenant or the system scope. */
export class ClientDatabase<Tx extends RawClient> implements Database {
  constructor(private readonly client: TransactionalClient<Tx>) {}

  /** Typed and raw access to one tenant's rows in one transaction. */
  transact<A>(tenant: string, work: (tx: Tx, sql: Sql) => Promise<A>): Promise<A> {
    return this.#run(async (tx, sql) => {
      await enterTenant(sql, tenant);
      return work(tx, sql);
    });
  }

  inTenant<A>(tenant: string, work: (sql: Sql) => Promise<A>): Promise<A> {
    return this.transact(tenant, (_tx, sql) => work(sql));
  }

  inSystem<A>(work: (sql: Sql) => Promise<A>): Promise<A> {
    return this.#run(async (_tx, sql) => {
      await enterSystem(sql);
      return work(sql);
    });
  }

  #run<A>(work: (tx: Tx, sql: Sql) => Promise<A>): Promise<A> {
    const limits = { timeout: TRANSACTION_LIMIT_MS, maxWait: CONNECTION_WAIT_MS };
    return this.client.$transaction((tx) => work(tx, sqlOf(tx)), limits);
  }

  close(): Promise<void> {
    return this.client.$disconnect();
  }
}
