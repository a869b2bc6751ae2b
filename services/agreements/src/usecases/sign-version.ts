import { DomainError, type Caller } from '@sla/kernel';
import { requireVersion, type Agreement } from '../domain/agreement.js';
import { auditOfAgreement } from '../domain/audit.js';
import { published } from '../domain/events.js';
import { evolve } from '../domain/evolve.js';
import { requireSeat, requireSeen } from '../domain/seats.js';
import { decideSign, requireSignable } from '../domain/sign-version.js';
import { requireKeyId, requireOwnKey } from '../domain/signing-key.js';
import type { Ports } from './ports.js';

export interface SignVersion {
  readonly agreementId: string;
  readonly version: number;
  readonly keyId: string;
  /** Detached JWS over the content hash as ASCII text. */
  readonly jws: string;
}

/** Adds the signature of the caller's party, verified against a key which that party registered before. */
export const signVersion =
  ({ uow, clock, digest, signatures }: Pick<Ports, 'uow' | 'clock' | 'digest' | 'signatures'>) =>
  (caller: Caller, { agreementId, version: number, keyId, jws }: SignVersion): Promise<Agreement> =>
    uow.run(caller, async (tx) => {
      const before = requireSeen(caller, await tx.agreements.lock(agreementId), agreementId);
      const { id: party } = requireSeat(caller, before.parties);
      const version = requireVersion(before, number);
      const sent = { party, keyId, jws, subject: caller.principal.subject };
      if (requireSignable(before, version, sent)) return before;
      const key = requireOwnKey(await tx.keys.related({ party, keyId: requireKeyId(keyId) }), party, keyId);
      const checked = await signatures.verify(jws, version.contentHash, key);
      if (!checked.ok) throw refuseSignature(checked.reason, { ...sent, version: number, hash: version.contentHash });
      const events = decideSign(before, { version: number, signature: { ...sent, at: clock.now() } });
      const after = evolve(before, events);
      await tx.agreements.save(after, events);
      for (const event of published(events)) await tx.publish(event);
      await tx.audit(auditOfAgreement(digest, 'agreements.version.signed', { before, after }, { version: number }));
      return after;
    });

function refuseSignature(
  reason: string,
  { keyId, party, version, hash }: { keyId: string; party: string; version: number; hash: string },
): DomainError {
  const params = { key: keyId, party, version, hash };
  return new DomainError('invalid_argument', reason, params, [{ field: 'jws', reason, params }]);
}
