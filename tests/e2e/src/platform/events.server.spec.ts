import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import type { commonV1 } from '@sla/contracts';
import { appendOutbox, type GrpcClient } from '@sla/platform';
import { callerOf, NOW, rest, until, versionFrozen } from './fixtures.js';
import { openStore, startPostgres, type TestPostgres, type TestStore } from './infrastructure.js';
import { KillableNats, OtherService } from './nats-server.js';
import { startProbe, type Probe } from './probe-service.js';

const DURABLE = 'measurement-from-agreements';

describe('events over a real nats-server', () => {
  let postgres: TestPostgres;
  let store: TestStore;
  let nats: KillableNats;
  let agreements: OtherService;
  let probe: Probe;
  let operations: GrpcClient<typeof commonV1.OperationsServiceService>;

  beforeAll(async () => {
    [postgres, nats] = await Promise.all([startPostgres(), KillableNats.start()]);
    store = await openStore(postgres, 'events');
    probe = await startProbe(store, nats.url);
    agreements = await OtherService.connect(nats.url);
    operations = await probe.operations();
  });
  afterAll(async () => {
    await probe.close();
    await agreements.close();
    await nats.killAndForget();
    await store.close();
    await postgres.stop();
  });

  beforeEach(() => {
    probe.behaviour.frozen = async ({ agreementId, version }, { tenant }, sql) => {
      const what = `${agreementId}/${version}`;
      await sql.execute(`insert into effect (tenant_id, what) values ($1, $2)`, tenant, what);
    };
  });

  /** Versions of an agreement that had an effect, in order. */
  const effects = (agreementId: string, tenant = 'demo'): Promise<readonly number[]> =>
    store.database.inTenant(tenant, async (sql) => {
      const rows = await sql.rows<{ what: string }>(
        `select what from effect where what like $1 order by number`,
        `${agreementId}/%`,
      );
      return rows.map(({ what }) => Number(what.split('/')[1]));
    });
  const happened = (agreementId: string, count: number, limitMs?: number): Promise<void> =>
    until(`${count} effects on ${agreementId}`, async () => (await effects(agreementId)).length === count, limitMs);
  const settled = (): Promise<void> =>
    until('all is settled', async () => (await agreements.outstanding(DURABLE)) === 0);
  const letters = async () => (await operations.listDeadLetters({ pageSize: 0, pageToken: '' })).deadLetters;
  const inOrder = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

  it('have their effect once, in the order of their aggregate, however they arrive', async () => {
    const sequences = inOrder(20).flatMap((sequence) => ['x', 'y', 'z'].map((id) => ({ id, sequence })));
    const shuffled = sequences.sort(() => Math.random() - 0.5);
    for (const { id, sequence } of shuffled) await agreements.publish({ agreementId: `shuffled-${id}`, sequence });
    for (const id of ['x', 'y', 'z']) {
      await happened(`shuffled-${id}`, 20, 60_000);
      expect(await effects(`shuffled-${id}`)).toEqual(inOrder(20));
    }
  });

  it('have no second effect when they come again', async () => {
    for (const messageId of ['a', 'b', 'c']) await agreements.publish({ agreementId: 'again', sequence: 1, messageId });
    await settled();
    expect(await effects('again')).toEqual([1]);
  });

  it('wait for one that is late, and are never given up for that', async () => {
    for (const sequence of [3, 2]) await agreements.publish({ agreementId: 'late', sequence });
    await rest(3_000);
    expect(await effects('late')).toEqual([]);
    await agreements.publish({ agreementId: 'late', sequence: 1 });
    await happened('late', 3);
    expect(await effects('late')).toEqual([1, 2, 3]);
    expect(await letters()).toEqual([]);
  });

  it('of a kind that nobody handles take their turn, and nobody is passed by', async () => {
    const unhandled = { agreementId: 'kinds', subject: 'sla.agreements.v1.version_painted' };
    await agreements.publish({ ...unhandled, sequence: 2 });
    await rest(500);
    await agreements.publish({ agreementId: 'kinds', sequence: 1 });
    await agreements.publish({ agreementId: 'kinds', sequence: 3 });
    await happened('kinds', 2);
    expect(await effects('kinds')).toEqual([1, 3]);
  });

  it('are handled beside each other when their aggregates differ', async () => {
    const together = new Set<string>();
    const both = Promise.withResolvers<void>();
    probe.behaviour.frozen = async ({ agreementId }) => {
      together.add(agreementId);
      if (together.size === 2) both.resolve();
      await both.promise;
    };
    await agreements.publish({ agreementId: 'beside-a', sequence: 1 });
    await agreements.publish({ agreementId: 'beside-b', sequence: 1 });
    await both.promise;
    await settled();
  });

  it('are tried again after a failure, with nothing half done', async () => {
    let failures = 2;
    const good = probe.behaviour.frozen;
    probe.behaviour.frozen = async (message, event, sql) => {
      await good(message, event, sql);
      if (failures-- > 0) throw new Error('not now');
    };
    await agreements.publish({ agreementId: 'failing', sequence: 1 });
    await agreements.publish({ agreementId: 'failing', sequence: 2 });
    await happened('failing', 2);
    expect(await effects('failing')).toEqual([1, 2]);
  });

  describe('that cannot be handled', () => {
    const UNREADABLE = new Uint8Array([0x0a, 0xff]);

    /** Publishes an event with an unreadable payload, which is given up at once, and one behind it. */
    async function deadLetterOf(agreementId: string, tenant = 'demo'): Promise<string> {
      await agreements.publish({ agreementId, sequence: 1, tenant, data: UNREADABLE });
      await agreements.publish({ agreementId, sequence: 2, tenant });
      const theirs = await probe.operations(tenant);
      const find = async () =>
        (await theirs.listDeadLetters({ pageSize: 0, pageToken: '' })).deadLetters.find(
          (letter) => letter.aggregateId === `agreement/${agreementId}`,
        );
      await until('it is a dead letter', async () => (await find()) !== undefined);
      return (await find())?.id ?? '';
    }

    it('become dead letters with their reason, and hold their aggregate only', async () => {
      const id = await deadLetterOf('poison');
      const { deadLetter } = await operations.getDeadLetter({ id });
      expect(deadLetter).toMatchObject({
        subject: 'sla.agreements.v1.version_frozen',
        eventId: 'poison/1',
        aggregateSequence: 1n,
        deliveries: 1,
        data: Buffer.from(UNREADABLE),
      });
      expect(deadLetter?.reason).toContain('the payload is no sla.agreements.v1.VersionFrozen');
      await agreements.publish({ agreementId: 'healthy', sequence: 1 });
      await happened('healthy', 1);
      expect(await effects('poison')).toEqual([]);
      await operations.discardDeadLetter({ id, reason: 'made by hand', requestId: '' });
      await happened('poison', 1);
      expect(await effects('poison')).toEqual([2]);
      expect(await letters()).toEqual([]);
    });

    it('are kept from other tenants', async () => {
      const id = await deadLetterOf('private', 'other');
      expect(await letters()).toEqual([]);
      const notFound = { reason: 'platform.dead_letter_not_found' };
      await expect(operations.getDeadLetter({ id })).rejects.toMatchObject(notFound);
      await expect(operations.retryDeadLetter({ id, requestId: '' })).rejects.toMatchObject(notFound);
      const theirs = await probe.operations('other');
      await theirs.discardDeadLetter({ id, reason: 'x', requestId: '' });
    });

    it('can be discarded only for a reason, which is kept', async () => {
      const id = await deadLetterOf('reasons');
      const nothing = operations.discardDeadLetter({ id, reason: ' ', requestId: '' });
      await expect(nothing).rejects.toMatchObject({ reason: 'platform.reason_required' });
      const discard = () => operations.discardDeadLetter({ id, reason: 'sent by mistake', requestId: 'discard-1' });
      await discard();
      await discard();
      const resource = `dead-letter/${id}`;
      const { entries, unbroken } = await operations.listAuditEntries({ after: 0n, pageSize: 0, resource });
      expect(unbroken).toBe(true);
      expect(entries).toMatchObject([
        { action: 'operations.dead_letter.discarded', reason: 'sent by mistake', subject: 'prober' },
      ]);
    });

    it('are no events at all: they are shown to an operator, who can only discard them', async () => {
      const headers = { 'ce-aggregatesequence': '%zz' };
      await agreements.publish({ agreementId: 'x', sequence: 1, messageId: 'noise', headers });
      await until('it is a dead letter', async () => (await letters()).length === 1);
      const [letter] = await letters();
      expect(letter).toMatchObject({ eventId: '', aggregateId: '' });
      expect(letter?.reason).toContain('CloudEvents');
      const id = letter?.id ?? '';
      expect(await operations.retryDeadLetter({ id, requestId: '' })).toMatchObject({ handled: false });
      await operations.discardDeadLetter({ id, reason: 'noise', requestId: '' });
      expect(await letters()).toEqual([]);
    });

    it('can be retried when the cause is mended, and have their effect once', async () => {
      let broken = true;
      const good = probe.behaviour.frozen;
      probe.behaviour.frozen = async (message, event, sql) => {
        if (broken && message.agreementId === 'mended') throw new Error('the table is missing');
        await good(message, event, sql);
      };
      for (const sequence of [1, 2]) await agreements.publish({ agreementId: 'mended', sequence });
      // Eight failures with back-off: 0.2 + 0.4 + … + 12.8 s.
      await until('it is given up', async () => (await letters()).length === 1, 60_000);
      const id = (await letters())[0]?.id ?? '';
      expect((await operations.getDeadLetter({ id })).deadLetter).toMatchObject({
        reason: 'the table is missing',
        deliveries: 8,
      });
      const retry = (requestId: string) => operations.retryDeadLetter({ id, requestId });
      expect(await retry('retry-1')).toEqual({ handled: false, reason: 'the table is missing' });
      expect(await letters()).toHaveLength(1);
      broken = false;
      expect(await retry('retry-1')).toEqual({ handled: true, reason: '' });
      expect(await retry('retry-1')).toEqual({ handled: true, reason: '' });
      await happened('mended', 2, 40_000);
      expect(await effects('mended')).toEqual([1, 2]);
    });

    it('cannot be discarded before their predecessors', async () => {
      const first = await deadLetterOf('chain');
      await agreements.publish({ agreementId: 'chain', sequence: 3, data: UNREADABLE });
      await until('the third is a dead letter too', async () => (await letters()).length === 2);
      const second = (await letters())[1]?.id ?? '';
      const blocked = { reason: 'platform.dead_letter_blocked' };
      const discard = (id: string) => operations.discardDeadLetter({ id, reason: 'x', requestId: '' });
      await expect(discard(second)).rejects.toMatchObject(blocked);
      await discard(first);
      await happened('chain', 1);
      await discard(second);
    });

    it.each(['0', '-1', 'x', '9'.repeat(16), ''])('are not found under “%s”', async (id) => {
      const missing = { reason: 'platform.dead_letter_not_found' };
      await expect(operations.getDeadLetter({ id })).rejects.toMatchObject(missing);
    });
  });

  it('of our own are given out from the database, page by page', async () => {
    for (const version of [1, 2, 3]) {
      await store.database.inTenant('demo', (sql) =>
        appendOutbox(sql, callerOf('demo'), versionFrozen('own', version), NOW),
      );
    }
    const first = await operations.readEvents({ after: '', pageSize: 2 });
    const second = await operations.readEvents({ after: first.next, pageSize: 2 });
    const sequences = [...first.events, ...second.events].map((event) => event.aggregateSequence);
    expect(sequences).toEqual([1n, 2n, 3n]);
    expect(await operations.readEvents({ after: second.next, pageSize: 0 })).toEqual({ events: [], next: second.next });
    const foreign = await probe.operations('other');
    expect((await foreign.readEvents({ after: '', pageSize: 0 })).events).toEqual([]);
  });

  const decide = (agreementId: string): Promise<string> =>
    store.database.inTenant('demo', (sql) => appendOutbox(sql, callerOf('demo'), versionFrozen(agreementId, 1), NOW));

  it('flow on when the server was killed and started again', async () => {
    await agreements.publish({ agreementId: 'restart', sequence: 1 });
    await happened('restart', 1);
    await nats.kill();
    await decide('kept');
    await until('the loss is known', async () => {
      const ready = await fetch(`${probe.httpAddress}/readyz`);
      expect(ready.status).toBe(200);
      return ((await ready.json()) as { events: string }).events === 'disconnected';
    });
    await nats.start();
    await happened('kept', 1, 40_000);
    await agreements.publish({ agreementId: 'restart', sequence: 2 });
    await happened('restart', 2, 40_000);
  });

  it('flow on when the consumer was deleted', async () => {
    const manager = await jetstreamManager(agreements.connection);
    await manager.consumers.delete('SLA', DURABLE);
    await agreements.publish({ agreementId: 'deleted', sequence: 1 });
    await happened('deleted', 1, 40_000);
    expect(await effects('again')).toEqual([1]);
  });

  it('flow on when the server has lost everything', async () => {
    await nats.killAndForget();
    await nats.start();
    await decide('anew');
    await happened('anew', 1, 60_000);
  });
});
