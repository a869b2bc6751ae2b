import type { Caller } from '@sla/kernel';
import { requireEtag, type Agreement } from '../domain/agreement.js';
import { auditOfAgreement } from '../domain/audit.js';
import { published } from '../domain/events.js';
import { evolve } from '../domain/evolve.js';
import { decideFreeze } from '../domain/freeze-version.js';
import { requireSeat, requireSeen } from '../domain/seats.js';
import type { Ports } from './ports.js';

export interface FreezeVersion {
  readonly agreementId: string;
  readonly version: number;
  readonly etag: string;
}

/** Fixes the content of a draft for ever, so that it can be signed. */
export const freezeVersion =
  ({ uow, clock, digest }: Pick<Ports, 'uow' | 'clock' | 'digest'>) =>
  (caller: Caller, { agreementId, version, etag }: FreezeVersion): Promise<Agreement> =>
    uow.run(caller, async (tx) => {
      const before = requireSeen(caller, await tx.agreements.lock(agreementId), agreementId);
      requireSeat(caller, before.parties);
      requireEtag(before, etag);
      const events = decideFreeze(before, { version, at: clock.now() });
      const after = evolve(before, events);
      await tx.agreements.save(after, events);
      for (const event of published(events)) await tx.publish(event);
      await tx.audit(auditOfAgreement(digest, 'agreements.version.frozen', { before, after }, { version }));
      return after;
    });
