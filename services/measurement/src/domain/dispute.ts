import type { Dispute, State } from '@sla/engine';
import { DomainError, type Instant, type Interval } from '@sla/kernel';

export type DisputeState = Dispute['state'];

/** A contested interval of a series. */
export interface DisputeRecord {
  readonly id: string;
  readonly agreementId: string;
  readonly series: string;
  readonly interval: Interval;
  readonly claim: State;
  readonly openedBy: string;
  readonly reason: string;
  readonly state: DisputeState;
  readonly resolution: string;
  readonly createdAt: Instant;
  readonly openedWatermark: Instant;
  readonly resolvedWatermark?: Instant;
}

/** Who may bring an open dispute to which end: giving in is for the other party, giving up for the one that opened it. */
export function decideResolve(
  dispute: DisputeRecord,
  command: {
    readonly resolution: 'upheld' | 'withdrawn';
    readonly party: string;
    readonly reason: string;
    readonly watermark: Instant;
  },
): DisputeRecord {
  if (dispute.state !== 'open')
    throw new DomainError('failed_precondition', 'measurement.dispute_resolved', {
      id: dispute.id,
      state: dispute.state,
    });
  const own = dispute.openedBy === command.party;
  if (own !== (command.resolution === 'withdrawn')) {
    throw new DomainError('permission_denied', `measurement.dispute_${command.resolution}_by_other`, {
      id: dispute.id,
      party: dispute.openedBy,
    });
  }
  return { ...dispute, state: command.resolution, resolution: command.reason, resolvedWatermark: command.watermark };
}

/** The dispute as it stood for a window that froze at an instant of event time; absent when it was opened too late for it. */
export function asOfFreeze(dispute: DisputeRecord, freezeAt: Instant): Dispute | undefined {
  if (dispute.openedWatermark >= freezeAt) return undefined;
  const inTime = dispute.resolvedWatermark !== undefined && dispute.resolvedWatermark < freezeAt;
  return engineDispute(dispute, dispute.state === 'open' || inTime ? dispute.state : 'open');
}

export const engineDispute = ({ id, interval, claim, openedBy }: DisputeRecord, state: DisputeState): Dispute => ({
  id,
  interval,
  claim,
  openedBy,
  state,
});
