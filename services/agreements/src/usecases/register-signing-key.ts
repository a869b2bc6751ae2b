import { DomainError, type Caller } from '@sla/kernel';
import { fingerprint } from '../domain/audit.js';
import { requireParty } from '../domain/seats.js';
import { decideRegisterKey, requireKeyId } from '../domain/signing-key.js';
import type { Ports } from './ports.js';

export interface RegisterSigningKey {
  /** Party that will sign with the key; must be the caller's. */
  readonly party: string;
  readonly keyId: string;
  /** Public JWK as JSON. */
  readonly publicJwk: string;
}

/** Registers a public key for the caller's own party and answers its thumbprint. The same key again changes nothing. */
export const registerSigningKey =
  ({ uow, clock, digest, signatures }: Pick<Ports, 'uow' | 'clock' | 'digest' | 'signatures'>) =>
  (caller: Caller, command: RegisterSigningKey): Promise<{ readonly thumbprint: string }> =>
    uow.run(caller, async (tx) => {
      const party = requireParty(caller);
      if (command.party !== party) {
        throw new DomainError('permission_denied', 'agreements.key_for_other_party', { party, other: command.party });
      }
      const keyId = requireKeyId(command.keyId);
      const read = await signatures.readKey(command.publicJwk);
      if (!read.ok) throw refuseKey(read.reason, keyId);
      const { jwk: publicJwk, thumbprint } = read;
      const key = { party, keyId, publicJwk, thumbprint, subject: caller.principal.subject, at: clock.now() };
      if (decideRegisterKey(key, await tx.keys.related(key))) {
        await tx.keys.add(key);
        await tx.audit({
          action: 'agreements.signing_key.registered',
          resource: `party/${party}/keys/${keyId}`,
          beforeHash: '',
          afterHash: fingerprint(digest, key),
          reason: '',
        });
      }
      return { thumbprint };
    });

const refuseKey = (reason: string, key: string): DomainError =>
  new DomainError('invalid_argument', reason, { key }, [{ field: 'public_jwk', reason, params: { key } }]);
