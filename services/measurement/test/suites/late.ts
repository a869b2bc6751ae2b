import { describe, expect, it } from '@jest/globals';
import { verifyBundle } from '@sla/engine';
import { explainDetermination, exportEvidence, listPending } from '../../src/usecases/read-determinations.js';
import { restate } from '../../src/usecases/restate.js';
import { at, column, count } from '../batches.js';
import { digest } from '../fake-ports.js';
import { rejectionOf } from '@sla/testkit/refusal';
import { probeColumn, type Stage } from '../stage.js';

const NAME = { agreementId: 'shop', objectiveId: 'availability', windowLabel: '2026-03-01', revision: 0 };

/** Data that comes after the freeze, and restatements. */
export function lateSuite(stage: Stage): void {
  const pending = async () => {
    const query = { agreementId: 'shop', after: '', limit: 100 };
    const { pending: windows } = await listPending(stage.world.ports)(stage.service, query);
    return windows.map(
      ({ objectiveId, windowLabel, samples, revision }) => `${objectiveId} ${windowLabel} ${samples} r${revision}`,
    );
  };
  /** The exported evidence of a revision proves the stored result without us. */
  const prove = async (revision: number): Promise<void> => {
    const { resultHash } = await stage.get('2026-03-01', { revision });
    const text = await exportEvidence(stage.world.ports)(stage.customer, { ...NAME, revision });
    const verification = verifyBundle(JSON.parse(text), digest);
    expect(verification).toMatchObject({ ok: true, evaluation: { resultHash } });
  };

  describe('late data', () => {
    it('before the freeze changes the result by itself', async () => {
      await stage.adopt();
      await stage.probe('03-01 up', '03-02T12 up');
      await stage.evaluate();
      expect(await stage.probe('03-01T04 down', '03-01T05 up')).toMatchObject({ pendingRestatement: 0 });
      await stage.evaluate();
      expect(await stage.get('2026-03-01')).toMatchObject({ phase: 'provisional', verdict: 'missed', revision: 1 });
    });

    it('after the freeze waits, whether or not the window has been evaluated yet', async () => {
      await stage.adopt();
      await stage.probe('03-01 up', '03-03 up');
      expect(await stage.probe('03-01T04 down', '03-01T05 up')).toMatchObject({ accepted: 2, pendingRestatement: 2 });
      expect(await pending()).toEqual(['availability 2026-03-01 2 r0']);
      await stage.evaluate();
      expect(await stage.get('2026-03-01')).toMatchObject({ phase: 'final', verdict: 'met' });
      expect(await pending()).toEqual(['availability 2026-03-01 2 r1']);
    });

    it('waits for every frozen window into which its state reaches', async () => {
      await stage.adopt();
      await stage.probe('03-01 up', '03-03T12 up', '03-06 up');
      await stage.evaluate();
      expect(await stage.probe('03-01T23 down')).toMatchObject({ pendingRestatement: 1 });
      expect(await pending()).toEqual([
        'availability 2026-03-01 1 r1',
        'availability 2026-03-02 1 r1',
        'availability 2026-03-03 1 r1',
      ]);
      await stage.restate('2026-03-02');
      expect((await stage.get('2026-03-02')).figures.bad).toBe('86400000');
    });

    it('for events waits in its window only', async () => {
      await stage.adopt();
      const orders = (when: string) => stage.ingest([column('shop.orders', count(when, 1, 2))], { source: 'shop' });
      await orders('03-01');
      await orders('05-10');
      await stage.evaluate();
      expect(await orders('03-30')).toMatchObject({ pendingRestatement: 1 });
      expect(await pending()).toEqual(['orders 2026-03 1 r1']);
    });

    it('that replaces a counted sample leaves the final revision provable', async () => {
      await stage.adopt();
      await stage.probe('03-01 up', '03-01T04 up', '03-03 up');
      await stage.evaluate();
      const first = await stage.get('2026-03-01');
      await stage.ingest([probeColumn('03-01T04 down')], { rule: 'keep_worst' });
      const explained = await explainDetermination(stage.world.ports)(stage.customer, { ...NAME, revision: 1 });
      expect(explained).toMatchObject({ determination: { resultHash: first.resultHash }, pending: 1 });
      await prove(1);
      const { determination, changed } = await stage.restate('2026-03-01');
      expect([changed, determination.verdict]).toEqual([true, 'missed']);
      await stage.ingest([probeColumn('03-01T01 down', '03-01T02 up')]);
      await prove(1);
      await prove(2);
    });

    it('that replaces a sample before the final evaluation is as late as after it', async () => {
      await stage.adopt();
      await stage.probe('03-01 up', '03-01T04 up', '03-03 up');
      await stage.ingest([probeColumn('03-01T04 down')], { rule: 'keep_worst' });
      await stage.evaluate();
      expect(await stage.get('2026-03-01')).toMatchObject({ phase: 'final', verdict: 'met' });
    });
  });

  describe('a restatement', () => {
    const final = async (): Promise<void> => {
      await stage.adopt();
      await stage.probe('03-01 up', '03-03 up');
      await stage.evaluate();
    };

    it('makes the next revision with a reason, and leaves the old one as it was', async () => {
      await final();
      const first = await stage.get('2026-03-01');
      await stage.probe('03-01T04 down', '03-01T05 up');
      const { determination, changed } = await stage.restate('2026-03-01', 'the agent was offline');
      expect([changed, determination.revision, determination.phase]).toEqual([true, 2, 'restated']);
      expect(await stage.get('2026-03-01', { revision: 1 })).toEqual(first);
      expect(await stage.get('2026-03-01')).toMatchObject({ revision: 2, restatementReason: 'the agent was offline' });
      expect(await pending()).toEqual([]);
      expect((await stage.told()).at(-1)).toBe('determination_restated shop/availability/2026-03-01');
      expect((await stage.world.audit(stage.tenant)).at(-1)).toEqual({
        action: 'measurement.determination.restated',
        resource: 'determination/shop/availability/2026-03-01',
        beforeHash: first.resultHash,
        afterHash: determination.resultHash,
        reason: 'the agent was offline',
      });
    });

    it('that changes nothing makes no revision, and is on record', async () => {
      await final();
      expect(await stage.restate('2026-03-01')).toMatchObject({ changed: false, determination: { revision: 1 } });
      expect((await stage.world.audit(stage.tenant)).at(-1)?.action).toBe('measurement.determination.confirmed');
      expect(await stage.list()).toHaveLength(3);
    });

    it('by two at once makes one revision', async () => {
      await final();
      await stage.probe('03-01T04 down', '03-01T05 up');
      const both = await Promise.all([stage.restate('2026-03-01'), stage.restate('2026-03-01')]);
      expect(both.filter(({ changed }) => changed)).toHaveLength(1);
      expect(both.map(({ determination }) => determination.revision)).toEqual([2, 2]);
    });

    it.each<[string, Partial<Parameters<ReturnType<typeof restate>>[1]>, 'provider' | 'customer' | 'probes', string]>([
      ['an open window', { windowLabel: '2026-03-03' }, 'provider', 'measurement.not_final'],
      ['a provisional window', { windowLabel: '2026-03-02' }, 'provider', 'measurement.not_final'],
      [
        'a window without determination',
        { windowLabel: '2026-04-01' },
        'provider',
        'measurement.determination_not_found',
      ],
      ['no reason', { reason: ' ' }, 'provider', 'platform.reason_required'],
      ['a reason of 2,001 characters', { reason: 'x'.repeat(2_001) }, 'provider', 'measurement.reason_too_long'],
      ['a reason with NUL', { reason: 'a\0b' }, 'provider', 'measurement.text_with_nul'],
      ['no label', { windowLabel: 'last week' }, 'provider', 'measurement.label_malformed'],
      ['no id', { objectiveId: 'Availability\0' }, 'provider', 'measurement.id_malformed'],
      ['the customer', {}, 'customer', 'measurement.provider_only'],
      ['no party', {}, 'probes', 'measurement.party_required'],
      ['another agreement', { agreementId: 'none' }, 'provider', 'measurement.agreement_not_found'],
      ['another version', { version: 7 }, 'provider', 'measurement.determination_not_found'],
    ])('of or by %s is refused', async (_name, change, who, reason) => {
      await final();
      const command = { ...NAME, reason: 'late data', ...change };
      expect(await rejectionOf(restate(stage.world.ports)(stage[who], command, { traceId: '' }))).toBe(reason);
      expect(await stage.list()).toHaveLength(3);
    });

    it('takes a reason of 2,000 characters', async () => {
      await final();
      expect(await stage.restate('2026-03-01', 'x'.repeat(2_000))).toMatchObject({ changed: false });
    });
  });

  it('an open determination is explained as it is stored, also when more has come since', async () => {
    await stage.adopt();
    await stage.probe('03-01 up', '03-01T12 up');
    await stage.evaluate();
    await stage.probe('03-01T04 down', '03-01T05 up', '03-01T13 up');
    const { determination, explanation } = await explainDetermination(stage.world.ports)(stage.customer, NAME);
    expect(determination.figures).toMatchObject({ bad: '0', judgedAt: at('03-01T12') });
    expect(explanation.children.length).toBeGreaterThan(0);
  });
}
