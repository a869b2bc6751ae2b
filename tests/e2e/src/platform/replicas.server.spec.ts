import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendOutbox } from '@sla/platform';
import { startNats, type TestNats } from '@sla/testkit';
import { callerOf, NOW, until, versionFrozen } from './fixtures.js';
import { openStore, startPostgres, type TestPostgres, type TestStore } from './infrastructure.js';
import { PgDatabase } from './pg-database.js';
import { startProbe, type Probe } from './probe-service.js';

const AGGREGATES = 8;
const EVENTS_EACH = 25;

describe('two replicas of a service', () => {
  let postgres: TestPostgres;
  let store: TestStore;
  let nats: TestNats;
  let probes: readonly Probe[];
  const handledBy = new Map<number, number>();

  beforeAll(async () => {
    [postgres, nats] = await Promise.all([startPostgres(), startNats()]);
    store = await openStore(postgres, 'replicas');
    const stores = [store, { ...store, database: new PgDatabase(store.url) }];
    probes = await Promise.all(stores.map((own) => startProbe(own, nats.url)));
    probes.forEach((probe, replica) => {
      probe.behaviour.frozen = async ({ agreementId, version }, { tenant }, sql) => {
        handledBy.set(replica, (handledBy.get(replica) ?? 0) + 1);
        const what = `${agreementId}/${version}`;
        await sql.execute(`insert into effect (tenant_id, what) values ($1, $2)`, tenant, what);
      };
    });
  });
  afterAll(async () => {
    for (const probe of probes) await probe.close();
    await nats.stop();
    await store.close();
    await postgres.stop();
  });

  it('publish and handle every event once, in the order of its aggregate', async () => {
    const writers = Array.from({ length: AGGREGATES }, async (_, i) => {
      for (let version = 1; version <= EVENTS_EACH; version++) {
        await store.database.inTenant('demo', (sql) =>
          appendOutbox(sql, callerOf('demo'), versionFrozen(`a${i}`, version), NOW),
        );
      }
    });
    await Promise.all(writers);
    const effects = (): Promise<readonly { what: string }[]> =>
      store.database.inTenant('demo', (sql) => sql.rows<{ what: string }>('select what from effect order by number'));
    await until('all have had their effect', async () => (await effects()).length >= AGGREGATES * EVENTS_EACH, 60_000);
    const byAggregate = Map.groupBy(await effects(), ({ what }) => what.split('/')[0]);
    expect(byAggregate.size).toBe(AGGREGATES);
    for (const rows of byAggregate.values()) {
      const inOrder = Array.from({ length: EVENTS_EACH }, (_, i) => i + 1);
      expect(rows.map(({ what }) => Number(what.split('/')[1]))).toEqual(inOrder);
    }
    expect(handledBy.size).toBe(2);
  });
});
