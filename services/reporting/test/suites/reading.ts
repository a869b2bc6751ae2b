import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller } from '@sla/kernel';
import { findingOf, missedBy, monthOf, spanOf } from '../../src/domain/web-shop.fixture.js';
import {
  explainCredit,
  listCompliance,
  listEditions,
  listLedger,
  readEdition,
} from '../../src/usecases/read-reports.js';
import { callerOf } from '../fake-ports.js';
import { rejectionOf } from '@sla/testkit/refusal';
import type { Stage } from '../stage.js';

/** Who reads what, and in which order. */
export function readingSuite(stage: Stage): void {
  describe('reading', () => {
    beforeEach(async () => {
      await stage.adopt();
      await stage.adopt({ id: 'data-platform', customer: 'globex' });
      await stage.record(
        missedBy(60),
        missedBy(90, { window: monthOf(4), windowLabel: '2026-04' }),
        missedBy(60, { agreementId: 'data-platform' }),
      );
      await stage.issue(stage.provider);
      stage.clock.set('2026-05-02T00:00:00Z');
      await stage.issue(stage.provider, { period: '2026-04' });
      await stage.issue(stage.provider, { agreementId: 'data-platform' });
    });

    const ports = () => stage.world.ports;
    const compliance = async (caller: Caller, agreementId = '', after = '', limit = 100) => {
      const { lines, next } = await listCompliance(ports())(caller, { agreementId, after, limit });
      return { seen: lines.map(({ finding: f }) => `${f.agreementId} ${f.windowLabel}`), next };
    };
    const editions = async (caller: Caller, period = '', after = '', limit = 100) => {
      const answer = await listEditions(ports())(caller, { agreementId: '', period, after, limit });
      return { seen: answer.editions.map((e) => `${e.agreementId} ${e.period} ${e.edition}`), next: answer.next };
    };
    const ledger = async (caller: Caller, after = '', limit = 100) => {
      const { entries, next } = await listLedger(ports())(caller, { agreementId: '', after, limit });
      return { seen: entries.map((e) => `${e.agreementId} ${e.windowLabel} ${e.creditId}`), next };
    };

    it('a party sees its own agreements, an auditor sees all', async () => {
      const mine = ['web-shop 2026-03', 'web-shop 2026-04'];
      expect((await compliance(stage.customer)).seen).toEqual(mine);
      expect((await compliance(callerOf(stage.tenant, 'globex', 'customer_manager'))).seen).toEqual([
        'data-platform 2026-03',
      ]);
      const all = ['data-platform 2026-03', ...mine];
      expect((await compliance(stage.provider)).seen).toEqual(all);
      expect((await compliance(callerOf(stage.tenant, undefined, 'auditor'))).seen).toEqual(all);
    });

    it('another tenant sees nothing', async () => {
      const stranger = callerOf(`${stage.tenant}-other`, 'northwind', 'provider_manager');
      expect(await compliance(stranger)).toEqual({ seen: [], next: '' });
      expect(await editions(stranger)).toEqual({ seen: [], next: '' });
      expect(await ledger(stranger)).toEqual({ seen: [], next: '' });
    });

    it('an agreement of others is answered like one that does not exist', async () => {
      const name = { agreementId: 'data-platform', period: '2026-03', edition: 0, format: 'json' } as const;
      expect(await rejectionOf(readEdition(ports())(stage.customer, name))).toBe('reporting.agreement_not_found');
      expect((await compliance(stage.customer, 'data-platform')).seen).toEqual([]);
      const credit = { agreementId: 'data-platform', creditId: 'availability-credit', windowLabel: '2026-03' };
      expect(await rejectionOf(explainCredit(ports())(stage.customer, credit))).toBe('reporting.agreement_not_found');
    });

    it.each([
      ['a clause', { creditId: 'nothing', windowLabel: '2026-03' }],
      ['a window', { creditId: 'availability-credit', windowLabel: '2026-07' }],
    ])('%s that is not there is said so', async (_name, name) => {
      const call = explainCredit(ports())(stage.customer, { agreementId: 'web-shop', ...name });
      expect(await rejectionOf(call)).toBe('reporting.credit_not_found');
    });

    it('an edition that is not there is said so', async () => {
      expect(await rejectionOf(stage.read('json', 2))).toBe('reporting.edition_not_found');
    });

    it('explains a credit from the clause to the money', async () => {
      const name = { agreementId: 'web-shop', creditId: 'availability-credit', windowLabel: '2026-03' };
      const { amountMinor, explanation } = await explainCredit(ports())(stage.customer, name);
      expect(amountMinor).toBe(120_000n);
      expect(explanation.children.map(({ key }) => key)).toEqual(['credit.tier', 'credit.basis', 'credit.rounded']);
    });

    it('lists only windows that overlap a span', async () => {
      const of = async (start: string, end: string): Promise<readonly string[]> => {
        const query = { agreementId: 'web-shop', overlapping: spanOf(start, end), after: '', limit: 10 };
        return (await listCompliance(ports())(stage.customer, query)).lines.map(({ finding }) => finding.windowLabel);
      };
      expect(await of('2026-03-31T15:59:59.999Z', '2026-03-31T16:00:00Z')).toEqual(['2026-03']);
      expect(await of('2026-03-31T16:00:00Z', '2026-03-31T16:00:00.001Z')).toEqual(['2026-04']);
      expect(await of('2026-03-31T15:59:59.999Z', '2026-03-31T16:00:00.001Z')).toEqual(['2026-03', '2026-04']);
      expect(await of('2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z')).toEqual([]);
    });

    it('carries titles in both languages', async () => {
      const query = { agreementId: 'web-shop', after: '', limit: 1 };
      const [line] = (await listCompliance(ports())(stage.customer, query)).lines;
      expect(line?.titles).toEqual({
        agreement: { en: 'Web shop', 'zh-CN': '网店' },
        objective: { en: 'The availability', 'zh-CN': '可用性' },
      });
    });

    it('pages of one show everything once, in order', async () => {
      const pages = async (page: (after: string) => Promise<{ seen: readonly string[]; next: string }>) => {
        const all: string[] = [];
        for (let after = '', turns = 0; turns < 20; turns++) {
          const { seen, next } = await page(after);
          expect(seen).toHaveLength(1);
          all.push(...seen);
          if (next === '') return all;
          after = next;
        }
        throw new Error('the pages never end');
      };
      const { provider } = stage;
      expect(await pages((after) => compliance(provider, '', after, 1))).toEqual((await compliance(provider)).seen);
      expect(await pages((after) => editions(provider, '', after, 1))).toEqual((await editions(provider)).seen);
      expect(await pages((after) => ledger(provider, after, 1))).toEqual((await ledger(provider)).seen);
    });

    it('lists editions newest first, of a period when one is named', async () => {
      expect((await editions(stage.provider)).seen).toEqual([
        'web-shop 2026-04 1',
        'data-platform 2026-03 1',
        'web-shop 2026-03 1',
      ]);
      expect((await editions(stage.provider, '2026-04')).seen).toEqual(['web-shop 2026-04 1']);
      expect((await editions(stage.customer, '2026-03')).seen).toEqual(['web-shop 2026-03 1']);
    });

    it('an edition is read as it was issued after its objective has changed', async () => {
      const before = await stage.read('html', 1);
      await stage.record(findingOf({ revision: 2, phase: 'restated', restatementReason: 'false alarm' }));
      await stage.issue(stage.provider);
      expect(await stage.read('html', 1)).toBe(before);
      expect(await stage.read('html', 0)).not.toBe(before);
    });
  });
}
