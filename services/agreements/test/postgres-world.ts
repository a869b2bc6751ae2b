import path from 'node:path';
import { EVENTS } from '@sla/contracts';
import { defined } from '@sla/kernel';
import { startPostgres } from '@sla/testkit';
import { PrismaDatabase } from '../src/adapters/prisma/database.js';
import { PrismaUnitOfWork } from '../src/adapters/prisma/unit-of-work.js';
import { digest, portsOn, type FakeClock } from './fake-ports.js';
import type { World } from './stage.js';

export interface PostgresWorld extends World {
  readonly database: PrismaDatabase;
  /** Connection of the run role. */
  readonly url: string;
}

/** The real stores on a real PostgreSQL, entered as the run role. */
export async function openPostgresWorld(clock: FakeClock): Promise<PostgresWorld> {
  const server = await startPostgres();
  const { url } = await server.createDatabase('agreements', path.resolve(import.meta.dirname, '../prisma/migrations'));
  const database = new PrismaDatabase(url, 5);
  const uow = new PrismaUnitOfWork({ database, digest, now: () => clock.now(), poke: () => undefined });
  return {
    database,
    url,
    ports: portsOn(uow, clock),
    events: (tenant) => eventsOf(database, tenant),
    audit: (tenant) => auditOf(database, tenant),
    async close() {
      await database.close();
      await server.stop();
    },
  };
}

function eventsOf(database: PrismaDatabase, tenant: string): ReturnType<World['events']> {
  return database.inTenant(tenant, async (sql) => {
    const rows = await sql.rows<{ subject: string; aggregate_id: string; data: Uint8Array }>(
      'select subject, aggregate_id, data from outbox order by position',
    );
    return rows.map(({ subject, aggregate_id: aggregate, data }) => {
      const spec = defined(
        Object.values(EVENTS).find((candidate) => candidate.subject === subject),
        subject,
      );
      const message = spec.codec.decode(data);
      return { type: subject.split('.').at(-1) ?? '', aggregate, version: 'version' in message ? message.version : 0 };
    });
  });
}

const auditOf = (database: PrismaDatabase, tenant: string): ReturnType<World['audit']> =>
  database.inTenant(tenant, (sql) =>
    sql.rows(
      'select action, resource, before_hash as "beforeHash", after_hash as "afterHash", reason from audit order by number',
    ),
  );
