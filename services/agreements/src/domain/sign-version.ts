import { DomainError } from '@sla/kernel';
import { missingSigners, requireVersion, type Agreement, type AgreementVersion, type Signature } from './agreement.js';
import type { AgreementEvent } from './events.js';
import { requireNotTerminated } from './store-draft.js';
import { nextState } from './transitions.js';

/**
 * True when that party has already given exactly this signature: sending it again changes nothing.
 * @throws DomainError failed_precondition when the version takes no signature from this party.
 */
export function requireSignable(agreement: Agreement, version: AgreementVersion, sent: Omit<Signature, 'at'>): boolean {
  const given = version.signatures.find((signature) => signature.party === sent.party);
  if (given?.jws === sent.jws && given.keyId === sent.keyId) return true;
  nextState(agreement, version, 'sign');
  requireNotTerminated(agreement);
  if (given !== undefined) {
    throw new DomainError('failed_precondition', 'agreements.already_signed_by_party', {
      id: agreement.id,
      version: version.number,
      party: given.party,
      key: given.keyId,
    });
  }
  return false;
}

/** Adds a verified signature. @throws DomainError failed_precondition, not_found. */
export function decideSign(
  agreement: Agreement,
  command: { readonly version: number; readonly signature: Signature },
): readonly AgreementEvent[] {
  const version = requireVersion(agreement, command.version);
  const { signature } = command;
  if (requireSignable(agreement, version, signature)) return [];
  const complete = missingSigners(agreement, version).every((party) => party.id === signature.party);
  return [
    {
      type: 'version_signed',
      agreementId: agreement.id,
      version: version.number,
      contentHash: version.contentHash,
      at: signature.at,
      signature,
      complete,
    },
  ];
}
