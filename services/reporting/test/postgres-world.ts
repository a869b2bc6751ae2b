import path from 'node:path';
import { startPostgres } from '@sla/testkit';
import { openDatabase, type ReportingDatabase } from '../src/adapters/prisma/database.js';
import { SqlUnitOfWork } from '../src/adapters/prisma/unit-of-work.js';
import { digest, portsOn, type FakeClock, type FakeMeasurement } from './fake-ports.js';
import type { World } from './stage.js';

export const MIGRATIONS = path.resolve(import.meta.dirname, '../prisma/migrations');

export interface PostgresWorld extends World {
  readonly database: ReportingDatabase;
  /** Connection of the run role. */
  readonly url: string;
}

/** The real stores on a real PostgreSQL, entered as the run role. */
export async function openPostgresWorld(clock: FakeClock, measurement: FakeMeasurement): Promise<PostgresWorld> {
  const server = await startPostgres();
  const { url } = await server.createDatabase('reporting', MIGRATIONS);
  const database = openDatabase(url, 10);
  const uow = new SqlUnitOfWork({ database, digest, now: () => clock.now(), poke: () => undefined });
  return {
    database,
    url,
    ports: portsOn(uow, clock, measurement),
    events: (tenant) =>
      database.inTenant(tenant, async (sql) => {
        const rows = await sql.rows<{ subject: string; aggregate_id: string }>(
          'select subject, aggregate_id from outbox order by position',
        );
        return rows.map(({ subject, aggregate_id: aggregate }) => `${subject.split('.').at(-1)} ${aggregate}`);
      }),
    audit: (tenant) =>
      database.inTenant(tenant, (sql) =>
        sql.rows(
          'select action, resource, before_hash as "beforeHash", after_hash as "afterHash", reason from audit order by number',
        ),
      ),
    async close() {
      await database.close();
      await server.stop();
    },
  };
}
