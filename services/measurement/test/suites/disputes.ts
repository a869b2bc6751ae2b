import { describe, expect, it } from '@jest/globals';
import { listDisputes, openDispute, resolveDispute, type OpenDispute } from '../../src/usecases/disputes.js';
import { at } from '../batches.js';
import { callerOf } from '../fake-ports.js';
import { rejectionOf } from '@sla/testkit/refusal';
import type { Stage } from '../stage.js';

const CLAIM: OpenDispute = {
  agreementId: 'shop',
  series: 'shop.probe',
  interval: { start: at('03-01T22'), end: at('03-02T02') },
  claim: 'down',
  reason: 'nobody could pay',
};

/** Contested measurements. */
export function disputesSuite(stage: Stage): void {
  const open = (change: Partial<OpenDispute> = {}, caller = stage.customer) =>
    openDispute(stage.world.ports)(caller, { ...CLAIM, ...change });
  const resolve = (id: string, resolution: 'upheld' | 'withdrawn', caller = stage.provider, reason = 'agreed') =>
    resolveDispute(stage.world.ports)(caller, { id, resolution, reason });
  const verdicts = async (): Promise<readonly string[]> =>
    (await stage.list()).map(({ windowLabel, verdict, revision }) => `${windowLabel.slice(8)} ${verdict} r${revision}`);

  describe('a dispute', () => {
    const measured = async (): Promise<void> => {
      await stage.adopt();
      await stage.probe('03-01 up', '03-02 up', '03-02T12 up');
      await stage.evaluate();
    };

    it('bounds every window that it touches until it is resolved', async () => {
      await measured();
      await stage.probe('03-03 up');
      const { id } = await open();
      await stage.evaluate();
      expect(await verdicts()).toEqual(['01 met r1', '02 review_required r1', '03 not_applicable r1']);
      await resolve(id, 'upheld');
      await stage.evaluate();
      expect((await verdicts())[1]).toBe('02 missed r1');
      expect((await stage.get('2026-03-02')).figures.bad).toBe('7200000');
    });

    it('across two open windows concerns both', async () => {
      await measured();
      await open();
      await stage.evaluate();
      await stage.probe('03-02T23:59 up');
      await stage.evaluate();
      const [first] = await stage.list();
      expect(first).toMatchObject({ windowLabel: '2026-03-01', verdict: 'review_required' });
      expect(first?.disputes).toHaveLength(1);
    });

    it('that is given up leaves what was measured', async () => {
      await measured();
      const { id } = await open();
      await stage.evaluate();
      await resolve(id, 'withdrawn', stage.customer);
      await stage.evaluate();
      expect((await verdicts())[0]).toBe('01 met r1');
    });

    it('opened after the freeze waits for a restatement', async () => {
      await measured();
      await stage.advance('probe', '03-03');
      const { id } = await open();
      await stage.evaluate();
      expect(await stage.get('2026-03-01')).toMatchObject({ phase: 'final', verdict: 'met', disputes: [] });
      await resolve(id, 'upheld');
      expect(await stage.restate('2026-03-01')).toMatchObject({ changed: true, determination: { verdict: 'missed' } });
    });

    it('opened before the freeze and resolved after it leaves the final result open to review', async () => {
      await measured();
      const { id } = await open();
      await stage.advance('probe', '03-03');
      await resolve(id, 'upheld');
      await stage.evaluate();
      expect(await stage.get('2026-03-01')).toMatchObject({ phase: 'final', verdict: 'review_required' });
      expect(await stage.restate('2026-03-01')).toMatchObject({ changed: true, determination: { verdict: 'missed' } });
    });

    it('concerns its agreement only, also where another is measured by the same series', async () => {
      await measured();
      await stage.adopt({ id: 'mall', customer: 'globex' });
      await open();
      await stage.evaluate();
      expect(await stage.get('2026-03-01', { agreementId: 'mall' })).toMatchObject({ verdict: 'met', disputes: [] });
      expect((await stage.get('2026-03-01')).verdict).toBe('review_required');
    });

    it('is audited with what it was and became', async () => {
      await measured();
      const { id } = await open();
      await resolve(id, 'upheld');
      const [opened, resolved] = await stage.world.audit(stage.tenant);
      expect(opened).toMatchObject({ action: 'measurement.dispute.opened', resource: `dispute/${id}`, beforeHash: '' });
      expect(resolved).toMatchObject({ action: 'measurement.dispute.upheld', beforeHash: opened?.afterHash });
      expect(resolved?.afterHash).toMatch(/^[0-9a-f]{64}$/);
    });

    it.each<[string, Partial<OpenDispute>, string]>([
      ['no reason', { reason: '' }, 'platform.reason_required'],
      ['a reason of 2,001 characters', { reason: 'x'.repeat(2_001) }, 'measurement.reason_too_long'],
      ['a reason with NUL', { reason: '\0' }, 'measurement.text_with_nul'],
      ['an empty span', { interval: { start: at('03-01'), end: at('03-01') } }, 'terms.interval_ends_before_start'],
      ['no id of a series', { series: '' }, 'measurement.id_malformed'],
      ['a series of others', { series: 'mall.probe' }, 'measurement.series_not_in_agreement'],
      ['a series of counts', { series: 'shop.orders' }, 'measurement.dispute_needs_states'],
      ['a series of values', { series: 'shop.latency' }, 'measurement.dispute_needs_states'],
      ['an unknown agreement', { agreementId: 'none' }, 'measurement.agreement_not_found'],
    ])('with %s is refused', async (_name, change, reason) => {
      await measured();
      expect(await rejectionOf(open(change))).toBe(reason);
      expect(await stage.world.audit(stage.tenant)).toEqual([]);
    });

    it('is refused to strangers, and resolved by the right side once', async () => {
      await measured();
      const globex = callerOf(stage.tenant, 'globex', 'customer_manager');
      expect(await rejectionOf(open({}, globex))).toBe('measurement.agreement_not_found');
      const { id } = await open();
      expect(await rejectionOf(resolve(id, 'upheld', stage.customer))).toBe('measurement.dispute_upheld_by_other');
      expect(await rejectionOf(resolve(id, 'withdrawn'))).toBe('measurement.dispute_withdrawn_by_other');
      expect(await rejectionOf(resolve(id, 'upheld', globex))).toBe('measurement.agreement_not_found');
      expect(await rejectionOf(resolve('unknown', 'upheld'))).toBe('measurement.dispute_not_found');
      expect(await rejectionOf(resolve('a\0b', 'upheld'))).toBe('measurement.id_malformed');
      expect(await rejectionOf(resolve(id, 'upheld', stage.provider, ' '))).toBe('platform.reason_required');
      await resolve(id, 'upheld');
      expect(await rejectionOf(resolve(id, 'withdrawn', stage.customer))).toBe('measurement.dispute_resolved');
    });

    it('is listed to the parties, oldest first, in pages', async () => {
      await measured();
      const ids: string[] = [];
      for (const hour of ['00', '01', '02']) {
        stage.clock.set(`2026-11-01T${hour}:00:00Z`);
        ids.push((await open()).id);
      }
      const page = (after: string, caller = stage.provider) =>
        listDisputes(stage.world.ports)(caller, { agreementId: '', after, limit: 2 });
      const first = await page('');
      expect([first.disputes.map(({ id }) => id), first.next]).toEqual([ids.slice(0, 2), ids[1]]);
      expect((await page(first.next)).disputes.map(({ id }) => id)).toEqual(ids.slice(2));
      expect((await page('', callerOf(stage.tenant, 'globex', 'customer_manager'))).disputes).toEqual([]);
    });
  });
}
