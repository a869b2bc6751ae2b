import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { measurementV1 as v1 } from '@sla/contracts';
import { RpcStatus } from '@sla/platform';
import { at } from './batches.js';
import { eventually, failureOf, serve, type IngestClient, type MeasurementClient, type Served } from './served.js';
import { contractOf } from './terms.js';
import { columnOf, countColumn, wireBatch } from './wire.js';

describe('a stream of batches', () => {
  let served: Served;
  let probes: IngestClient;
  let auditor: MeasurementClient;

  beforeAll(async () => {
    served = await serve('demo');
    probes = await served.ingest({ roles: ['ingest'] });
    auditor = await served.measurement({ roles: ['auditor'] });
    await served.effective(contractOf());
  });
  afterAll(() => served.close());

  const ms = (text: string): bigint => BigInt(at(text));
  const ingest = (batch: v1.SampleBatch) => probes.ingestBatch({ batch, requestId: '' });
  const describeSeries = (series: string) => auditor.describeSeries({ series, span: undefined, gapAboveMs: 0n });
  const nameless = wireBatch([], { columns: [columnOf({ series: '', atMs: [ms('03-01')], states: [1] })] });
  const batchOf = (source: string, i: number): v1.SampleBatch =>
    wireBatch([], {
      batchKey: `${i}`,
      source,
      columns: [
        columnOf({
          series: source,
          atMs: [ms('03-01') + BigInt(2 * i), ms('03-01') + BigInt(2 * i + 1)],
          states: [1, 2],
        }),
      ],
    });
  const stored = async (source: string): Promise<number> =>
    (await served.rows(`select 1 from sample_batch where source = '${source}'`)).length;

  it('ends with the refusal of a batch; those before it are stored', async () => {
    const stream = probes.streamBatches();
    await stream.send({ batch: batchOf('ended', 0) });
    await stream.send({ batch: nameless });
    await stream.send({ batch: batchOf('ended', 1) }).catch(() => undefined);
    expect((await failureOf(stream.finish())).reason).toBe('measurement.batch_invalid');
    expect(await stored('ended')).toBe(1);
  });

  it('cut in the middle stores whole batches only; sent again, everything counts once', async () => {
    const first = probes.streamBatches();
    for (const i of [0, 1]) await first.send({ batch: batchOf('cut', i) });
    await eventually(async () => (await stored('cut')) === 2);
    const release = await served.holdSource('cut');
    await first.send({ batch: batchOf('cut', 2) });
    await new Promise((resolve) => setTimeout(resolve, 200));
    first.cancel();
    expect((await failureOf(first.finish())).code).toBe(RpcStatus.CANCELLED);
    await release();
    const second = probes.streamBatches();
    for (const i of [0, 1, 2, 3]) await second.send({ batch: batchOf('cut', i) });
    expect(await second.finish()).toMatchObject({ batches: 4n, duplicates: 0n });
    expect(await stored('cut')).toBe(4);
    expect(await describeSeries('cut')).toMatchObject({ samples: 8n, duplicates: 0n, conflicts: 0n });
  });

  it('slows a fast sender down instead of filling the memory', async () => {
    await ingest(batchOf('slow', 0));
    const release = await served.holdSource('slow');
    const stream = probes.streamBatches();
    const good = Array.from({ length: 8_000 }, () => 2n ** 62n);
    const large = (i: number): v1.SampleBatch =>
      wireBatch([], {
        batchKey: `large-${i}`,
        source: 'slow',
        columns: [
          {
            ...countColumn(
              good.map((_, n) => ms('03-01') + BigInt(n)),
              good,
              good,
            ),
            series: 'slow.counts',
          },
        ],
      });
    let sent = 0;
    const sender = (async () => {
      for (; sent < 60; sent++) await stream.send({ batch: large(sent) });
    })();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const stuckAt = sent;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const later = sent;
    await release();
    expect(later).toBe(stuckAt);
    expect(later).toBeLessThan(60);
    await sender;
    expect(await stream.finish()).toMatchObject({ batches: 60n, accepted: 8_000n, duplicates: 472_000n });
  });
});
