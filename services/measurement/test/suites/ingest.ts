import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '@sla/kernel';
import { at, batchOf, column, count, value } from '../batches.js';
import { callerOf } from '../fake-ports.js';
import { rejectionOf } from '@sla/testkit/refusal';
import { ingestBatch } from '../../src/usecases/ingest-batch.js';
import { advanceWatermark } from '../../src/usecases/advance-watermark.js';
import { describeSeriesOf } from '../../src/usecases/read-determinations.js';
import { probeColumn, type Stage } from '../stage.js';

/** How batches are taken in. */
export function ingestSuite(stage: Stage): void {
  const describeProbe = () =>
    describeSeriesOf(stage.world.ports)(stage.service, {
      series: 'shop.probe',
      span: { start: at('01-01'), end: at('12-31') },
      gapAboveMs: 0,
    });

  describe('a batch', () => {
    it('is taken in once, however often it is sent', async () => {
      const first = await stage.probe('03-01 up', '03-01T01 down');
      expect(first).toMatchObject({ accepted: 2, duplicates: 0, replayed: false, watermark: at('03-01T01') });
      expect(await stage.probe('03-01 up', '03-01T01 down')).toEqual({ ...first, replayed: true });
      expect((await describeProbe()).head).toMatchObject({ samples: 2n, duplicates: 0n, lastSeq: 2n });
    });

    it('with a used key and other content is refused', async () => {
      await stage.ingest([probeColumn('03-01 up')], { key: 'k' });
      const again = stage.ingest([probeColumn('03-01 down')], { key: 'k' });
      expect(await rejectionOf(again)).toBe('measurement.batch_key_reused');
    });

    it('of another source may have the same key', async () => {
      await stage.ingest([probeColumn('03-01 up')], { key: 'k' });
      const other = await stage.ingest([column('shop.orders', count('03-01', 1, 1))], { key: 'k', source: 'other' });
      expect(other).toMatchObject({ replayed: false, accepted: 1 });
    });

    it('with a conflicting sample stores nothing of it, not even its source', async () => {
      await stage.probe('03-01 up');
      const columns = [column('shop.orders', count('03-02', 1, 2)), probeColumn('03-01 down')];
      expect(await rejectionOf(stage.ingest(columns))).toBe('measurement.conflicting_sample');
      const orders = { series: 'shop.orders', span: { start: at('01-01'), end: at('12-31') }, gapAboveMs: 0 };
      expect(await rejectionOf(describeSeriesOf(stage.world.ports)(stage.service, orders))).toBe(
        'measurement.series_not_found',
      );
      expect((await describeProbe()).head).toMatchObject({ samples: 1n, conflicts: 0n });
    });

    it('counts samples, duplicates and conflicts of a series apart', async () => {
      await stage.probe('03-01 up', '03-01T01 up');
      await stage.ingest([probeColumn('03-01 up', '03-01T01 down', '03-01T02 up')], { rule: 'keep_first' });
      await stage.ingest([probeColumn('03-01 down', '03-01T01 up')], { rule: 'keep_worst' });
      const { head, shape } = await describeProbe();
      expect(head).toMatchObject({ samples: 3n, duplicates: 2n, conflicts: 2n, lastSeq: 4n });
      expect(shape.samples).toBe(3);
    });

    it('may bring a series in several columns, and columns without samples', async () => {
      const columns = [
        probeColumn('03-01 up'),
        { ...probeColumn(), samples: [] },
        probeColumn('03-01T01 down', '03-01 up'),
      ];
      expect(await stage.ingest(columns)).toMatchObject({ accepted: 2, duplicates: 1 });
    });

    it.each([
      ['another kind', column('shop.probe', value('03-02', 1)), 'measurement.series_kind_differs'],
      ['two kinds at once', column('shop.new', value('03-02', 1)), 'measurement.series_kind_differs'],
    ])('of %s for a series is refused', async (_name, wrong, reason) => {
      await stage.probe('03-01 up');
      const columns = wrong.series === 'shop.new' ? [column('shop.new', count('03-02', 1, 1)), wrong] : [wrong];
      expect(await rejectionOf(stage.ingest(columns))).toBe(reason);
    });

    it('takes samples up to 10 minutes ahead, and not one millisecond more', async () => {
      stage.clock.set('2026-03-01T00:00:00Z');
      const ahead = (text: string) =>
        stage.ingest([
          {
            ...probeColumn('03-01 up'),
            samples: [{ at: parseInstant(text), reading: { kind: 'state', state: 'up' } }],
          },
        ]);
      expect(await rejectionOf(ahead('2026-03-01T00:10:00.001Z'))).toBe('measurement.batch_invalid');
      expect(await ahead('2026-03-01T00:10:00Z')).toMatchObject({ accepted: 1 });
    });
  });

  describe('a source', () => {
    const acme = () => callerOf(stage.tenant, 'acme', 'ingest');
    const northwind = () => callerOf(stage.tenant, 'northwind', 'ingest');
    const refused = 'measurement.source_of_other_party';

    it('belongs to the party of its first writer', async () => {
      await stage.ingest([probeColumn('03-01 up')], {}, northwind());
      expect(await rejectionOf(stage.ingest([probeColumn('03-01T01 down')], {}, acme()))).toBe(refused);
      expect(await rejectionOf(stage.advance('probe', '03-02', acme()))).toBe(refused);
      expect(await stage.ingest([probeColumn('03-01T01 up')], {}, northwind())).toMatchObject({ accepted: 1 });
      expect(await stage.probe('03-01T02 up')).toMatchObject({ accepted: 1 });
    });

    it('that speaks for no party is closed to those who act for one', async () => {
      await stage.probe('03-01 up');
      expect(await rejectionOf(stage.ingest([probeColumn('03-01T01 down')], {}, acme()))).toBe(refused);
    });

    it('is claimed by its first word that nothing happened', async () => {
      await stage.advance('probe', '03-01', northwind());
      expect(await rejectionOf(stage.ingest([probeColumn('03-01 down')], {}, acme()))).toBe(refused);
    });

    it('that was refused is not claimed', async () => {
      await stage.probe('03-01 up');
      const taken = stage.ingest([probeColumn('03-01T01 up')], { source: 'other' }, acme());
      expect(await rejectionOf(taken)).toBe('measurement.series_of_other_source');
      const orders = [column('shop.orders', count('03-01', 1, 1))];
      expect(await stage.ingest(orders, { source: 'other' }, northwind())).toMatchObject({ accepted: 1 });
    });

    it('keeps its series from other sources, also when both are new at once', async () => {
      const outcomes = await Promise.allSettled(
        ['one', 'two', 'three', 'four'].map((source, i) =>
          stage.ingest([probeColumn(`03-01T0${i} up`), column('shop.orders', count('03-01', i, 9))], { source }),
        ),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await describeProbe()).head).toMatchObject({ samples: 1n, lastSeq: 1n });
    });

    it('has a watermark that moves forward only, with an audit entry when it moves', async () => {
      expect(await stage.advance('probe', '03-02')).toBe(at('03-02'));
      expect(await stage.advance('probe', '03-01')).toBe(at('03-02'));
      expect((await stage.probe('03-01 up')).watermark).toBe(at('03-02'));
      expect(
        (await stage.world.audit(stage.tenant)).map(({ action, resource, reason }) => [action, resource, reason]),
      ).toEqual([['measurement.watermark.advanced', 'source/probe', '2026-03-02T00:00:00Z']]);
    });

    it('cannot be ahead of us by more than 10 minutes', async () => {
      stage.clock.set('2026-03-01T00:00:00Z');
      const advance = (text: string) =>
        advanceWatermark(stage.world.ports)(stage.probes, { source: 'probe', watermark: parseInstant(text) });
      expect(await rejectionOf(advance('2026-03-01T00:10:00.001Z'))).toBe('measurement.sample_from_future');
      expect(await advance('2026-03-01T00:10:00Z')).toBe(parseInstant('2026-03-01T00:10:00Z'));
    });
  });

  describe('batches sent in another cut, order or number', () => {
    const lines = ['03-01 up', '03-01T10 down', '03-01T10:20 up', '03-02T08 degraded', '03-02T09 up'];

    it.each<[string, readonly (readonly string[])[]]>([
      ['one by one', lines.map((line) => [line])],
      ['in two', [lines.slice(0, 2), lines.slice(2)]],
      ['unsorted', [[...lines].reverse()]],
      ['with repeats', [lines.slice(0, 3), lines.slice(1, 4), lines]],
    ])('%s give the same determinations', async (_name, batches) => {
      await stage.adopt();
      for (const batch of batches) await stage.ingest([probeColumn(...batch)]);
      await stage.evaluate();
      const hashes = (await stage.list()).map(({ windowLabel, resultHash }) => [windowLabel, resultHash]);
      stage.newTenant();
      await stage.adopt();
      await stage.probe(...lines);
      await stage.evaluate();
      expect(hashes).toEqual((await stage.list()).map(({ windowLabel, resultHash }) => [windowLabel, resultHash]));
      expect(hashes).toHaveLength(2);
    });
  });

  it('many batches at once of one source lose nothing', async () => {
    const batches = Array.from({ length: 24 }, (_, hour) => `03-01T${String(hour).padStart(2, '0')} up`);
    await Promise.all(
      batches.map((line) => ingestBatch(stage.world.ports)(stage.probes, batchOf([probeColumn(line)]))),
    );
    expect((await describeProbe()).head).toMatchObject({ samples: 24n, lastSeq: 24n });
  });
}
