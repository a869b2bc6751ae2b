import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller } from '@sla/kernel';
import { getTerms } from '../../src/usecases/get-terms.js';
import { listAgreements } from '../../src/usecases/list-agreements.js';
import { watchAgreements, type WatchItem } from '../../src/usecases/watch-agreements.js';
import { callerOf } from '../fake-ports.js';
import { rejectionOf } from '@sla/testkit/refusal';
import type { Stage } from '../stage.js';

/** Who reads what. */
export function readingSuite(stage: Stage): void {
  describe('who sees what', () => {
    beforeEach(async () => {
      await stage.apply(stage.provider);
      await stage.apply(stage.provider, { id: 'data-platform', customer: 'globex' });
    });

    const idsOf = async (caller: Caller, party?: string): Promise<readonly string[]> => {
      const page = await listAgreements(stage.world.ports)(caller, {
        after: '',
        limit: 50,
        ...(party !== undefined && { party }),
      });
      return page.agreements.map(({ id }) => id);
    };

    it('a party sees its own agreements, operators and services see all', async () => {
      expect(await idsOf(stage.provider)).toEqual(['data-platform', 'web-shop']);
      expect(await idsOf(stage.customer)).toEqual(['web-shop']);
      expect(await idsOf(callerOf(stage.tenant, undefined, 'operator'))).toEqual(['data-platform', 'web-shop']);
      expect(await idsOf(stage.provider, 'globex')).toEqual(['data-platform']);
      expect(await idsOf(stage.customer, 'globex')).toEqual([]);
    });

    it('another tenant sees nothing', async () => {
      const stranger = callerOf(`${stage.tenant}-other`, 'northwind', 'provider_manager');
      expect(await idsOf(stranger)).toEqual([]);
      expect(await rejectionOf(stage.get(stranger))).toBe('agreements.agreement_not_found');
    });

    it('pages in order of id', async () => {
      const first = await listAgreements(stage.world.ports)(stage.provider, { after: '', limit: 1 });
      expect(first).toMatchObject({ agreements: [{ id: 'data-platform' }], next: 'data-platform' });
      const second = await listAgreements(stage.world.ports)(stage.provider, { after: 'data-platform', limit: 1 });
      expect(second.agreements.map(({ id }) => id)).toEqual(['web-shop']);
      expect(second.next).toBeUndefined();
    });

    it('agreements and terms of others do not exist', async () => {
      const contentHash = (await stage.get(stage.provider, 'data-platform')).versions[0]?.contentHash ?? '';
      expect(await rejectionOf(stage.get(stage.customer, 'data-platform'))).toBe('agreements.agreement_not_found');
      expect(await rejectionOf(getTerms(stage.world.ports)(stage.customer, { contentHash }))).toBe(
        'agreements.terms_not_found',
      );
    });
  });

  describe('watching', () => {
    const watch = (caller: Caller, end: AbortController): AsyncGenerator<WatchItem> =>
      watchAgreements(stage.world.ports)(caller, {}, end.signal);

    const next = async (items: AsyncGenerator<WatchItem>): Promise<string> => {
      const { value, done } = await items.next();
      if (done === true) return 'end';
      const item = value as WatchItem;
      return item.kind === 'caught_up' ? 'caught up' : `${item.agreement.id} ${item.agreement.versions.at(-1)?.state}`;
    };

    it('sends what is there, says so, then every change, and ends with the signal', async () => {
      await stage.apply(stage.provider);
      const end = new AbortController();
      const items = watch(stage.provider, end);
      expect(await next(items)).toBe('web-shop draft');
      expect(await next(items)).toBe('caught up');
      await stage.freeze(stage.provider);
      expect(await next(items)).toBe('web-shop awaiting_signature');
      await stage.apply(stage.provider, { id: 'data-platform', customer: 'globex' });
      expect(await next(items)).toBe('data-platform draft');
      end.abort();
      expect(await next(items)).toBe('end');
    });

    it('shows a party its own agreements only', async () => {
      const end = new AbortController();
      const items = watch(stage.customer, end);
      expect(await next(items)).toBe('caught up');
      await stage.apply(stage.provider, { id: 'data-platform', customer: 'globex' });
      await stage.apply(stage.provider);
      expect(await next(items)).toBe('web-shop draft');
      end.abort();
    });
  });
}
