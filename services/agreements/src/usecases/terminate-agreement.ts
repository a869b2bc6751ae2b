import type { Caller, Instant } from '@sla/kernel';
import type { Agreement } from '../domain/agreement.js';
import { auditOfAgreement } from '../domain/audit.js';
import { published } from '../domain/events.js';
import { evolve } from '../domain/evolve.js';
import { requireSeat, requireSeen } from '../domain/seats.js';
import { decideTerminate } from '../domain/terminate-agreement.js';
import type { Ports } from './ports.js';

export interface TerminateAgreement {
  readonly agreementId: string;
  /** First instant without force; absent means now. */
  readonly effectiveAt?: Instant;
  readonly reason: string;
}

/** Ends an agreement from an instant on; nothing is deleted. */
export const terminateAgreement =
  ({ uow, clock, digest }: Pick<Ports, 'uow' | 'clock' | 'digest'>) =>
  (caller: Caller, { agreementId, ...command }: TerminateAgreement): Promise<Agreement> =>
    uow.run(caller, async (tx) => {
      const before = requireSeen(caller, await tx.agreements.lock(agreementId), agreementId);
      requireSeat(caller, before.parties);
      const events = decideTerminate(before, { ...command, at: clock.now() });
      const after = evolve(before, events);
      await tx.agreements.save(after, events);
      for (const event of published(events)) await tx.publish(event);
      const { reason } = command;
      await tx.audit(auditOfAgreement(digest, 'agreements.agreement.terminated', { before, after }, { reason }));
      return after;
    });
