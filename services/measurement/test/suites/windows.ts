import { describe, expect, it } from '@jest/globals';
import { openDispute, resolveDispute } from '../../src/usecases/disputes.js';
import { at } from '../batches.js';
import { probeColumn, type Stage } from '../stage.js';

/** What becomes of windows as time and data go on. */
export function windowsSuite(stage: Stage): void {
  describe('a window', () => {
    it('goes from open over provisional to final as the watermark passes, and tells it once', async () => {
      await stage.adopt();
      await stage.probe('03-01 up', '03-01T12 up');
      await stage.evaluate();
      expect(await stage.get('2026-03-01')).toMatchObject({ phase: 'open', verdict: 'met' });
      await stage.probe('03-02T12 up');
      await stage.evaluate();
      expect(await stage.get('2026-03-01')).toMatchObject({ phase: 'provisional', verdict: 'met', revision: 1 });
      await stage.advance('probe', '03-03');
      await stage.evaluate();
      expect(await stage.get('2026-03-01')).toMatchObject({ phase: 'final', verdict: 'met', revision: 1 });
      expect(await stage.told()).toEqual([
        'window_closed shop/availability/2026-03-01',
        'determination_finalised shop/availability/2026-03-01',
        'window_closed shop/availability/2026-03-02',
      ]);
    });

    it('stays open when its source falls silent', async () => {
      await stage.adopt();
      await stage.probe('03-01 up', '03-01T23:59 up');
      stage.clock.set('2027-01-01T00:00:00Z');
      await stage.evaluate();
      expect((await stage.get('2026-03-01')).phase).toBe('open');
    });

    it('is judged from the millisecond on at which the watermark reaches its end', async () => {
      await stage.adopt();
      await stage.probe('03-01 up');
      await stage.advance('probe', '03-01T23:59');
      await stage.evaluate();
      expect((await stage.get('2026-03-01')).phase).toBe('open');
      await stage.advance('probe', '03-02');
      await stage.evaluate();
      expect((await stage.get('2026-03-01')).phase).toBe('provisional');
    });

    it('that its source has left behind before our clock did is looked at again when the clock has caught up', async () => {
      stage.clock.set('2026-03-01T23:55:00Z');
      await stage.adopt();
      await stage.probe('03-01 up');
      await stage.advance('probe', '03-02');
      await stage.evaluate();
      expect((await stage.get('2026-03-01')).phase).toBe('open');
      expect(await stage.world.waiting(stage.tenant)).toEqual([]);
      stage.clock.set('2026-03-02T00:00:00Z');
      await stage.evaluate();
      expect((await stage.get('2026-03-01')).phase).toBe('provisional');
    });

    it('warns, breaches, and withdraws the breach when its cause was none, once each', async () => {
      await stage.adopt();
      await stage.probe('03-01 up', '03-01T02 down', '03-01T02:08 up');
      await stage.evaluate();
      await stage.ingest([probeColumn('03-01T04 down', '03-01T05 up')]);
      await stage.evaluate();
      expect(await stage.get('2026-03-01')).toMatchObject({
        verdict: 'missed',
        figures: { breachedAt: at('03-01T04:06') + 24_001 },
      });
      await stage.probe('03-01T06 up');
      await stage.evaluate();
      const command = {
        agreementId: 'shop',
        series: 'shop.probe',
        interval: { start: at('03-01T04'), end: at('03-01T05') },
        claim: 'up',
        reason: 'the probe was broken',
      } as const;
      const { id } = await openDispute(stage.world.ports)(stage.provider, command);
      await resolveDispute(stage.world.ports)(stage.customer, { id, resolution: 'upheld', reason: 'it was' });
      await stage.evaluate();
      expect((await stage.told()).map((line) => line.split(' ')[0])).toEqual([
        'slo_at_risk',
        'slo_breached',
        'slo_breach_withdrawn',
      ]);
    });

    it('tells history as history, and news as news even when history comes on top of it', async () => {
      await stage.adopt();
      await stage.ingest([probeColumn('03-01 up', '03-01T02 down', '03-01T03 up')], { historical: true });
      await stage.evaluate();
      expect(await stage.world.events(stage.tenant)).toMatchObject([{ type: 'slo_breached', historical: true }]);
      await stage.ingest([probeColumn('03-02 up', '03-02T02 down')]);
      await stage.ingest([probeColumn('03-02T03 up', '03-02T04 up')], { historical: true });
      await stage.evaluate();
      const ofSecond = (await stage.world.events(stage.tenant)).filter(({ window }) => window.endsWith('03-02'));
      expect(ofSecond).toEqual([{ type: 'slo_breached', window: 'shop/availability/2026-03-02', historical: false }]);
    });

    it('carries a state over midnight, back to the sample before it', async () => {
      await stage.adopt();
      await stage.probe('03-01 up', '03-01T23 down', '03-02T01 up', '03-04 up');
      await stage.evaluate();
      expect((await stage.get('2026-03-01')).figures.bad).toBe('3600000');
      expect((await stage.get('2026-03-02')).figures.bad).toBe('3600000');
      expect((await stage.get('2026-03-03')).figures.bad).toBe('0');
    });
  });

  describe('days of 23 and 25 hours', () => {
    it.each([
      ['2026-03-29', '03-28T23', '03-29T22', 23],
      ['2026-10-25', '10-24T22', '10-25T23', 25],
    ])('%s in Berlin', async (label, start, end, hours) => {
      await stage.adopt({ zone: 'Europe/Berlin' }, 1, `${label.slice(0, 8)}20T00:00:00Z`);
      await stage.probe(`${start} up`, `${end} down`);
      await stage.advance('probe', end);
      await stage.evaluate();
      const determination = await stage.get(label);
      expect(determination.window).toEqual({ start: at(start), end: at(end) });
      expect(determination.figures).toMatchObject({ good: String(hours * 3_600_000), bad: '0' });
    });
  });
}
