import { freezeInstant, phaseAt } from '@sla/engine';
import { type Caller, type Digest, type Instant } from '@sla/kernel';
import { isSettled, settle, type Determination } from '../domain/determination.js';
import { asOfFreeze } from '../domain/dispute.js';
import { computeRevision, countsIn, evaluationInput, fits, type Target } from '../domain/evaluation-input.js';
import type { Ports, Transaction, WorkKey } from './ports.js';
import { samplesOf, targetOf, type Evaluator } from './steps/window-inputs.js';

/**
 * Evaluates one marked window. What it computes depends on the samples and on the order in which their source sent them, never on when
 * or by which replica it is done: judged at the earlier of now and the source's watermark, frozen by the watermark, and blind to samples
 * that came after the freeze.
 * @returns what was stored, or undefined when there was nothing to do.
 */
export const evaluateWindow =
  ({ uow, clock, digest }: Pick<Ports, 'uow' | 'clock' | 'digest'>) =>
  (caller: Caller, key: WorkKey, { traceId }: Evaluator): Promise<Determination | undefined> =>
    uow.run(caller, async (tx) => {
      const work = await tx.work.take(key);
      if (work === undefined) return undefined;
      const outcome = await evaluateTaken(tx, caller, work, { traceId, digest, now: clock.now() });
      await tx.work.done(key);
      return outcome;
    });

interface Surroundings {
  readonly traceId: string;
  readonly digest: Digest;
  readonly now: Instant;
}

async function evaluateTaken(
  tx: Transaction,
  caller: Caller,
  work: WorkKey & { readonly version: number; readonly historical: boolean },
  { traceId, digest, now }: Surroundings,
): Promise<Determination | undefined> {
  const target = await targetOf(tx, work, work.version);
  const previous = await tx.determinations.newest(work);
  if (target === undefined || (previous !== undefined && isSettled(previous))) return undefined;
  const [head] = await tx.samples.heads([target.objective.indicator.series]);
  if (head === undefined || !fits(target.objective, head.kind)) return undefined;
  // The watermark is read before the samples: whatever is committed in between is younger than it, and marks the window again.
  const watermark = (await tx.samples.watermark(head.source)) ?? target.window.effective.start;
  const judgedAt = Math.min(now, watermark) as Instant;
  const freezeAt = freezeInstant(target.objective, target.window.effective);
  const samples = await samplesOf(tx, target, countsIn(freezeAt, 0n));
  const disputes = await disputesOf(tx, target, freezeAt);
  const input = evaluationInput(target, head.kind, samples, { disputes, judgedAt, digest });
  const { determination: computed } = computeRevision(target, input, {
    revision: 1,
    phase: phaseAt(target.objective, target.window.effective, judgedAt),
    asOfSeq: 0n,
    historical: work.historical,
    traceId,
    correlationId: caller.correlationId,
    restatementReason: '',
  });
  const { determination, events, changed } = settle(previous, computed);
  if (!changed) return undefined;
  await tx.determinations.save(determination);
  for (const event of events) await tx.publish(event);
  return determination;
}

async function disputesOf(tx: Transaction, target: Target, freezeAt: Instant): Promise<Determination['disputes']> {
  const records = await tx.disputes.touching(target.objective.indicator.series, target.window.effective);
  return records.flatMap((record) => asOfFreeze(record, freezeAt) ?? []);
}
