import path from 'node:path';
import { EVENTS, type measurementV1 } from '@sla/contracts';
import { defined } from '@sla/kernel';
import { startPostgres } from '@sla/testkit';
import { openDatabase, type MeasurementDatabase } from '../src/adapters/prisma/database.js';
import { SqlUnitOfWork } from '../src/adapters/prisma/unit-of-work.js';
import { waitingWork } from '../src/adapters/prisma/work-store.js';
import type { Ports } from '../src/usecases/ports.js';
import { digest, portsOn, type FakeClock } from './fake-ports.js';
import type { World } from './stage.js';

export interface PostgresWorld extends World {
  readonly database: MeasurementDatabase;
  /** Connection of the run role. */
  readonly url: string;
  /** Ports over a pool of their own: another replica of the service. */
  replica(): Ports;
}

/** The real stores on a real PostgreSQL, entered as the run role. */
export async function openPostgresWorld(clock: FakeClock): Promise<PostgresWorld> {
  const server = await startPostgres();
  const { url } = await server.createDatabase('measurement', path.resolve(import.meta.dirname, '../prisma/migrations'));
  const databases: MeasurementDatabase[] = [];
  const connect = (): { database: MeasurementDatabase; ports: Ports } => {
    const database = openDatabase(url, 8);
    databases.push(database);
    const uow = new SqlUnitOfWork({ database, digest, now: () => clock.now(), poke: () => undefined });
    return { database, ports: portsOn(uow, clock) };
  };
  const { database, ports } = connect();
  return {
    database,
    url,
    ports,
    replica: () => connect().ports,
    events: (tenant) => eventsOf(database, tenant),
    audit: (tenant) => auditOf(database, tenant),
    waiting: async (tenant) => {
      const all = await database.inSystem((sql) => waitingWork(sql, 10_000, clock.now()));
      return all.filter((work) => work.tenant === tenant);
    },
    forgetVersions: (tenant) =>
      database.inTenant(tenant, async (sql) => void (await sql.execute('delete from agreement_version'))),
    async close() {
      for (const opened of databases) await opened.close();
      await server.stop();
    },
  };
}

function eventsOf(database: MeasurementDatabase, tenant: string): ReturnType<World['events']> {
  return database.inTenant(tenant, async (sql) => {
    const rows = await sql.rows<{ subject: string; data: Uint8Array }>(
      'select subject, data from outbox order by position',
    );
    return rows.map(({ subject, data }) => {
      const spec = defined(
        Object.values(EVENTS).find((candidate) => candidate.subject === subject),
        subject,
      );
      const message = spec.codec.decode(data) as { determination?: measurementV1.Determination; historical?: boolean };
      const { agreementId, objectiveId, windowLabel } = defined(message.determination, 'the determination');
      const type = subject.split('.').at(-1) ?? '';
      return { type, window: `${agreementId}/${objectiveId}/${windowLabel}`, historical: message.historical ?? false };
    });
  });
}

const auditOf = (database: MeasurementDatabase, tenant: string): ReturnType<World['audit']> =>
  database.inTenant(tenant, (sql) =>
    sql.rows(
      'select action, resource, before_hash as "beforeHash", after_hash as "afterHash", reason from audit order by number',
    ),
  );
