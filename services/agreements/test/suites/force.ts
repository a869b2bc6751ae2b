import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '@sla/kernel';
import { getTerms } from '../../src/usecases/get-terms.js';
import { terminateAgreement } from '../../src/usecases/terminate-agreement.js';
import { rejectionOf } from '@sla/testkit/refusal';
import type { Stage } from '../stage.js';

/** How versions come into force and end. */
export function forceSuite(stage: Stage): void {
  describe('the life of an agreement', () => {
    it('goes from draft to termination, with events and audit entries for every step', async () => {
      await stage.inForce();
      await stage.apply(stage.customer, { target: '99.95' });
      await stage.signByBoth(2);
      await stage.activate(stage.provider, 2);
      const ended = await terminateAgreement(stage.world.ports)(stage.customer, {
        agreementId: 'web-shop',
        effectiveAt: parseInstant('2026-12-01T00:00:00Z'),
        reason: 'moved away',
      });
      expect(ended.versions.map(({ number, state, effective }) => [number, state, effective])).toEqual([
        [1, 'superseded', { start: parseInstant('2025-10-01T00:00:00Z'), end: parseInstant('2026-11-01T00:00:00Z') }],
        [2, 'terminated', { start: parseInstant('2026-11-01T00:00:00Z'), end: parseInstant('2026-12-01T00:00:00Z') }],
      ]);
      expect(await stage.get(stage.provider)).toEqual(ended);
      expect((await stage.world.events(stage.tenant)).map(({ type, version }) => `${type} ${version}`)).toEqual([
        'version_frozen 1',
        'version_signed 1',
        'version_signed 1',
        'agreement_effective 1',
        'version_frozen 2',
        'version_signed 2',
        'version_signed 2',
        'version_superseded 1',
        'agreement_effective 2',
        'agreement_terminated 2',
      ]);
      const audit = await stage.world.audit(stage.tenant);
      expect(audit.map(({ action }) => action.replace('agreements.', ''))).toEqual([
        'draft.stored',
        'signing_key.registered',
        'signing_key.registered',
        'version.frozen',
        'version.signed',
        'version.signed',
        'version.activated',
        'draft.stored',
        'version.frozen',
        'version.signed',
        'version.signed',
        'version.activated',
        'agreement.terminated',
      ]);
      expect(audit.at(-1)).toMatchObject({ resource: 'agreement/web-shop', reason: 'moved away' });
      const ofAgreement = audit.filter(({ resource }) => resource.startsWith('agreement/'));
      expect(ofAgreement.slice(1).map(({ beforeHash }) => beforeHash)).toEqual(
        ofAgreement.slice(0, -1).map(({ afterHash }) => afterHash),
      );
    });

    it('keeps the versions chained by their hashes', async () => {
      await stage.apply(stage.provider);
      await stage.freeze(stage.provider);
      const { agreement, version } = await stage.apply(stage.provider, { target: '99.95' });
      expect(version).toBe(2);
      expect(agreement.versions[1]?.previousHash).toBe(agreement.versions[0]?.contentHash);
      expect(agreement.versions[0]?.previousHash).toBeUndefined();
    });

    it('gives back the terms that were signed', async () => {
      const agreement = await stage.inForce();
      const contentHash = agreement.versions[0]?.contentHash ?? '';
      const terms = await getTerms(stage.world.ports)(stage.customer, { contentHash });
      expect(terms).toMatchObject({ agreementId: 'web-shop', version: 1 });
      expect(Buffer.from(stage.world.ports.digest.sha256(terms.canonicalJson)).toString('hex')).toBe(contentHash);
      expect(JSON.parse(terms.canonicalJson)).toMatchObject({ objectives: [{ target: '99.9' }] });
    });
  });

  describe('activation', () => {
    it('twice changes nothing', async () => {
      const once = await stage.inForce();
      expect(await stage.activate(stage.provider)).toEqual(once);
      expect(
        (await stage.world.events(stage.tenant)).filter(({ type }) => type === 'agreement_effective'),
      ).toHaveLength(1);
    });

    it('by both parties at once happens once', async () => {
      await stage.inForce();
      await stage.apply(stage.provider, { target: '99.95' });
      await stage.signByBoth(2);
      const at = '2027-01-01T00:00:00Z';
      const both = await Promise.all([stage.activate(stage.provider, 2, at), stage.activate(stage.customer, 2, at)]);
      expect(both[0]).toEqual(both[1]);
      expect((await stage.world.events(stage.tenant)).filter(({ type }) => type === 'version_superseded')).toHaveLength(
        1,
      );
    });

    it('at two different instants at once lets one win and refuses the other', async () => {
      await stage.apply(stage.provider);
      await stage.register(stage.provider);
      await stage.register(stage.customer);
      await stage.signByBoth(1);
      const outcomes = await Promise.allSettled([
        stage.activate(stage.provider, 1, '2026-01-01T00:00:00Z'),
        stage.activate(stage.customer, 1, '2026-02-01T00:00:00Z'),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { reason: 'agreements.already_effective' },
      });
    });

    it('of an amendment cannot reach back before its signatures', async () => {
      await stage.inForce();
      await stage.apply(stage.provider, { target: '99.95' });
      await stage.signByBoth(2);
      expect(await rejectionOf(stage.activate(stage.provider, 2, '2026-10-31T23:59:59.999Z'))).toBe(
        'agreements.activate_before_signature',
      );
    });
  });
}
