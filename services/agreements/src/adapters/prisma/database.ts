import { PrismaPg } from '@prisma/adapter-pg';
import { enterSystem, enterTenant, sqlOf, type Database, type Sql } from '@sla/platform';
import { Prisma, PrismaClient } from './generated/prisma/client.js';

/** A transaction that takes longer is rolled back: it would hold the locks of others. */
const TRANSACTION_LIMIT_MS = 15_000;
/** A transaction waits this long for a connection of the pool before the call is refused as unavailable. */
const CONNECTION_WAIT_MS = 5_000;

/** How much a transaction sees of what others commit meanwhile: the newest per statement, or all as of one moment. */
export type View = 'newest' | 'one_moment';

/** The database of the service, always entered through a tenant or, for platform's workers, through the system scope. */
export class PrismaDatabase implements Database {
  private readonly client: PrismaClient;

  /** @param url connection of the run role. */
  constructor(url: string, poolSize: number) {
    this.client = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: poolSize }) });
  }

  /** Typed and raw access to one tenant's rows in one transaction. */
  transact<A>(tenant: string, view: View, work: (tx: Prisma.TransactionClient, sql: Sql) => Promise<A>): Promise<A> {
    return this.client.$transaction(
      async (tx) => {
        const sql = sqlOf(tx);
        await enterTenant(sql, tenant);
        return work(tx, sql);
      },
      {
        timeout: TRANSACTION_LIMIT_MS,
        maxWait: CONNECTION_WAIT_MS,
        isolationLevel: view === 'newest' ? 'ReadCommitted' : 'RepeatableRead',
      },
    );
  }

  inTenant<A>(tenant: string, work: (sql: Sql) => Promise<A>): Promise<A> {
    return this.transact(tenant, 'newest', (_tx, sql) => work(sql));
  }

  inSystem<A>(work: (sql: Sql) => Promise<A>): Promise<A> {
    return this.client.$transaction(
      async (tx) => {
        const sql = sqlOf(tx);
        await enterSystem(sql);
        return work(sql);
      },
      { timeout: TRANSACTION_LIMIT_MS, maxWait: CONNECTION_WAIT_MS },
    );
  }

  close(): Promise<void> {
    return this.client.$disconnect();
  }
}
