import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defined, type DomainError } from '@sla/kernel';
import { evaluateWindow } from '../src/usecases/evaluate-window.js';
import { ingestBatch } from '../src/usecases/ingest-batch.js';
import type { Ports, UnitOfWork } from '../src/usecases/ports.js';
import { restate } from '../src/usecases/restate.js';
import { at, batchOf } from './batches.js';
import { openPostgresWorld, type PostgresWorld } from './postgres-world.js';
import { probeColumn, Stage } from './stage.js';

const EVALUATOR = { traceId: '0'.repeat(32) };
const DAYS = ['03-01', '03-02', '03-03', '03-04', '03-05', '03-06'];
/** A week of the probe with an outage each day, one batch per outage; the last batch comes late for no window. */
const BATCHES = DAYS.map((day) => [
  `${day} up`,
  `${day}T06 down`,
  `${day}T06:07 up`,
  `${day}T12 degraded`,
  `${day}T12:09 up`,
]);

/** Gives a transaction the time to reach its gate, or the lock of another. */
const underWay = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 300));

/** A unit of work that waits at a step of the store of determinations. */
const pausedAt = (step: 'save' | 'addPending', uow: UnitOfWork, gate: Promise<void>): UnitOfWork => ({
  run: (caller, work) =>
    uow.run(caller, (tx) => {
      const determinations = new Proxy(tx.determinations, {
        get: (store, name) => {
          const method = Reflect.get(store, name) as (...parameters: unknown[]) => Promise<unknown>;
          if (name !== step) return method.bind(store);
          return (...parameters: unknown[]) => gate.then(() => method.apply(store, parameters));
        },
      });
      return work({ ...tx, determinations });
    }),
});

describe('two replicas on one database', () => {
  const stage = new Stage();
  let world: PostgresWorld;
  let replicas: readonly [Ports, Ports];

  beforeAll(async () => {
    await stage.open(async (clock) => (world = await openPostgresWorld(clock)));
    replicas = [world.replica(), world.replica()];
  });
  afterAll(() => world.close());

  const results = async (): Promise<readonly string[]> =>
    (await stage.list()).map((d) => `${d.windowLabel} r${d.revision} ${d.phase} ${d.verdict} ${d.resultHash}`);

  /** Evaluates what waits until nothing is left, like a worker. No conflict with the other replica is ever an error. */
  async function work(ports: Ports, until: () => boolean): Promise<void> {
    for (;;) {
      const done = until();
      const waiting = await world.waiting(stage.tenant);
      for (const key of waiting) await evaluateWindow(ports)(stage.service, key, EVALUATOR);
      if (done && waiting.length === 0) return;
    }
  }

  async function alone(): Promise<readonly string[]> {
    stage.newTenant();
    await stage.adopt();
    for (const lines of BATCHES) await stage.probe(...lines);
    await stage.advance('probe', '03-06T23');
    await stage.evaluate();
    return results();
  }

  it('that take in and evaluate the same series at once come to the results of one', async () => {
    const expected = await alone();
    expect(expected).toHaveLength(6);
    stage.newTenant();
    await stage.adopt();
    let sent = false;
    const send = async (): Promise<void> => {
      // Every batch reaches both replicas at once; the order of the days is that of the source.
      for (const lines of BATCHES) {
        const batch = batchOf([probeColumn(...lines)]);
        const receipts = await Promise.all(replicas.map((ports) => ingestBatch(ports)(stage.probes, batch)));
        expect(receipts.filter(({ replayed }) => replayed)).toHaveLength(1);
      }
      await stage.advance('probe', '03-06T23');
      sent = true;
    };
    await Promise.all([send(), ...replicas.map((ports) => work(ports, () => sent))]);
    expect(await results()).toEqual(expected);
    const told = await stage.told();
    expect(new Set(told).size).toBe(told.length);
  });

  it('never evaluate one window at once', async () => {
    stage.newTenant();
    await stage.adopt();
    for (const lines of BATCHES) await stage.probe(...lines);
    const waiting = await world.waiting(stage.tenant);
    const outcomes = await Promise.all(
      waiting.flatMap((key) => replicas.map((ports) => evaluateWindow(ports)(stage.service, key, EVALUATOR))),
    );
    expect(outcomes.filter((outcome) => outcome !== undefined)).toHaveLength(waiting.length);
    const told = await stage.told();
    expect(new Set(told).size).toBe(told.length);
  });

  it('that restate the same window at once write each revision once', async () => {
    await alone();
    await stage.probe('03-01T20 down', '03-01T21 up');
    const command = { agreementId: 'shop', objectiveId: 'availability', windowLabel: '2026-03-01', reason: 'late' };
    const outcomes = await Promise.all(
      [...replicas, ...replicas].map((ports) => restate(ports)(stage.provider, command, EVALUATOR)),
    );
    expect(outcomes.filter(({ changed }) => changed)).toHaveLength(1);
    expect(outcomes.map(({ determination }) => determination.revision)).toEqual([2, 2, 2, 2]);
  });

  it('finalise a window whose freeze passes while the other evaluates it', async () => {
    stage.newTenant();
    await stage.adopt();
    await stage.probe('03-01 up', '03-02T12 up');
    const [key] = await world.waiting(stage.tenant);
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const slow = { ...replicas[0], uow: pausedAt('save', replicas[0].uow, gate) };
    const evaluating = evaluateWindow(slow)(stage.service, defined(key, 'the window'), EVALUATOR);
    await underWay();
    const advancing = stage.advance('probe', '03-03');
    await underWay();
    open();
    await Promise.all([evaluating, advancing]);
    await stage.evaluate();
    expect((await stage.get('2026-03-01')).phase).toBe('final');
  });

  it('overlook no window when a version and the first samples of its series come at once', async () => {
    stage.newTenant();
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const slow = { ...replicas[0], uow: pausedAt('addPending', replicas[0].uow, gate) };
    const batch = batchOf([probeColumn('03-01 up', '03-02 up', '03-05 up')]);
    const ingesting = ingestBatch(slow)(stage.probes, batch);
    await underWay();
    const adopting = stage.adopt();
    await underWay();
    open();
    await Promise.all([ingesting, adopting]);
    await stage.advance('probe', '03-06');
    await stage.evaluate();
    expect((await stage.list()).map(({ windowLabel }) => windowLabel.slice(5))).toEqual(DAYS);
  });

  it('overlook no window when a version comes while samples of a known series are taken in', async () => {
    stage.newTenant();
    await stage.probe('03-01 up');
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const slow = { ...replicas[0], uow: pausedAt('addPending', replicas[0].uow, gate) };
    const ingesting = ingestBatch(slow)(stage.probes, batchOf([probeColumn('03-02 up', '03-05 up')]));
    await underWay();
    const adopting = stage.adopt();
    await underWay();
    open();
    await Promise.all([ingesting, adopting]);
    await stage.advance('probe', '03-06');
    await stage.evaluate();
    expect((await stage.list()).map(({ windowLabel }) => windowLabel.slice(5))).toEqual(DAYS);
  });

  it('keep a new series with the source that came first', async () => {
    stage.newTenant();
    const outcomes = await Promise.allSettled(
      ['one', 'two', 'one', 'two'].map((source, i) =>
        ingestBatch(i < 2 ? replicas[0] : replicas[1])(
          stage.probes,
          batchOf([probeColumn(`03-0${i + 1} up`), { ...probeColumn(`03-0${i + 1} up`), series: 'a.probe' }], {
            source,
          }),
        ),
      ),
    );
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [(outcome.reason as DomainError).reason] : [],
    );
    expect(new Set(refused)).toEqual(new Set(['measurement.series_of_other_source']));
    const head = await world.database.inTenant(stage.tenant, (sql) =>
      sql.rows<{ source: string; samples: bigint; last_seq: bigint }>(
        'select distinct source, samples, last_seq from series',
      ),
    );
    expect(head).toEqual([{ source: head[0]?.source, samples: 2n, last_seq: 2n }]);
  });

  it('come to the same result whichever of two contradicting values comes first', async () => {
    const run = async (): Promise<readonly string[]> => {
      stage.newTenant();
      await stage.adopt();
      await stage.probe('03-01 up');
      const values = ['up', 'down', 'unknown', 'degraded'].map((value) =>
        batchOf([probeColumn(`03-01T06 ${value}`, '03-01T07 up')], { rule: 'keep_worst' }),
      );
      await Promise.all(
        values.map((batch, i) => ingestBatch(i % 2 === 0 ? replicas[0] : replicas[1])(stage.probes, batch)),
      );
      await stage.evaluate();
      return results();
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect((await stage.get('2026-03-01')).figures.bad).toBe(String(at('03-01T07') - at('03-01T06')));
  });
});
