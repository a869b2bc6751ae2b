import { describe, expect, it } from '@jest/globals';
import { parseInstant, parseRatio } from '@sla/kernel';
import fc from 'fast-check';
import type { Finding } from '../../src/domain/finding.js';
import { findingOf, missedBy, monthOf } from '../../src/domain/web-shop.fixture.js';
import { listCompliance } from '../../src/usecases/read-reports.js';
import type { Stage } from '../stage.js';

/** What becomes of determinations: the compliance table, credits and the ledger. */
export function recordingSuite(stage: Stage): void {
  const table = async (): Promise<readonly string[]> => {
    const page = { agreementId: '', after: '', limit: 100 };
    const { lines } = await listCompliance(stage.world.ports)(stage.service, page);
    return lines.map(({ finding: f, credits }) =>
      [
        f.objectiveId,
        f.windowLabel,
        f.revision,
        f.phase,
        f.verdict,
        ...credits.map((c) => `${c.creditId}=${c.state}`),
      ].join(' '),
    );
  };
  const bookings = async (): Promise<readonly string[]> =>
    (await stage.ledger()).map((e) => `${e.creditId} ${e.creditAccount.split('/')[0]} ${e.amountMinor}`);

  describe('recording findings', () => {
    it('shows an open window without booking anything', async () => {
      await stage.adopt();
      await stage.record(missedBy(60, { phase: 'open' }));
      expect(await table()).toEqual([
        'availability 2026-03 1 open missed availability-credit=expected availability-extra=expected',
      ]);
      expect(await bookings()).toEqual([]);
      expect(await stage.world.events(stage.tenant)).toEqual([]);
    });

    it('books every clause of the objective when the window is final, each once', async () => {
      await stage.adopt();
      await stage.record(missedBy(60, { phase: 'open' }), missedBy(60), missedBy(60));
      expect(await bookings()).toEqual(['availability-credit customer 120000', 'availability-extra customer 60000']);
      expect(await stage.world.events(stage.tenant)).toEqual([
        'credit_booked credit/web-shop/availability-credit/2026-03',
        'credit_booked credit/web-shop/availability-extra/2026-03',
      ]);
    });

    it('books only the difference of a restatement, and names the entry and the reason', async () => {
      await stage.adopt();
      const restated = { revision: 2, phase: 'restated', restatementReason: 'late outage' } as const;
      await stage.record(missedBy(60), missedBy(1_400, restated));
      const [first, , third] = await stage.ledger();
      expect(await bookings()).toEqual([
        'availability-credit customer 120000',
        'availability-extra customer 60000',
        'availability-credit customer 480000',
      ]);
      expect(third).toMatchObject({ corrects: first?.id, reason: 'late outage', determinationRevision: 2 });
    });

    it('gives back what is no longer owed', async () => {
      await stage.adopt();
      await stage.record(missedBy(60), findingOf({ revision: 2, phase: 'restated', restatementReason: 'false alarm' }));
      expect((await bookings()).slice(2)).toEqual([
        'availability-credit provider 120000',
        'availability-extra provider 60000',
      ]);
      expect(Object.values(await stage.balances())).toEqual([0n, 0n]);
    });

    it('takes nothing back while a restatement is under review', async () => {
      await stage.adopt();
      const review = { revision: 2, phase: 'restated', verdict: 'review_required', high: parseRatio('1/1') } as const;
      await stage.record(missedBy(60), missedBy(60, { ...review, low: parseRatio('1/2') }));
      expect(await bookings()).toHaveLength(2);
      expect(await table()).toEqual([
        'availability 2026-03 2 restated review_required availability-credit=pending_review availability-extra=pending_review',
      ]);
    });

    it.each<[string, Finding]>([
      ['an older revision', missedBy(1_400)],
      ['an older phase', missedBy(1_400, { revision: 2, phase: 'open' })],
    ])('%s that arrives late changes nothing', async (_name, late) => {
      await stage.adopt();
      await stage.record(missedBy(60, { revision: 2, phase: 'restated' }));
      const before = [await table(), await bookings(), await stage.world.events(stage.tenant)];
      await stage.record(late);
      expect([await table(), await bookings(), await stage.world.events(stage.tenant)]).toEqual(before);
    });

    it('fails for a version that is not known yet, and leaves nothing behind', async () => {
      await stage.adopt();
      await expect(stage.record(missedBy(60, { version: 2 }))).rejects.toThrow(
        'version 2 of web-shop is not known yet',
      );
      expect([await table(), await bookings()]).toEqual([[], []]);
    });

    it('keeps two windows of one label apart when a version takes over within the month', async () => {
      const change = parseInstant('2026-03-10T00:00:00+08:00');
      await stage.adopt();
      await stage.adopt({ version: 2, start: '2026-03-10T00:00:00+08:00' });
      const { start, end } = monthOf(3);
      await stage.record(
        missedBy(60, { window: { start, end: change } }),
        findingOf({ version: 2, window: { start: change, end } }),
      );
      expect(await table()).toHaveLength(2);
      expect(await bookings()).toHaveLength(2);
    });

    it('balances to zero and to what the last decided result owes, whatever came before', async () => {
      const sequences = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(sequences, async (minutes) => {
          stage.newTenant();
          await stage.adopt();
          const findings = minutes.map((bad, i) =>
            missedBy(bad, { revision: i + 1, phase: i === 0 ? 'final' : 'restated', restatementReason: 'again' }),
          );
          await stage.record(...findings);
          const balances = await stage.balances();
          const owed =
            (minutes.at(-1) ?? 0) * 60_000 <= 2_678_400
              ? 0n
              : (minutes.at(-1) ?? 0) * 60_000 > 26_784_000
                ? 660_000n
                : 180_000n;
          expect(balances['customer/acme/receivable'] ?? 0n).toBe(owed);
          expect(Object.values(balances).reduce((sum, balance) => sum + balance, 0n)).toBe(0n);
        }),
        { numRuns: 15 },
      );
    });

    it('numbers bookings that are made at the same time one after the other', async () => {
      await stage.adopt();
      const months = [1, 2, 3, 4, 5, 6, 7, 8];
      const findings = months.map((month) => missedBy(60, { window: monthOf(month), windowLabel: `2026-0${month}` }));
      await Promise.all(findings.map((finding) => stage.record(finding)));
      const { ports } = stage.world;
      const seen: string[] = [];
      for (let after = '', pages = 0; pages < 20; pages++) {
        const page = await ports.uow.run(stage.service, (tx) => tx.ledger.list(undefined, after, 1));
        seen.push(...page.entries.map(({ id }) => id));
        after = page.next;
        if (after === '') break;
      }
      expect(new Set(seen).size).toBe(16);
      expect(seen).toEqual((await stage.ledger()).map(({ id }) => id));
    });
  });

  describe('clauses that look at other windows', () => {
    const inMonth = (minutes: number, month: number, changes: Partial<Finding> = {}): Finding =>
      missedBy(minutes, { window: monthOf(month), windowLabel: `2026-0${month}`, ...changes });
    const ofMain = async (): Promise<readonly string[]> =>
      (await stage.ledger())
        .filter(({ creditId }) => creditId === 'availability-credit')
        .map((e) => `${e.windowLabel} ${e.creditAccount.split('/')[0]} ${e.amountMinor} ${e.reason}`.trim());
    const CAP = { clause: { rollingCapPercent: 3 } };

    it('pay no more than the cap of twelve months, and top up when an earlier month is restated', async () => {
      await stage.adopt(CAP);
      await stage.record(inMonth(60, 3), inMonth(60, 4));
      // 3 % of three months are 1,080.00; of four months 1,440.00, of which 1,080.00 are used.
      expect(await ofMain()).toEqual(['2026-03 customer 108000', '2026-04 customer 36000']);
      await stage.record(inMonth(0, 3, { revision: 2, phase: 'restated', restatementReason: 'false alarm' }));
      expect((await ofMain()).slice(2)).toEqual([
        '2026-03 provider 108000 false alarm',
        '2026-04 customer 84000 false alarm',
      ]);
    });

    it('hold the cap whatever the order of arrival, also at the same time', async () => {
      const months = [1, 2, 3, 4, 5, 6];
      const nets = async (record: (findings: readonly Finding[]) => Promise<unknown>): Promise<unknown> => {
        stage.newTenant();
        await stage.adopt(CAP);
        await record(months.map((month) => inMonth(60, month)));
        const { ports } = stage.world;
        return ports.uow.run(stage.service, async (tx) => {
          const all = [];
          for (const month of months)
            all.push((await tx.ledger.booked('web-shop', 'availability-credit', monthOf(month).start)).netMinor);
          return all;
        });
      };
      const inOrder = await nets((findings) => stage.record(...findings));
      expect(inOrder).toEqual([36_000n, 36_000n, 36_000n, 36_000n, 36_000n, 36_000n]);
      expect(await nets((findings) => stage.record(...findings.toReversed()))).toEqual(inOrder);
      expect(await nets((findings) => Promise.all(findings.map((finding) => stage.record(finding))))).toEqual(inOrder);
    });

    it('count the months before an amendment', async () => {
      await stage.adopt(CAP);
      await stage.adopt({ ...CAP, version: 2, start: '2026-04-01T00:00:00+08:00' });
      await stage.record(inMonth(60, 3), inMonth(60, 4, { version: 2 }));
      expect(await ofMain()).toEqual(['2026-03 customer 108000', '2026-04 customer 36000']);
    });

    it('pay only the largest of one family', async () => {
      await stage.adopt({ clause: { family: 'uptime' }, extra: { family: 'uptime' } });
      await stage.record(missedBy(60));
      expect(await bookings()).toEqual(['availability-credit customer 120000']);
      expect(await table()).toEqual([
        'availability 2026-03 1 final missed availability-credit=issued availability-extra=none',
      ]);
    });

    it('give a credit back that was earned back, say by what, and issue the month again', async () => {
      await stage.adopt({ clause: { earnBack: { windows: 1, target: '99.95' } } });
      await stage.record(missedBy(60), findingOf({ objectiveId: 'orders' }));
      const issue = (): ReturnType<Stage['work']> => stage.work('2026-03');
      expect((await issue()).edition?.edition).toBe(1);
      await stage.record(inMonth(0, 4, { phase: 'provisional' }));
      expect(await ofMain()).toEqual(['2026-03 customer 120000']);
      await stage.record(inMonth(0, 4));
      expect(await ofMain()).toEqual(['2026-03 customer 120000', '2026-03 provider 120000 availability 2026-04 #1']);
      expect((await issue()).edition?.differences.map(({ figure, after }) => `${figure}: ${after}`)).toEqual([
        'report bookings: 3',
        'credit availability-credit: none 0.00 CNY (10 %)',
      ]);
    });
  });
}
