import { describe, expect, it } from '@jest/globals';
import { DomainError, parseInstant } from '@sla/kernel';
import { applyDocument } from '../../src/usecases/apply-document.js';
import { documentOf } from '../documents.js';
import { callerOf } from '../fake-ports.js';
import { rejectionOf } from '@sla/testkit/refusal';
import type { Stage } from '../stage.js';

/** What becomes of documents. */
export function draftsSuite(stage: Stage): void {
  describe('applying', () => {
    it('the same content again changes nothing', async () => {
      const first = await stage.apply(stage.provider);
      const second = await stage.apply(stage.customer);
      expect(first.changed).toBe(true);
      expect(second).toEqual({ ...first, changed: false });
      expect(await stage.world.audit(stage.tenant)).toHaveLength(1);
    });

    it('the same content in another spelling is the same content', async () => {
      const first = await stage.apply(stage.provider);
      const text = Buffer.from(documentOf()).toString().replace('target: 99.9', 'target: "99.9" # percent');
      const document = Buffer.from(`# reviewed\n${text}`);
      expect(await applyDocument(stage.world.ports)(stage.provider, { document, format: 'detect', etag: '' })).toEqual({
        ...first,
        changed: false,
      });
    });

    it('an earlier version again changes nothing', async () => {
      await stage.inForce();
      await stage.apply(stage.provider, { target: '99.95' });
      expect(await stage.apply(stage.provider)).toMatchObject({ version: 1, changed: false });
    });

    it('replaces a draft with all it says', async () => {
      await stage.apply(stage.provider);
      await stage.apply(stage.provider, { title: 'Other title', customer: 'acme', end: '2029-01-01T00:00:00Z' });
      const [version, ...others] = (await stage.get(stage.provider)).versions;
      expect(others).toEqual([]);
      expect(version).toMatchObject({
        number: 1,
        state: 'draft',
        term: { end: parseInstant('2029-01-01T00:00:00Z') },
      });
      expect((await stage.get(stage.provider)).title.en).toBe('Other title');
    });

    it('moves a draft to another customer, who then sees it instead of the first', async () => {
      await stage.apply(stage.provider);
      await stage.apply(stage.provider, { customer: 'globex' });
      expect((await stage.get(callerOf(stage.tenant, 'globex', 'customer_manager'))).parties[1]?.id).toBe('globex');
      expect(await rejectionOf(stage.get(stage.customer))).toBe('agreements.agreement_not_found');
    });

    it('a faulty document stores nothing and names every fault with its line', async () => {
      const refusal = stage.apply(stage.provider, { target: '101', start: 'yesterday' });
      const error: unknown = await refusal.catch((reason: unknown) => reason);
      if (!(error instanceof DomainError)) throw new Error(String(error));
      expect(error.reason).toBe('agreements.document_invalid');
      expect(error.violations.map(({ field, line }) => [field, line])).toEqual(
        expect.arrayContaining([
          ['term.start', 8],
          ['objectives[0].target', 22],
        ]),
      );
      expect(await rejectionOf(stage.get(stage.provider))).toBe('agreements.agreement_not_found');
    });

    it("is refused for parties that are not the caller's", async () => {
      expect(await rejectionOf(stage.apply(stage.customer, { customer: 'globex' }))).toBe('agreements.not_a_party');
    });

    it('does not tell who holds a taken id', async () => {
      await stage.apply(stage.provider);
      const globex = callerOf(stage.tenant, 'globex', 'customer_manager');
      await expect(stage.apply(globex, { customer: 'globex' })).rejects.toMatchObject({
        reason: 'agreements.id_taken',
        params: { id: 'web-shop' },
      });
    });
  });

  describe('creation', () => {
    it('by two callers at once ends in one agreement', async () => {
      const outcomes = await Promise.allSettled([
        stage.apply(stage.provider),
        stage.apply(stage.customer, { target: '99.5' }),
      ]);
      expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
      expect((await stage.get(stage.provider)).versions).toHaveLength(1);
    });
  });

  describe('conditions', () => {
    it('an etag must be the one of now', async () => {
      const { agreement } = await stage.apply(stage.provider, {}, 'none');
      expect(await rejectionOf(stage.apply(stage.provider, { target: '99' }, 'none'))).toBe('agreements.etag_mismatch');
      expect(await rejectionOf(stage.freeze(stage.provider, 1, '999'))).toBe('agreements.etag_mismatch');
      expect((await stage.freeze(stage.provider, 1, String(agreement.revision))).versions[0]?.state).toBe(
        'awaiting_signature',
      );
    });

    it('a request id answers the same, once', async () => {
      const request = { method: 'Freeze', requestId: 'r1', fingerprint: 'f1' };
      await stage.apply(stage.provider);
      const first = await stage.freeze({ ...stage.provider, request });
      await stage.register(stage.provider);
      await stage.sign(stage.provider);
      expect(await stage.freeze({ ...stage.provider, request })).toEqual(first);
      expect((await stage.world.events(stage.tenant)).filter(({ type }) => type === 'version_frozen')).toHaveLength(1);
      expect(await rejectionOf(stage.freeze({ ...stage.provider, request: { ...request, fingerprint: 'f2' } }))).toBe(
        'platform.request_id_reused',
      );
    });

    it('a refused request leaves its id free', async () => {
      const request = { method: 'Freeze', requestId: 'r2', fingerprint: 'f1' };
      expect(await rejectionOf(stage.freeze({ ...stage.provider, request }))).toBe('agreements.agreement_not_found');
      await stage.apply(stage.provider);
      expect((await stage.freeze({ ...stage.provider, request })).versions[0]?.state).toBe('awaiting_signature');
    });
  });
}
