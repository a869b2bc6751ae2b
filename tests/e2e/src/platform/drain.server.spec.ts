import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { appendOutbox, countUnpublished, grpcClient, RpcStatus, SlaRpcError, type Worker } from '@sla/platform';
import { startNats, type TestNats } from '@sla/testkit';
import { callerOf, NOW, rest, until, versionFrozen } from './fixtures.js';
import { openStore, startPostgres, type TestPostgres, type TestStore } from './infrastructure.js';
import { OtherService } from './nats-server.js';
import { INGESTED, PROBED, startProbe, type Probe, type ProbeSettings } from './probe-service.js';

describe('a service that is asked to stop', () => {
  let postgres: TestPostgres;
  let store: TestStore;
  let nats: TestNats;
  let probe: Probe;

  beforeAll(async () => {
    [postgres, nats] = await Promise.all([startPostgres(), startNats()]);
    store = await openStore(postgres, 'drained');
  });
  afterAll(async () => {
    await nats.stop();
    await store.close();
    await postgres.stop();
  });

  const start = async (settings?: ProbeSettings): Promise<void> => {
    probe = await startProbe(store, nats.url, settings);
  };
  const ending = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => 'answered',
      (error: unknown) => (error instanceof SlaRpcError ? [RpcStatus[error.code], error.reason] : error),
    );
  const SHUTTING_DOWN = ['UNAVAILABLE', 'platform.shutting_down'];

  describe('with calls in flight', () => {
    beforeEach(() => start());

    it('answers the ones in work, ends the endless ones, refuses new ones, and comes to rest in time', async () => {
      const client = await probe.client(PROBED);
      const ingest = await probe.client(INGESTED);
      probe.behaviour.get = async () => {
        await rest(800);
        return { agreement: undefined };
      };
      probe.behaviour.watch = async function* () {
        yield { agreement: undefined, caughtUp: true };
        await new Promise(() => undefined); // a handler that listens to nobody
      };
      const watch = client.watchAgreements({ party: '' })[Symbol.asyncIterator]();
      await watch.next();
      const stream = ingest.streamBatches();
      await stream.send({ batch: undefined });
      const inFlight = ending(client.getAgreement({ agreementId: 'x' }));
      const watching = ending(watch.next());
      const streaming = ending(untilRefused(stream));
      await rest(200);

      const startedAt = Date.now();
      const drained = probe.drain();
      await until('it says that it is not ready', async () => {
        const ready = await fetch(`${probe.httpAddress}/readyz`);
        return ready.status === 503 && (await ready.text()).includes('draining');
      });
      expect((await fetch(`${probe.httpAddress}/healthz`)).status).toBe(200);
      const late = grpcClient(PROBED, { address: probe.address, deadlineMs: 1_000, token: () => probe.token() });
      expect(await ending(late.getAgreement({ agreementId: 'x' }))).not.toBe('answered');
      late.close();

      expect(await watching).toEqual(SHUTTING_DOWN);
      expect(await inFlight).toBe('answered');
      // Our client has sent the stream again, and found nobody.
      expect(await streaming).toEqual(['UNAVAILABLE', expect.any(String)]);
      expect(await drained).toEqual([]);
      expect(Date.now() - startedAt).toBeLessThan(8_000);
    });

    it('does not wait for a handler that never ends', async () => {
      const client = await probe.client(PROBED);
      probe.behaviour.get = () => new Promise(() => undefined);
      const call = ending(client.getAgreement({ agreementId: 'x' }));
      await rest(200);
      const startedAt = Date.now();
      expect(await probe.drain()).toEqual([]);
      expect(Date.now() - startedAt).toBeLessThan(8_000);
      expect(await call).not.toBe('answered');
    });
  });

  it('finishes the event in work, keeps its effect, and publishes what was decided', async () => {
    await start();
    const agreements = await OtherService.connect(nats.url);
    const begun = Promise.withResolvers<void>();
    probe.behaviour.frozen = async ({ agreementId }, _event, sql) => {
      begun.resolve();
      await rest(700);
      await sql.execute(`insert into effect (tenant_id, what) values ('demo', $1)`, agreementId);
      await appendOutbox(sql, callerOf('demo'), versionFrozen('decided-at-the-end', 1), NOW);
    };
    await agreements.publish({ agreementId: 'in-work', sequence: 1 });
    await begun.promise;
    expect(await probe.drain()).toEqual([]);
    const rows = await store.database.inTenant('demo', (sql) =>
      sql.rows(`select * from effect where what = 'in-work'`),
    );
    expect(rows).toHaveLength(1);
    expect(await store.database.inSystem(countUnpublished)).toBe(0);
    expect(await agreements.outstanding('measurement-from-agreements')).toBeLessThanOrEqual(1); // the published one
    await agreements.close();
  });

  it('names what did not come to rest', async () => {
    const stubborn: Worker = { start: () => undefined, stop: () => new Promise(() => undefined) };
    const broken: Worker = { start: () => undefined, stop: () => Promise.reject(new Error('jammed')) };
    await start({ workers: [stubborn] });
    expect(await probe.drain()).toEqual(['stop workers']);
    await start({ workers: [broken] });
    expect(await probe.drain()).toEqual(['stop workers']);
  });

  it('leaves the event that it could not finish to the next replica', async () => {
    await start();
    const agreements = await OtherService.connect(nats.url);
    const attempts: string[] = [];
    probe.behaviour.frozen = async () => {
      attempts.push('first');
      throw new Error('the database goes away');
    };
    await agreements.publish({ agreementId: 'handed-over', sequence: 1 });
    await until('it was tried', () => attempts.length > 0);
    await probe.drain();
    await start();
    probe.behaviour.frozen = async ({ agreementId }) => void attempts.push(agreementId);
    await until('the next one has it', () => attempts.includes('handed-over'), 40_000);
    await probe.drain();
    await agreements.close();
  });
});

/** Sends until the service ends the call. */
async function untilRefused(stream: { send(message: { batch: undefined }): Promise<void> }): Promise<void> {
  for (;;) {
    await stream.send({ batch: undefined });
    await rest(50);
  }
}
