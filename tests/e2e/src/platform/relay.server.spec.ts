import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendOutbox, countUnpublished, OutboxRelay, type Publisher } from '@sla/platform';
import { callerOf, NOW, rest, silent, until, versionFrozen } from './fixtures.js';
import { openStore, startPostgres, type TestPostgres, type TestStore } from './infrastructure.js';

/** What was published, in order. */
class Record implements Publisher {
  readonly published: {
    readonly id: string;
    readonly place: string;
    readonly headers: Readonly<{ [name: string]: string }>;
  }[] = [];
  /** Lets the n-th publication fail. */
  failAt = 0;
  delayMs = 0;

  async publish(_subject: string, _data: Uint8Array, id: string, headers: Readonly<{ [name: string]: string }>) {
    await rest(Math.random() * this.delayMs);
    if (this.published.length + 1 === this.failAt) {
      this.failAt = 0;
      throw new Error('NATS is away');
    }
    this.published.push({ id, headers, place: `${headers['ce-tenantid']}/${headers['ce-aggregateid']}` });
  }

  /** Sequences of each aggregate in the order in which they were first published. */
  sequences(): ReadonlyMap<string, readonly number[]> {
    const seen = new Set<string>();
    const first = this.published.filter(({ id }) => !seen.has(id) && seen.add(id));
    return new Map(
      [...Map.groupBy(first, ({ place }) => place)].map(([place, events]) => [
        place,
        events.map(({ headers }) => Number(headers['ce-aggregatesequence'])),
      ]),
    );
  }
}

describe('the outbox relay on a real PostgreSQL', () => {
  let postgres: TestPostgres;
  let store: TestStore;

  beforeAll(async () => {
    postgres = await startPostgres();
    store = await openStore(postgres, 'relay');
  });
  afterAll(async () => {
    await store.close();
    await postgres.stop();
  });

  const relayTo = (publisher: Publisher): OutboxRelay =>
    new OutboxRelay({ database: store.database, publisher, now: () => NOW, log: silent });
  const append = (tenant: string, agreementId: string, version: number): Promise<string> =>
    store.database.inTenant(tenant, (sql) =>
      appendOutbox(sql, callerOf(tenant), versionFrozen(agreementId, version), NOW),
    );
  const allPublished = async (): Promise<boolean> => (await store.database.inSystem(countUnpublished)) === 0;
  const inOrder = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

  it('publishes with the attributes of CloudEvents, percent-encoded', async () => {
    const record = new Record();
    await append('a', 'größe "1"', 1);
    await relayTo(record).drain();
    expect(record.published[0]?.headers).toMatchObject({
      'ce-specversion': '1.0',
      'ce-id': record.published[0]?.id,
      'ce-source': '/sla/agreements',
      'ce-type': 'sla.agreements.v1.version_frozen',
      'ce-time': '2026-09-21T14:13:20Z',
      'ce-recordedtime': '2026-09-21T14:13:20Z',
      'ce-tenantid': 'a',
      'ce-aggregateid': 'agreement/gr%C3%B6%C3%9Fe%20%221%22',
      'ce-aggregatesequence': '1',
      'ce-correlationid': 'correlation-1',
      'content-type': 'application/protobuf',
    });
  });

  it('keeps the order of each aggregate with several replicas, under load', async () => {
    const record = new Record();
    record.delayMs = 3;
    const relays = [relayTo(record), relayTo(record), relayTo(record)];
    for (const relay of relays) relay.start();
    const writers = Array.from({ length: 12 }, async (_, i) => {
      for (let version = 1; version <= 25; version++) {
        await append(`t${i % 3}`, `busy-${i}`, version);
        relays[version % 3]?.poke();
      }
    });
    await Promise.all(writers);
    await until('all is published', allPublished);
    await Promise.all(relays.map((relay) => relay.stop()));
    const sequences = record.sequences();
    expect(sequences.size).toBe(12);
    for (const order of sequences.values()) expect(order).toEqual(inOrder(25));
    expect(record.published).toHaveLength(300);
  });

  it('publishes in order although transactions that began earlier commit later, and more wait than fit a batch', async () => {
    const record = new Record();
    await store.database.inTenant('late', async (early) => {
      // This transaction has the lower id, and the higher sequence.
      await early.execute(`insert into effect (tenant_id, what) values ('late', 'early')`);
      for (let version = 1; version <= 300; version++) await append('late', 'long', version);
      await appendOutbox(early, callerOf('late'), versionFrozen('long', 301), NOW);
    });
    const relay = relayTo(record);
    while ((await relay.drain()) > 0) continue;
    expect(record.sequences().get('late/agreement/long')).toEqual(inOrder(301));
  });

  it('publishes again, under the same ids, what was published and not marked', async () => {
    const record = new Record();
    for (let version = 1; version <= 4; version++) await append('broken', 'x', version);
    record.failAt = 3;
    const relay = relayTo(record);
    await expect(relay.drain()).rejects.toThrow('NATS is away');
    expect(record.published).toHaveLength(2);
    await relay.drain();
    expect(record.published).toHaveLength(6);
    expect(new Set(record.published.map(({ id }) => id)).size).toBe(4);
    expect(record.sequences().get('broken/agreement/x')).toEqual(inOrder(4));
  });

  it('goes on by itself when the server is back', async () => {
    const record = new Record();
    record.failAt = 1;
    const relay = relayTo(record);
    relay.start();
    await append('back', 'x', 1);
    await until('it is published', allPublished);
    await relay.stop();
    expect(record.published).toHaveLength(1);
  });
});
