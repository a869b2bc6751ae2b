import type { Instant } from '@sla/kernel';
import { requireVersion, type Agreement } from './agreement.js';
import type { AgreementEvent } from './events.js';
import { requireNotTerminated } from './store-draft.js';
import { nextState } from './transitions.js';

/** From now on the content of the version never changes. @throws DomainError failed_precondition, not_found. */
export function decideFreeze(
  agreement: Agreement,
  command: { readonly version: number; readonly at: Instant },
): readonly AgreementEvent[] {
  const version = requireVersion(agreement, command.version);
  nextState(agreement, version, 'freeze');
  requireNotTerminated(agreement);
  const { id: agreementId } = agreement;
  return [
    { type: 'version_frozen', agreementId, version: version.number, contentHash: version.contentHash, at: command.at },
  ];
}
