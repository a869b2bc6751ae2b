import type { State } from '@sla/engine';
import { DomainError, MIN_INSTANT, type Caller, type Instant, type Interval } from '@sla/kernel';
import { windowsTouching, type Contract } from '../domain/contract.js';
import { decideResolve, type DisputeRecord } from '../domain/dispute.js';
import { requireSeat } from '../domain/sight.js';
import type { WorkItem } from '../domain/work.js';
import type { Ports, Transaction } from './ports.js';
import { agreementsSeen } from './steps/agreements-seen.js';

export interface OpenDispute {
  readonly agreementId: string;
  readonly series: string;
  readonly interval: Interval;
  readonly claim: State;
  readonly reason: string;
}

/** Contests a measurement. Windows that are not final are evaluated again; final ones wait for a restatement. */
export const openDispute =
  ({ uow, clock, ids }: Pick<Ports, 'uow' | 'clock' | 'ids'>) =>
  (caller: Caller, command: OpenDispute): Promise<DisputeRecord> => {
    const { agreementId, series, interval } = command;
    requireReason(command.reason);
    if (interval.end <= interval.start) throw new DomainError('invalid_argument', 'terms.interval_ends_before_start');
    return uow.run(caller, async (tx) => {
      const contracts = await tx.contracts.ofAgreement(agreementId);
      const openedBy = requireSeat(caller, contracts, agreementId);
      if (!contracts.some((contract) => measures(contract, series))) {
        throw new DomainError('not_found', 'measurement.series_not_in_agreement', { series, agreement: agreementId });
      }
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
      await afterChange(tx, caller, contracts, dispute, 'measurement.dispute.opened', command.reason);
      return dispute;
    });
  };

/** Ends a dispute. @throws DomainError when the caller is on the wrong side for that. */
export const resolveDispute =
  ({ uow }: Pick<Ports, 'uow'>) =>
  (
    caller: Caller,
    command: { readonly id: string; readonly resolution: 'upheld' | 'withdrawn'; readonly reason: string },
  ): Promise<DisputeRecord> => {
    requireReason(command.reason);
    return uow.run(caller, async (tx) => {
      const dispute = await tx.disputes.lock(command.id);
      if (dispute === undefined)
        throw new DomainError('not_found', 'measurement.dispute_not_found', { id: command.id });
      const contracts = await tx.contracts.ofAgreement(dispute.agreementId);
      const party = requireSeat(caller, contracts, dispute.agreementId);
      const watermark = await watermarkOf(tx, dispute.series);
      const resolved = decideResolve(dispute, {
        resolution: command.resolution,
        party,
        reason: command.reason,
        watermark,
      });
      await tx.disputes.save(resolved);
      await afterChange(tx, caller, contracts, resolved, `measurement.dispute.${command.resolution}`, command.reason);
      return resolved;
    });
  };

/** Disputes of the agreements that the caller sees, oldest first. */
export const listDisputes =
  ({ uow }: Pick<Ports, 'uow'>) =>
  (
    caller: Caller,
    query: { readonly agreementId: string; readonly after: string; readonly limit: number },
  ): Promise<{ readonly disputes: readonly DisputeRecord[]; readonly next: string }> =>
    uow.run(caller, async (tx) =>
      tx.disputes.list(await agreementsSeen(tx, caller, query.agreementId), query.after, query.limit),
    );

const measures = (contract: Contract, series: string): boolean =>
  contract.terms.objectives.some((objective) => objective.indicator.series === series);

function requireReason(reason: string): void {
  if (reason.trim() !== '') return;
  throw new DomainError('invalid_argument', 'platform.reason_required', {}, [
    { field: 'reason', reason: 'platform.reason_required' },
  ]);
}

async function watermarkOf(tx: Transaction, series: string): Promise<Instant> {
  const [head] = await tx.samples.heads([series]);
  // Locked, so that the dispute lies on one side of every batch of the source.
  return head === undefined ? MIN_INSTANT : tx.samples.lockSource(head.source);
}

async function afterChange(
  tx: Transaction,
  caller: Caller,
  contracts: readonly Contract[],
  dispute: DisputeRecord,
  action: string,
  reason: string,
): Promise<void> {
  const items: WorkItem[] = contracts.flatMap((contract) =>
    contract.terms.objectives
      .filter((objective) => objective.indicator.series === dispute.series)
      .flatMap((objective) =>
        windowsTouching(contract, objective, dispute.interval).map(({ effective }) => ({
          agreementId: contract.agreementId,
          version: contract.version,
          objectiveId: objective.id,
          windowStart: effective.start,
        })),
      ),
  );
  await tx.work.mark(items, {
    historical: false,
    correlationId: caller.correlationId,
    traceparent: caller.traceparent ?? '',
  });
  await tx.audit({ action, resource: `dispute/${dispute.id}`, beforeHash: '', afterHash: '', reason });
}
