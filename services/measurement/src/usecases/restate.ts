import { DomainError, type Caller, type Instant } from '@sla/kernel';
import { isSettled, type Determination } from '../domain/determination.js';
import { engineDispute } from '../domain/dispute.js';
import { computeRevision, evaluationInput } from '../domain/evaluation-input.js';
import { auditOf } from '../domain/audit.js';
import { requireSeat } from '../domain/sight.js';
import { samplesOf, targetOf, type Evaluator } from './steps/window-inputs.js';
import type { Ports, Transaction } from './ports.js';

export interface Restate {
  readonly agreementId: string;
  readonly objectiveId: string;
  readonly windowLabel: string;
  readonly reason: string;
}

export interface Restated {
  readonly determination: Determination;
  readonly pending: number;
  /** False when nothing had changed and no revision was made. */
  readonly changed: boolean;
}

/**
 * Makes revision n+1 of a final determination with all samples and disputes known by now. The old revision stays as it is.
 * @throws DomainError when the window is not final, or there is no reason.
 */
export const restate =
  ({ uow, clock, digest }: Pick<Ports, 'uow' | 'clock' | 'digest'>) =>
  (caller: Caller, command: Restate, { traceId }: Evaluator): Promise<Restated> => {
    if (command.reason.trim() === '')
      throw new DomainError('invalid_argument', 'platform.reason_required', {}, [
        { field: 'reason', reason: 'platform.reason_required' },
      ]);
    return uow.run(caller, async (tx) => {
      const previous = await settled(tx, caller, command);
      const computed = await recompute(tx, caller, previous, command.reason, { traceId, digest, now: clock.now() });
      await tx.determinations.clearPending(keyOf(previous));
      if (computed.resultHash === previous.resultHash) return { determination: previous, pending: 0, changed: false };
      await tx.determinations.save(computed);
      await tx.publish({ type: 'determination_restated', determination: computed, previous });
      await tx.audit(auditOf('measurement.determination.restated', computed, previous, command.reason));
      return { determination: computed, pending: 0, changed: true };
    });
  };

async function settled(
  tx: Transaction,
  caller: Caller,
  { agreementId, objectiveId, windowLabel }: Restate,
): Promise<Determination> {
  requireSeat(caller, await tx.contracts.ofAgreement(agreementId), agreementId);
  const previous = await tx.determinations.find(agreementId, objectiveId, windowLabel, 0);
  if (previous === undefined)
    throw new DomainError('not_found', 'measurement.determination_not_found', {
      agreement: agreementId,
      objective: objectiveId,
      window: windowLabel,
    });
  if (!isSettled(previous))
    throw new DomainError('failed_precondition', 'measurement.not_final', {
      window: windowLabel,
      phase: previous.phase,
    });
  return previous;
}

const keyOf = ({
  agreementId,
  objectiveId,
  window,
}: Determination): { agreementId: string; objectiveId: string; windowStart: Instant } => ({
  agreementId,
  objectiveId,
  windowStart: window.start,
});

async function recompute(
  tx: Transaction,
  caller: Caller,
  previous: Determination,
  reason: string,
  { traceId, digest, now }: { readonly traceId: string; readonly digest: Ports['digest']; readonly now: Instant },
): Promise<Determination> {
  const target = await targetOf(tx, keyOf(previous), previous.version);
  const [head] = target === undefined ? [] : await tx.samples.heads([target.objective.indicator.series]);
  if (target === undefined || head === undefined) {
    throw new DomainError('failed_precondition', 'measurement.window_moved', { window: previous.windowLabel });
  }
  // Locks the source: what is sent meanwhile is either in this revision or pending for the next.
  const watermark = await tx.samples.lockSource(head.source);
  const [newest = head] = await tx.samples.heads([head.series]);
  const samples = await samplesOf(tx, target, (sample) => sample.seq <= newest.lastSeq);
  const records = await tx.disputes.touching(head.series, target.window.effective);
  const disputes = records.map((record) => engineDispute(record, record.state));
  const input = evaluationInput(target, head.kind, samples, {
    disputes,
    judgedAt: Math.min(now, watermark) as Instant,
    digest,
  });
  const { determination } = computeRevision(target, input, {
    revision: previous.revision + 1,
    phase: 'restated',
    asOfSeq: newest.lastSeq,
    historical: previous.historical,
    traceId,
    correlationId: caller.correlationId,
    restatementReason: reason,
  });
  return { ...determination, riskAnnounced: true, breachAnnounced: determination.verdict === 'missed' };
}
