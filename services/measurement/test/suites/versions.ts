import { describe, expect, it } from '@jest/globals';
import { exportEvidence, listPending } from '../../src/usecases/read-determinations.js';
import { at } from '../batches.js';
import { rejectionOf } from '@sla/testkit/refusal';
import type { Stage } from '../stage.js';

/** What new versions and ends of agreements do to windows. */
export function versionsSuite(stage: Stage): void {
  const shown = async (): Promise<readonly string[]> =>
    (await stage.list()).map(
      ({ windowLabel, version, window, phase }) =>
        `${windowLabel} v${version} ${(window.end - window.start) / 3_600_000} h ${phase}`,
    );
  /** Version 1 until noon of March 10th, then version 2 with a higher target, per month. */
  const superseded = async (): Promise<void> => {
    await stage.adopt({ window: 'month' });
    await stage.probe('03-01 up', '03-11 up');
    await stage.evaluate();
    await stage.end(1, '2026-03-10T12:00:00Z');
    await stage.adopt({ window: 'month', target: '99.9' }, 2, '2026-03-10T12:00:00Z');
    await stage.evaluate();
  };

  describe('a version that comes into force', () => {
    it('is judged on what has been measured before we heard of it', async () => {
      await stage.probe('03-01 up', '03-02T12 up');
      await stage.evaluate();
      expect(await shown()).toEqual([]);
      await stage.adopt();
      await stage.evaluate();
      expect(await shown()).toEqual(['2026-03-01 v1 24 h provisional', '2026-03-02 v1 24 h open']);
    });

    it('heard of twice is the same version', async () => {
      await stage.adopt();
      await stage.adopt();
      await stage.probe('03-01 up', '03-02 up');
      await stage.evaluate();
      expect(await shown()).toHaveLength(2);
    });

    it('inside a window cuts it in two, each judged by its own version', async () => {
      await superseded();
      expect(await shown()).toEqual(['2026-03 v1 228 h provisional', '2026-03 v2 516 h open']);
      expect(await stage.get('2026-03')).toMatchObject({ version: 2 });
      expect(await stage.get('2026-03', { version: 1 })).toMatchObject({ version: 1, phase: 'provisional' });
      expect(await rejectionOf(stage.get('2026-03', { version: 3 }))).toBe('measurement.determination_not_found');
    });

    it('leaves the parts of the version before open to restatement', async () => {
      await superseded();
      await stage.advance('probe', '03-20');
      await stage.evaluate();
      await stage.probe('03-02 down', '03-03 up');
      const { pending } = await listPending(stage.world.ports)(stage.service, { agreementId: '', after: '', limit: 9 });
      expect(pending).toMatchObject([{ windowLabel: '2026-03', version: 1, revision: 1, samples: 2 }]);
      expect(await rejectionOf(stage.restate('2026-03'))).toBe('measurement.not_final');
      const { determination } = await stage.restate('2026-03', 'late', 1);
      expect(determination).toMatchObject({
        version: 1,
        revision: 2,
        verdict: 'missed',
        window: { start: at('03-01') },
      });
      const name = {
        agreementId: 'shop',
        objectiveId: 'availability',
        windowLabel: '2026-03',
        revision: 1,
        version: 1,
      };
      expect(JSON.parse(await exportEvidence(stage.world.ports)(stage.customer, name))).toMatchObject({ revision: 1 });
    });
  });

  describe('a version that ends after its window was final', () => {
    it('leaves what was judged provable, and not to be restated', async () => {
      await stage.adopt();
      await stage.probe('03-01 up', '03-03 up');
      await stage.evaluate();
      await stage.end(1, '2026-03-01T12:00:00Z');
      const name = { agreementId: 'shop', objectiveId: 'availability', windowLabel: '2026-03-01', revision: 1 };
      expect(JSON.parse(await exportEvidence(stage.world.ports)(stage.customer, name))).toMatchObject({ revision: 1 });
      expect(await rejectionOf(stage.restate('2026-03-01'))).toBe('measurement.window_moved');
    });
  });

  it('a determination whose version is lost says so', async () => {
    await stage.adopt();
    await stage.probe('03-01 up', '03-03 up');
    await stage.evaluate();
    await stage.world.forgetVersions(stage.tenant);
    const name = { agreementId: 'shop', objectiveId: 'availability', windowLabel: '2026-03-01', revision: 1 };
    await stage.adopt({}, 2, '2026-03-05T00:00:00Z');
    expect(await rejectionOf(exportEvidence(stage.world.ports)(stage.customer, name))).toBe(
      'measurement.terms_unknown',
    );
    expect(await rejectionOf(stage.restate('2026-03-01'))).toBe('measurement.terms_unknown');
  });

  describe('partial windows', () => {
    it.each([
      ['whole', ['2026-03 v1 744 h provisional']],
      ['clip', ['2026-03 v1 408 h provisional']],
      ['skip', []],
    ] as const)('by the rule %s', async (partialWindow, expected) => {
      await stage.adopt({ window: 'month', partialWindow }, 1, '2026-03-15T00:00:00Z');
      await stage.probe('03-01 up');
      await stage.advance('probe', '04-01');
      await stage.evaluate();
      expect((await shown()).filter((line) => line.includes('provisional'))).toEqual(expected);
    });
  });

  it('the end of an agreement ends its last window', async () => {
    await stage.adopt();
    await stage.probe('03-01 up', '03-01T20 up');
    await stage.evaluate();
    await stage.end(1, '2026-03-01T18:00:00Z');
    await stage.evaluate();
    expect(await shown()).toEqual(['2026-03-01 v1 18 h provisional']);
    expect(await stage.told()).toEqual(['window_closed shop/availability/2026-03-01']);
    expect(await stage.world.events(stage.tenant)).toMatchObject([{ historical: false }]);
  });
}
