import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '@sla/kernel';
import { findingOf, missedBy, monthOf } from '../../src/domain/web-shop.fixture.js';
import { MAX_ATTEMPTS } from '../../src/usecases/issue-edition.js';
import { asking, callerOf } from '../fake-ports.js';
import { rejectionOf } from '@sla/testkit/refusal';
import type { Stage } from '../stage.js';

const orders = findingOf({
  objectiveId: 'orders',
  unit: 'events',
  good: '1000',
  bad: '0',
  budgetTotal: '5',
  budgetLeft: '5',
});
const restated = { revision: 2, phase: 'restated', restatementReason: 'late outage' } as const;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Report {
  readonly edition: number;
  readonly complete: boolean;
  readonly reason: string;
  readonly previousContentHash: string;
  readonly rows: readonly { readonly objective: string; readonly credits: readonly { readonly id: string }[] }[];
  readonly awaited: readonly { readonly objective: string }[];
  readonly ledger: readonly { readonly id: string; readonly amount: string }[];
  readonly differences: readonly { readonly figure: string; readonly before: string; readonly after: string }[];
}

/** When editions are issued, what they say, and that they never change. */
export function issuingSuite(stage: Stage): void {
  const json = async (edition = 0): Promise<Report> => JSON.parse(await stage.read('json', edition)) as Report;

  describe('issuing', () => {
    it('waits until every window of the period is settled', async () => {
      await stage.adopt();
      await stage.record(missedBy(60));
      expect(await stage.work()).toEqual({ edition: undefined, issued: false });
      await stage.record(orders);
      expect(await stage.work()).toMatchObject({ issued: true, edition: { edition: 1, complete: true } });
    });

    it('asks for no story while it waits', async () => {
      await stage.adopt();
      await stage.record(missedBy(60));
      const told = stage.measurement.told;
      await stage.work();
      expect(stage.measurement.told).toBe(told);
    });

    it('does nothing without work', async () => {
      await stage.adopt();
      await stage.record(missedBy(60), orders);
      expect((await stage.work()).issued).toBe(true);
      expect(await stage.work()).toEqual({ edition: undefined, issued: false });
    });

    it('waits no longer for windows behind the end of the agreement', async () => {
      await stage.adopt({ schedule: 'quarter' });
      const may = { ...monthOf(5), end: parseInstant('2026-05-10T00:00:00+08:00') };
      for (const objectiveId of ['availability', 'orders']) {
        const april = findingOf({ objectiveId, window: monthOf(4), windowLabel: '2026-04' });
        await stage.record(april, findingOf({ objectiveId, window: may, windowLabel: '2026-05' }));
      }
      expect((await stage.work('2026-Q2')).issued).toBe(false);
      await stage.end('2026-05-10T00:00:00+08:00');
      expect(await stage.work('2026-Q2')).toMatchObject({ issued: true, edition: { complete: true } });
    });

    it('says what belongs to the period: rows, every clause, bookings, and nothing of other months', async () => {
      await stage.adopt();
      await stage.record(missedBy(60), orders, missedBy(90, { window: monthOf(4), windowLabel: '2026-04' }));
      await stage.work();
      const report = await json();
      expect(report.rows.map(({ objective, credits }) => [objective, ...credits.map(({ id }) => id)])).toEqual([
        ['availability', 'availability-credit', 'availability-extra'],
        ['orders', 'orders-credit'],
      ]);
      expect(report.ledger.map(({ amount }) => amount)).toEqual(['1200.00', '600.00']);
      expect(report).toMatchObject({
        edition: 1,
        complete: true,
        reason: '',
        previousContentHash: '',
        awaited: [],
        differences: [],
      });
    });

    it('on demand names the windows of which nothing is known yet, and why it was asked for', async () => {
      await stage.adopt();
      await stage.record(missedBy(60, { phase: 'open' }));
      const { issued, edition } = await stage.issue(stage.customer, { reason: '  before the meeting ' });
      expect([issued, edition.complete]).toEqual([true, false]);
      expect(await json()).toMatchObject({
        complete: false,
        reason: 'before the meeting',
        awaited: [{ objective: 'orders' }],
      });
      expect(await stage.read('html')).toContain('before the meeting');
    });

    it('issues the same body once, whoever asks and why', async () => {
      await stage.adopt();
      await stage.record(missedBy(60), orders);
      await stage.work();
      const again = await stage.issue(stage.provider, { reason: 'again' });
      expect([again.issued, again.edition.edition]).toEqual([false, 1]);
      expect(await stage.world.audit(stage.tenant)).toHaveLength(1);
    });

    it('answers the same request id the same, once', async () => {
      await stage.adopt();
      await stage.record(missedBy(60, { phase: 'open' }));
      const first = await stage.issue(asking(stage.provider, 'r1'));
      await stage.record(missedBy(90, { phase: 'open' }));
      expect(await stage.issue(asking(stage.provider, 'r1'))).toEqual(first);
      expect(await rejectionOf(stage.issue(asking(stage.provider, 'r1', 'other')))).toBe('platform.request_id_reused');
    });

    it('of a restatement is edition 2 with exactly the differences, and edition 1 stays as it is', async () => {
      await stage.adopt();
      await stage.record(missedBy(60), orders);
      await stage.work();
      const first = [await stage.read('json', 1), await stage.read('csv', 1), await stage.read('html', 1)];
      await stage.record(missedBy(1_400, restated));
      await stage.work();
      expect([await stage.read('json', 1), await stage.read('csv', 1), await stage.read('html', 1)]).toEqual(first);
      const second = await json();
      expect(second).toMatchObject({ edition: 2, previousContentHash: sha256(first[0] ?? '') });
      expect(second.differences.map(({ figure, before, after }) => `${figure}: ${before} -> ${after}`)).toEqual([
        'report bookings: 2 -> 3',
        'revision: 1 -> 2',
        'phase: final -> restated',
        'attainedPercent: 99.8655 -> 96.8637',
        'good: 2674800000 -> 2594400000',
        'bad: 3600000 -> 84000000',
        'budgetLeft: -921600 -> -81321600',
        'credit availability-credit: issued 1200.00 CNY (10 %) -> issued 6000.00 CNY (50 %)',
      ]);
    });

    it('leaves hashes, events and an audit entry that fit the content', async () => {
      await stage.adopt();
      await stage.record(findingOf(), orders);
      const { edition } = await stage.issue(stage.customer, { reason: 'monthly' });
      const files = [await stage.read('json'), await stage.read('csv'), await stage.read('html')].map(sha256);
      expect([edition.contentHash, edition.csvHash, edition.htmlHash]).toEqual(files);
      expect(await stage.world.events(stage.tenant)).toEqual(['report_issued report/web-shop/2026-03']);
      expect(await stage.world.audit(stage.tenant)).toEqual([
        {
          action: 'reporting.edition.issued',
          resource: 'report/web-shop/2026-03/1',
          beforeHash: '',
          afterHash: edition.contentHash,
          reason: 'monthly',
        },
      ]);
    });

    it('makes the same bytes of the same facts in another tenant', async () => {
      const issueIn = async (): Promise<string> => {
        stage.newTenant();
        await stage.adopt();
        await stage.record(findingOf(), orders);
        return (await stage.issue(stage.customer)).edition.contentHash;
      };
      expect(await issueIn()).toBe(await issueIn());
    });

    it('never falls behind: results that move while the stories are fetched are read again', async () => {
      await stage.adopt();
      await stage.record(missedBy(60), orders);
      let moved = false;
      stage.measurement.meanwhile = async () => {
        if (moved) return;
        moved = true;
        await stage.record(missedBy(1_400, restated));
        await stage.issue(stage.customer);
      };
      const { edition } = await stage.issue(stage.provider);
      expect(edition.edition).toBe(1);
      expect((await json()).differences).toEqual([]);
      expect(await stage.read('json')).toContain('"revision":"2"');
    });

    it('the worker leaves moving results for its next turn', async () => {
      await stage.adopt();
      await stage.record(missedBy(60), orders);
      let moved = false;
      stage.measurement.meanwhile = async () => {
        if (!moved) await stage.record(missedBy(1_400, restated));
        moved = true;
      };
      expect((await stage.work()).issued).toBe(false);
      expect(await stage.work()).toMatchObject({ issued: true, edition: { edition: 1 } });
    });

    it('gives up on results that never rest', async () => {
      await stage.adopt();
      await stage.record(missedBy(60), orders);
      let revision = 1;
      stage.measurement.meanwhile = async ({ objectiveId }) => {
        if (objectiveId === 'availability') await stage.record(missedBy(60, { ...restated, revision: ++revision }));
      };
      expect(await rejectionOf(stage.issue(stage.provider))).toBe('reporting.results_moving');
      expect(revision).toBe(1 + MAX_ATTEMPTS);
    });

    it('without an answer of measurement leaves no half edition, and the work stays', async () => {
      await stage.adopt();
      await stage.record(missedBy(60), orders);
      stage.measurement.meanwhile = () => Promise.reject(new Error('away'));
      await expect(stage.work()).rejects.toThrow('away');
      expect(await rejectionOf(stage.read('json'))).toBe('reporting.edition_not_found');
      stage.measurement.meanwhile = () => Promise.resolve();
      expect((await stage.work()).issued).toBe(true);
    });

    it('two at the same time make one edition', async () => {
      await stage.adopt();
      await stage.record(missedBy(60), orders);
      const outcomes = await Promise.all([stage.issue(stage.provider), stage.issue(stage.customer), stage.work()]);
      expect(outcomes.filter(({ issued }) => issued)).toHaveLength(1);
      expect((await json()).edition).toBe(1);
    });
  });

  describe('a report is refused', () => {
    it.each([
      ['of a malformed period', { period: '2026-13' }, 'reporting.period_malformed'],
      ['of an unknown agreement', { agreementId: 'nowhere' }, 'reporting.agreement_not_found'],
      ['of a period without results', { period: '2026-06' }, 'reporting.period_empty'],
      ['with a reason that is too long', { reason: 'x'.repeat(1_001) }, 'reporting.reason_too_long'],
    ])('%s', async (_name, order, reason) => {
      await stage.adopt();
      await stage.record(missedBy(60), orders);
      expect(await rejectionOf(stage.issue(stage.customer, order))).toBe(reason);
      expect(await stage.world.audit(stage.tenant)).toEqual([]);
    });

    it.each([
      ['to another party', 'globex', 'reporting.agreement_not_found'],
      ['to nobody', undefined, 'reporting.party_required'],
    ])('%s', async (_name, party, reason) => {
      await stage.adopt();
      await stage.record(missedBy(60), orders);
      expect(await rejectionOf(stage.issue(callerOf(stage.tenant, party, 'customer_manager')))).toBe(reason);
    });
  });
}
