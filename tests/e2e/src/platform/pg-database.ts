import { enterSystem, enterTenant, type Database, type Sql } from '@sla/platform';
import pg from 'pg';

/** Platform's database port on a plain connection pool. */
export class PgDatabase implements Database {
  readonly #pool: pg.Pool;

  constructor(url: string, max = 10) {
    this.#pool = new pg.Pool({ connectionString: url, max });
    // The server goes away under idle connections when a test ends.
    this.#pool.on('error', () => undefined);
  }

  inTenant<A>(tenant: string, work: (sql: Sql) => Promise<A>): Promise<A> {
    return this.#transaction((sql) => enterTenant(sql, tenant), work);
  }

  inSystem<A>(work: (sql: Sql) => Promise<A>): Promise<A> {
    return this.#transaction(enterSystem, work);
  }

  /** A transaction that has entered nothing. */
  outside<A>(work: (sql: Sql) => Promise<A>): Promise<A> {
    return this.#transaction(() => Promise.resolve(), work);
  }

  async #transaction<A>(enter: (sql: Sql) => Promise<void>, work: (sql: Sql) => Promise<A>): Promise<A> {
    const client = await this.#pool.connect();
    const sql = sqlOn(client);
    try {
      await client.query('begin');
      await enter(sql);
      const answer = await work(sql);
      await client.query('commit');
      return answer;
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}

const sqlOn = (client: pg.PoolClient): Sql => ({
  rows: async <Row extends object>(text: string, ...parameters: readonly unknown[]) =>
    (await client.query<Row>(text, [...parameters])).rows,
  execute: async (text, ...parameters) => (await client.query(text, [...parameters])).rowCount ?? 0,
});
