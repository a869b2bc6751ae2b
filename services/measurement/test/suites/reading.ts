import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller } from '@sla/kernel';
import {
  describeSeriesOf,
  explainDetermination,
  getDetermination,
  getProgress,
  listDeterminations,
  MAX_GAP_LIMIT_MS,
} from '../../src/usecases/read-determinations.js';
import { at, column, count } from '../batches.js';
import { callerOf } from '../fake-ports.js';
import { rejectionOf } from '@sla/testkit/refusal';
import type { Stage } from '../stage.js';

const NAME = { agreementId: 'shop', objectiveId: 'availability', windowLabel: '2026-03-01', revision: 0 };
const ALL = { start: at('01-01'), end: at('12-31') };

/** Who reads what. */
export function readingSuite(stage: Stage): void {
  const globex = (): Caller => callerOf(stage.tenant, 'globex', 'customer_manager');

  describe('who sees what', () => {
    beforeEach(async () => {
      await stage.adopt();
      await stage.adopt({ id: 'mall', customer: 'globex', prefix: 'mall' });
      await stage.probe('03-01 up', '03-03 up');
      await stage.ingest([column('mall.orders', count('03-01', 1, 1))], { source: 'mall' });
      await stage.evaluate();
    });

    const windowsOf = async (caller: Caller, agreementId = ''): Promise<readonly string[]> => {
      const query = { agreementId, allRevisions: false, after: '', limit: 100 };
      const { determinations } = await listDeterminations(stage.world.ports)(caller, query);
      return determinations.map(({ determination: d }) => `${d.agreementId}/${d.objectiveId}/${d.windowLabel}`);
    };
    const shop = ['01', '02', '03'].map((day) => `shop/availability/2026-03-${day}`);

    it('a party sees its own agreements, services and auditors see all', async () => {
      expect(await windowsOf(stage.customer)).toEqual(shop);
      expect(await windowsOf(globex())).toEqual(['mall/orders/2026-03']);
      expect(await windowsOf(callerOf(stage.tenant, undefined, 'auditor'))).toEqual(['mall/orders/2026-03', ...shop]);
      expect(await windowsOf(stage.provider, 'shop')).toEqual(shop);
      expect(await windowsOf(globex(), 'shop')).toEqual([]);
    });

    it('what others have does not exist', async () => {
      const get = (caller: Caller) => rejectionOf(getDetermination(stage.world.ports)(caller, NAME));
      expect(await get(globex())).toBe('measurement.agreement_not_found');
      expect(await get(callerOf(`${stage.tenant}-other`, 'acme', 'customer_manager'))).toBe(
        'measurement.agreement_not_found',
      );
      expect(await get(callerOf(stage.tenant, undefined, 'provider_manager'))).toBe('measurement.party_required');
      const series = { series: 'shop.probe', span: ALL, gapAboveMs: 0 };
      expect(await rejectionOf(describeSeriesOf(stage.world.ports)(globex(), series))).toBe(
        'measurement.series_not_found',
      );
    });

    it('progress shows a party the sources of its agreements, and its own', async () => {
      const sources = async (caller: Caller) => [...(await getProgress(stage.world.ports)(caller)).watermarks.keys()];
      expect(await sources(stage.customer)).toEqual(['probe']);
      expect(await sources(globex())).toEqual(['mall']);
      expect(await sources(stage.provider)).toEqual(['mall', 'probe']);
      await stage.advance('acme-clicks', '03-01', callerOf(stage.tenant, 'acme', 'ingest'));
      expect(await sources(stage.customer)).toEqual(['acme-clicks', 'probe']);
      expect(await sources(globex())).toEqual(['mall']);
      expect((await getProgress(stage.world.ports)(stage.service)).evaluations).toBe(0);
    });

    it('pages in order and finds the windows that overlap a span', async () => {
      const list = (after: string) =>
        listDeterminations(stage.world.ports)(stage.service, { agreementId: '', allRevisions: false, after, limit: 3 });
      const first = await list('');
      expect(first.determinations).toHaveLength(3);
      const second = await list(first.next);
      expect(second.determinations.map(({ determination }) => determination.windowLabel)).toEqual(['2026-03-03']);
      expect(second.next).toBe('');
      const overlapping = { start: at('03-02'), end: at('03-03') };
      const query = { agreementId: 'shop', allRevisions: false, after: '', limit: 9, overlapping };
      const { determinations } = await listDeterminations(stage.world.ports)(stage.service, query);
      expect(determinations.map(({ determination }) => determination.windowLabel)).toEqual(['2026-03-02']);
    });

    it('lists say how many samples wait, and all revisions where asked', async () => {
      await stage.probe('03-01T04 down', '03-01T05 up');
      const list = async (allRevisions: boolean) => {
        const query = { agreementId: 'shop', objectiveId: 'availability', allRevisions, after: '', limit: 1 };
        return (await listDeterminations(stage.world.ports)(stage.service, query)).determinations;
      };
      expect(await list(false)).toMatchObject([{ pending: 2, determination: { revision: 1 } }]);
      await stage.restate('2026-03-01');
      expect(await list(false)).toMatchObject([{ pending: 0, determination: { revision: 2 } }]);
      expect(await list(true)).toMatchObject([{ determination: { revision: 1 } }]);
    });

    it.each<[string, () => Promise<unknown>, string]>([
      ['an agreement id', () => windowsOf(stage.service, 'Shop\0'), 'measurement.id_malformed'],
      ['a label', () => stage.get('2026-3'), 'measurement.label_malformed'],
      [
        'a series',
        () => describeSeriesOf(stage.world.ports)(stage.service, { series: '', span: ALL, gapAboveMs: 0 }),
        'measurement.id_malformed',
      ],
    ])('%s that is none is refused', async (_name, call, reason) => {
      expect(await rejectionOf(call())).toBe(reason);
    });

    it.each([
      [-1, 'measurement.gap_limit_range'],
      [0, 'nothing was refused'],
      [MAX_GAP_LIMIT_MS, 'nothing was refused'],
      [MAX_GAP_LIMIT_MS + 1, 'measurement.gap_limit_range'],
    ])('a gap limit of %s ms: %s', async (gapAboveMs, outcome) => {
      const query = { series: 'shop.probe', span: ALL, gapAboveMs };
      expect(await rejectionOf(describeSeriesOf(stage.world.ports)(stage.service, query))).toBe(outcome);
    });
  });

  it('an explanation names the promise and what was measured', async () => {
    await stage.adopt();
    await stage.probe('03-01 up', '03-01T04 down', '03-01T05 up', '03-03 up');
    await stage.evaluate();
    const { explanation, determination } = await explainDetermination(stage.world.ports)(stage.customer, NAME);
    expect(determination.verdict).toBe('missed');
    expect(JSON.stringify(explanation)).toContain('2026-03-01');
  });
}
