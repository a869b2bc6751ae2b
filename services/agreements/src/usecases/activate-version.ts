import { defined, type Caller, type Instant } from '@sla/kernel';
import { requireVersion, type Agreement } from '../domain/agreement.js';
import { decideActivate } from '../domain/activate-version.js';
import { auditOfAgreement } from '../domain/audit.js';
import { published } from '../domain/events.js';
import { evolve } from '../domain/evolve.js';
import { requireSeat, requireSeen } from '../domain/seats.js';
import type { Ports } from './ports.js';

export interface ActivateVersion {
  readonly agreementId: string;
  readonly version: number;
  /** First instant of force; absent means the start of the document's term for the first version in force, else now. */
  readonly effectiveAt?: Instant;
}

/** Puts a version that all parties signed in force; its predecessor ends at the same instant. Doing it again changes nothing. */
export const activateVersion =
  ({ uow, clock, digest }: Pick<Ports, 'uow' | 'clock' | 'digest'>) =>
  (caller: Caller, { agreementId, version, ...when }: ActivateVersion): Promise<Agreement> =>
    uow.run(caller, async (tx) => {
      const before = requireSeen(caller, await tx.agreements.lock(agreementId), agreementId);
      requireSeat(caller, before.parties);
      const { contentHash } = requireVersion(before, version);
      const { canonicalJson } = defined(await tx.agreements.terms(contentHash), `the terms ${contentHash}`);
      const events = decideActivate(before, { version, ...when, canonicalJson, at: clock.now() });
      if (events.length === 0) return before;
      const after = evolve(before, events);
      await tx.agreements.save(after, events);
      for (const event of published(events)) await tx.publish(event);
      await tx.audit(auditOfAgreement(digest, 'agreements.version.activated', { before, after }, { version }));
      return after;
    });
