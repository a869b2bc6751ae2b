import { describe, expect, it } from '@jest/globals';
import { at, column, count, value } from '../batches.js';
import { rejectionOf } from '@sla/testkit/refusal';
import { probeColumn, type Stage } from '../stage.js';
import { describeSeriesOf } from '../../src/usecases/read-determinations.js';

/** What makes two samples the same one. */
export function identitySuite(stage: Stage): void {
  describe('samples with sequences', () => {
    const raise = (...lines: readonly string[]) => stage.ingest([probeColumn(...lines)]);

    it('count once', async () => {
      await raise('03-01 up 1', '03-01T01 down 2');
      expect(await raise('03-01T01 down 2', '03-01T02 up 3')).toMatchObject({ accepted: 1, duplicates: 1 });
    });

    it.each([
      ['a sequence on another instant', ['03-01T05 up 1'], 'measurement.sequence_moved'],
      ['a sequence on another day', ['03-07 up 1'], 'measurement.sequence_moved'],
      ['a sequence twice in the batch', ['03-01T05 up 9', '03-01T06 up 9'], 'measurement.sequence_moved'],
      ['another sequence on a taken instant', ['03-01 up 5'], 'measurement.instant_taken'],
      ['another value of a sequence', ['03-01 down 1'], 'measurement.conflicting_sample'],
      ['a sample without sequence', ['03-01T05 up'], 'measurement.series_identity_differs'],
      ['some samples without', ['03-01T05 up', '03-01T06 up 6'], 'measurement.series_identity_differs'],
    ])('%s is refused', async (_name, lines, reason) => {
      await raise('03-01 up 1', '03-01T01 down 2');
      expect(await rejectionOf(raise(...lines))).toBe(reason);
      const span = { start: at('01-01'), end: at('12-31') };
      const { head } = await describeSeriesOf(stage.world.ports)(stage.service, {
        series: 'shop.probe',
        span,
        gapAboveMs: 0,
      });
      expect(head).toMatchObject({ samples: 2n, lastSeq: 2n });
    });

    it('a sample with sequence is refused in a series without', async () => {
      await raise('03-01 up');
      expect(await rejectionOf(raise('03-01T05 up 1'))).toBe('measurement.series_identity_differs');
    });

    it('a moved sequence is counted as conflicting under KEEP_FIRST, and refused under KEEP_WORST', async () => {
      await raise('03-01 up 1');
      const moved = [probeColumn('03-07 down 1')];
      expect(await stage.ingest(moved, { rule: 'keep_first' })).toMatchObject({ accepted: 0, conflicting: 1 });
      expect(await rejectionOf(stage.ingest(moved, { rule: 'keep_worst' }))).toBe('measurement.sequence_moved');
    });

    it('may be far apart and negative', async () => {
      const batch = await raise('03-01 up -9223372036854775808', '03-01T01 down 0', '03-01T02 up 9223372036854775807');
      expect(batch).toMatchObject({ accepted: 3 });
      expect(await rejectionOf(raise('03-02 up 9223372036854775807'))).toBe('measurement.sequence_moved');
    });
  });

  describe('conflicting values', () => {
    const orders = (good: number, total: number) => [column('shop.orders', count('03-01', good, total))];

    it.each<[string, [number, number], [number, number]]>([
      ['a lower share of good', [9, 10], [8, 10]],
      ['more bad at the same share', [1, 2], [2, 4]],
      ['fewer good at the same share and bad', [6, 6], [5, 5]],
      ['anything bad instead of nothing at all', [0, 0], [0, 1]],
    ])('%s is worse, in either order', async (_name, better, worse) => {
      await stage.adopt();
      await stage.ingest(orders(...better), { rule: 'keep_worst' });
      expect(await stage.ingest(orders(...worse), { rule: 'keep_worst' })).toMatchObject({
        accepted: 1,
        conflicting: 1,
      });
      expect(await stage.ingest(orders(...better), { rule: 'keep_worst' })).toMatchObject({ replayed: true });
      await stage.advance('probe', '03-02');
      await stage.evaluate();
      const [good, total] = worse;
      const { figures } = await stage.get('2026-03', { objectiveId: 'orders' });
      expect([figures.good, figures.bad]).toEqual([String(good), String(total - good)]);
      stage.newTenant();
      await stage.ingest(orders(...worse), { rule: 'keep_worst' });
      expect(await stage.ingest(orders(...better), { rule: 'keep_worst' })).toMatchObject({
        accepted: 0,
        conflicting: 1,
      });
    });

    it('the same value in another scale is the same value', async () => {
      await stage.ingest([column('shop.latency', value('03-01', 15, 1))]);
      expect(await stage.ingest([column('shop.latency', value('03-01', 150, 2))])).toMatchObject({ duplicates: 1 });
    });
  });
}
