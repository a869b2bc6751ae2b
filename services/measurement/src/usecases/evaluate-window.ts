import { freezeInstant, phaseAt } from '@sla/engine';
import { type Caller, type Digest, type Instant } from '@sla/kernel';
import { isSettled, settle, type Determination } from '../domain/determination.js';
import { asOfFreeze } from '../domain/dispute.js';
import { computeRevision, evaluationInput, fits, type Target } from '../domain/evaluation-input.js';
import { nextLook } from '../domain/next-look.js';
import type { Ports, TakenWork, Transaction, WorkKey } from './ports.js';
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
      const { stored, lookAgainAt } = await evaluateTaken(tx, caller, work, { traceId, digest, now: clock.now() });
      await (lookAgainAt === undefined ? tx.work.done(key) : tx.work.postpone(key, lookAgainAt));
      return stored;
    });

interface Surroundings {
  readonly traceId: string;
  readonly digest: Digest;
  readonly now: Instant;
}

interface Outcome {
  readonly stored?: Determination;
  readonly lookAgainAt?: Instant;
}

async function evaluateTaken(
  tx: Transaction,
  caller: Caller,
  work: TakenWork,
  surroundings: Surroundings,
): Promise<Outcome> {
  const target = await targetOf(tx, work, work.version);
  const previous = await tx.determinations.newest(work);
  if (target === undefined || (previous !== undefined && isSettled(previous))) return {};
  // One look at how far the series has come: what is committed afterwards is younger, and marks the window again.
  const frontier = await tx.samples.frontier(target.objective.indicator.series);
  if (frontier === undefined || !fits(target.objective, frontier.head.kind)) return {};
  const { head, watermark } = frontier;
  const { now, digest, traceId } = surroundings;
  const judgedAt = Math.min(now, watermark) as Instant;
  const { effective } = target.window;
  const freezeAt = freezeInstant(target.objective, effective);
  const phase = phaseAt(target.objective, effective, judgedAt);
  const samples = await samplesOf(tx, target, { phase, freezeAt, asOfSeq: head.lastSeq });
  const disputes = await disputesOf(tx, target, freezeAt);
  const input = evaluationInput(target, head.kind, samples, { disputes, judgedAt, digest });
  const { determination: computed } = computeRevision(target, input, {
    revision: 1,
    phase,
    asOfSeq: head.lastSeq,
    // News is told of a window as soon as one of its causes was news.
    historical: work.historical && (previous?.historical ?? true),
    traceId,
    correlationId: caller.correlationId,
    restatementReason: '',
  });
  const lookAgainAt = nextLook({ now, watermark, windowEnd: effective.end, freezeAt });
  const stored = await store(tx, previous, computed);
  return { ...(stored && { stored }), ...(lookAgainAt !== undefined && { lookAgainAt }) };
}

async function store(
  tx: Transaction,
  previous: Determination | undefined,
  computed: Determination,
): Promise<Determination | undefined> {
  const { determination, events, changed } = settle(previous, computed);
  if (!changed) return undefined;
  await tx.determinations.save(determination);
  for (const event of events) await tx.publish(event);
  return determination;
}

async function disputesOf(tx: Transaction, target: Target, freezeAt: Instant): Promise<Determination['disputes']> {
  const { contract, objective, window } = target;
  const records = await tx.disputes.touching(contract.agreementId, objective.indicator.series, window.effective);
  return records.flatMap((record) => asOfFreeze(record, freezeAt) ?? []);
}
