import { DomainError, type Caller, type Instant } from '@sla/kernel';
import { auditOf } from '../domain/audit.js';
import { checkName, checkReason } from '../domain/check-text.js';
import { isSettled, type Determination } from '../domain/determination.js';
import { engineDispute } from '../domain/dispute.js';
import { computeRevision, evaluationInput, type Target } from '../domain/evaluation-input.js';
import { requireProvider } from '../domain/sight.js';
import type { Ports, SeriesHead, Transaction, WorkKey } from './ports.js';
import { contractOf, samplesOf, targetIn, type Evaluator } from './steps/window-inputs.js';

export interface Restate {
  readonly agreementId: string;
  readonly objectiveId: string;
  readonly windowLabel: string;
  /** As in DeterminationName. */
  readonly version?: number;
  readonly reason: string;
}

export interface Restated {
  readonly determination: Determination;
  readonly pending: number;
  /** False when nothing had changed and no revision was made. */
  readonly changed: boolean;
}

type Means = Pick<Ports, 'clock' | 'digest'> & Evaluator;

/**
 * Makes revision n+1 of a final determination with all samples and disputes known by now. The old revision stays as it is.
 * @throws DomainError when the window is not final, there is no reason, or the caller is not the provider.
 */
export const restate =
  ({ uow, clock, digest }: Pick<Ports, 'uow' | 'clock' | 'digest'>) =>
  async (caller: Caller, command: Restate, { traceId }: Evaluator): Promise<Restated> => {
    checkName(command);
    checkReason(command.reason);
    return uow.run(caller, async (tx) => {
      requireProvider(caller, await tx.contracts.ofAgreement(command.agreementId), command.agreementId);
      const { head, watermark } = await lockSeries(tx, await settled(tx, command));
      // Read again under the lock: of two restatements at once the second builds on the first.
      const previous = await settled(tx, command);
      const known = { head, judgedAt: Math.min(clock.now(), watermark) as Instant };
      const computed = await recompute(
        tx,
        caller,
        { previous, reason: command.reason, ...known },
        { clock, digest, traceId },
      );
      await tx.determinations.clearPending(keyOf(previous));
      const changed = computed.resultHash !== previous.resultHash;
      await (changed ? replace(tx, previous, computed) : tx.audit(confirmation(previous, command.reason)));
      return { determination: changed ? computed : previous, pending: 0, changed };
    });
  };

async function replace(tx: Transaction, previous: Determination, computed: Determination): Promise<void> {
  await tx.determinations.save(computed);
  await tx.publish({ type: 'determination_restated', determination: computed, previous });
  await tx.audit(auditOf('measurement.determination.restated', computed, previous, computed.restatementReason));
}

const confirmation = (determination: Determination, reason: string): ReturnType<typeof auditOf> =>
  auditOf('measurement.determination.confirmed', determination, determination, reason);

async function settled(tx: Transaction, command: Restate): Promise<Determination> {
  const { agreementId, objectiveId, windowLabel } = command;
  const previous = await tx.determinations.find({ ...command, revision: 0 });
  if (previous === undefined)
    throw new DomainError('not_found', 'measurement.determination_not_found', {
      agreement: agreementId,
      objective: objectiveId,
      window: windowLabel,
    });
  if (isSettled(previous)) return previous;
  const { phase } = previous;
  throw new DomainError('failed_precondition', 'measurement.not_final', { window: windowLabel, phase });
}

const keyOf = ({ agreementId, objectiveId, window }: Determination): WorkKey => ({
  agreementId,
  objectiveId,
  windowStart: window.start,
});

const moved = ({ windowLabel }: Determination): DomainError =>
  new DomainError('failed_precondition', 'measurement.window_moved', { window: windowLabel });

async function targetAgain(tx: Transaction, previous: Determination): Promise<Target> {
  const target = targetIn(await contractOf(tx, previous), keyOf(previous));
  if (target === undefined || target.window.effective.end !== previous.window.end) throw moved(previous);
  return target;
}

/** The series with its source locked: what is sent meanwhile is either in this revision or pending for the next. */
async function lockSeries(
  tx: Transaction,
  previous: Determination,
): Promise<{ readonly head: SeriesHead; readonly watermark: Instant }> {
  const { objective } = await targetAgain(tx, previous);
  const [head] = await tx.samples.heads([objective.indicator.series]);
  if (head === undefined) throw moved(previous);
  const watermark = await tx.samples.lockSource(head.source);
  const [locked = head] = await tx.samples.heads([head.series]);
  return { head: locked, watermark };
}

interface Known {
  readonly previous: Determination;
  readonly reason: string;
  readonly head: SeriesHead;
  readonly judgedAt: Instant;
}

async function recompute(
  tx: Transaction,
  caller: Caller,
  { previous, reason, head, judgedAt }: Known,
  { digest, traceId }: Means,
): Promise<Determination> {
  const target = await targetAgain(tx, previous);
  const revision = { phase: 'restated', freezeAt: previous.freezeAt, asOfSeq: head.lastSeq } as const;
  const samples = await samplesOf(tx, target, revision);
  const records = await tx.disputes.touching(previous.agreementId, head.series, target.window.effective);
  const disputes = records.map((record) => engineDispute(record, record.state));
  const { determination } = computeRevision(
    target,
    evaluationInput(target, head.kind, samples, { disputes, judgedAt, digest }),
    {
      revision: previous.revision + 1,
      phase: 'restated',
      asOfSeq: head.lastSeq,
      historical: previous.historical,
      traceId,
      correlationId: caller.correlationId,
      restatementReason: reason,
    },
  );
  return { ...determination, riskAnnounced: true, breachAnnounced: determination.verdict === 'missed' };
}
