import type { State } from '@sla/engine';
import { DomainError, MIN_INSTANT, type Caller, type Instant, type Interval } from '@sla/kernel';
import { auditOfDispute } from '../domain/audit.js';
import { checkIds, checkReason } from '../domain/check-text.js';
import type { Contract } from '../domain/contract.js';
import { decideResolve, type DisputeRecord } from '../domain/dispute.js';
import { requireSeat } from '../domain/sight.js';
import { itemsOf } from '../domain/work.js';
import type { Ports, Transaction } from './ports.js';
import { agreementsSeen } from './steps/agreements-seen.js';
import { causeOf } from './steps/cause-of.js';

export interface OpenDispute {
  readonly agreementId: string;
  readonly series: string;
  readonly interval: Interval;
  readonly claim: State;
  readonly reason: string;
}

/** Contests a measurement. Windows that are not final are evaluated again; final ones wait for a restatement. */
export const openDispute =
  ({ uow, clock, ids, digest }: Pick<Ports, 'uow' | 'clock' | 'ids' | 'digest'>) =>
  async (caller: Caller, command: OpenDispute): Promise<DisputeRecord> => {
    const { agreementId, series, interval } = command;
    checkIds({ agreement_id: agreementId, series });
    checkReason(command.reason);
    checkInterval(interval);
    return uow.run(caller, async (tx) => {
      const contracts = await tx.contracts.ofAgreement(agreementId);
      const openedBy = requireSeat(caller, contracts, agreementId);
      requireStates(contracts, series, agreementId);
      const dispute: DisputeRecord = {
        id: ids.next(),
        ...command,
        openedBy,
        state: 'open',
        resolution: '',
        createdAt: clock.now(),
        openedWatermark: await watermarkOf(tx, series),
      };
      await tx.disputes.add(dispute);
      await markTouched(tx, caller, contracts, dispute);
      await tx.audit(auditOfDispute(digest, 'measurement.dispute.opened', { after: dispute }, command.reason));
      return dispute;
    });
  };

/** Ends a dispute. @throws DomainError when the caller is on the wrong side for that. */
export const resolveDispute =
  ({ uow, digest }: Pick<Ports, 'uow' | 'digest'>) =>
  async (
    caller: Caller,
    command: { readonly id: string; readonly resolution: 'upheld' | 'withdrawn'; readonly reason: string },
  ): Promise<DisputeRecord> => {
    const { id, resolution, reason } = command;
    checkIds({ dispute_id: id });
    checkReason(reason);
    return uow.run(caller, async (tx) => {
      const dispute = await tx.disputes.lock(id);
      if (dispute === undefined) throw new DomainError('not_found', 'measurement.dispute_not_found', { id });
      const contracts = await tx.contracts.ofAgreement(dispute.agreementId);
      const party = requireSeat(caller, contracts, dispute.agreementId);
      const watermark = await watermarkOf(tx, dispute.series);
      const resolved = decideResolve(dispute, { resolution, party, reason, watermark });
      await tx.disputes.save(resolved);
      await markTouched(tx, caller, contracts, resolved);
      const change = { before: dispute, after: resolved };
      await tx.audit(auditOfDispute(digest, `measurement.dispute.${resolution}`, change, reason));
      return resolved;
    });
  };

/** Disputes of the agreements that the caller sees, oldest first. */
export const listDisputes =
  ({ uow }: Pick<Ports, 'uow'>) =>
  async (
    caller: Caller,
    query: { readonly agreementId: string; readonly after: string; readonly limit: number },
  ): Promise<{ readonly disputes: readonly DisputeRecord[]; readonly next: string }> =>
    uow.run(caller, async (tx) =>
      tx.disputes.list(await agreementsSeen(tx, caller, query.agreementId), query.after, query.limit),
    );

function checkInterval({ start, end }: Interval): void {
  if (start < end) return;
  const reason = 'terms.interval_ends_before_start';
  throw new DomainError('invalid_argument', reason, {}, [{ field: 'interval', reason }]);
}

/** What is claimed is a state, so only states can be contested. */
function requireStates(contracts: readonly Contract[], series: string, agreement: string): void {
  const indicators = contracts
    .flatMap(({ terms }) => terms.objectives.map(({ indicator }) => indicator))
    .filter((indicator) => indicator.series === series);
  if (indicators.length === 0)
    throw new DomainError('not_found', 'measurement.series_not_in_agreement', { series, agreement });
  if (!indicators.some(({ kind }) => kind === 'time_in_state'))
    throw new DomainError('failed_precondition', 'measurement.dispute_needs_states', { series });
}

async function watermarkOf(tx: Transaction, series: string): Promise<Instant> {
  const [head] = await tx.samples.heads([series]);
  // Locked, so that the dispute lies on one side of every batch of the source.
  return head === undefined ? MIN_INSTANT : tx.samples.lockSource(head.source);
}

/** A contested span may lie across windows, and across versions. */
async function markTouched(
  tx: Transaction,
  caller: Caller,
  contracts: readonly Contract[],
  { series, interval }: DisputeRecord,
): Promise<void> {
  const items = contracts.flatMap((contract) =>
    contract.terms.objectives
      .filter((objective) => objective.indicator.series === series)
      .flatMap((objective) => itemsOf(contract, objective.id, interval)),
  );
  await tx.work.mark(items, causeOf(caller, false));
}
