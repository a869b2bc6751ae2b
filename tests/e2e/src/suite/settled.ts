import { setTimeout as wait } from 'node:timers/promises';
import type { Sql } from '@sla/platform';
import { PgDatabase } from '../platform/pg-database.js';
import { TENANT, type Service, type Suite } from './suite.js';

export type Stores = Readonly<Record<Service, PgDatabase>> & { close(): Promise<void> };

/** The databases of the services, entered as their run roles: what is read here is read as the service reads it. */
export function openStores({ databases }: Suite): Stores {
  const [agreements, measurement, reporting] = [
    new PgDatabase(databases.agreements.url, 2),
    new PgDatabase(databases.measurement.url, 2),
    new PgDatabase(databases.reporting.url, 2),
  ];
  const close = async (): Promise<void> => {
    for (const store of [agreements, measurement, reporting]) await store.close();
  };
  return { agreements, measurement, reporting, close };
}

export const rowsOf = <Row extends object>(store: PgDatabase, query: string): Promise<readonly Row[]> =>
  store.inTenant(TENANT, (sql: Sql) => sql.rows<Row>(query));

const count = async (store: PgDatabase, query: string): Promise<number> =>
  Number((await rowsOf<{ n: string }>(store, query))[0]?.n ?? 0);

/** Ids of the events that reporting follows, as their owners recorded them: all of agreements and measurement, since an aggregate is followed without gaps. */
export async function eventsForReporting(stores: Stores): Promise<readonly string[]> {
  const ids = [];
  for (const store of [stores.agreements, stores.measurement])
    ids.push(...(await rowsOf<{ event_id: string }>(store, 'select event_id from outbox')));
  return ids.map(({ event_id }) => event_id).sort();
}

/** Ids of the events whose effect has happened in reporting; each line of the inbox is one effect. */
export const eventsInReporting = async (stores: Stores): Promise<readonly string[]> =>
  (await rowsOf<{ event_id: string }>(stores.reporting, 'select event_id from inbox'))
    .map(({ event_id }) => event_id)
    .sort();

interface Waiting {
  readonly evaluations: number;
  readonly unpublished: number;
  readonly unhandled: number;
  readonly editions: number;
}

async function waitingIn(stores: Stores): Promise<Waiting> {
  const all = [stores.agreements, stores.measurement, stores.reporting];
  const unpublished = await Promise.all(
    all.map((store) => count(store, 'select count(*) n from outbox where published_time is null')),
  );
  const [sent, handled] = [await eventsForReporting(stores), await eventsInReporting(stores)];
  return {
    evaluations: await count(stores.measurement, 'select count(*) n from evaluation_work'),
    unpublished: unpublished.reduce((sum, n) => sum + n, 0),
    unhandled: sent.length - handled.length,
    editions: await count(stores.reporting, 'select count(*) n from edition_work'),
  };
}

/** Waits until nothing waits: evaluated, published, handled, reported. @throws Error that says what still waits. */
export async function untilSettled(stores: Stores, withinMs: number): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  for (let quiet = 0; quiet < 3;) {
    const waiting = await waitingIn(stores);
    quiet = Object.values(waiting).every((n) => n === 0) ? quiet + 1 : 0;
    if (Date.now() > giveUpAt) throw new Error(`after ${withinMs} ms there still waits ${JSON.stringify(waiting)}`);
    await wait(100);
  }
}
