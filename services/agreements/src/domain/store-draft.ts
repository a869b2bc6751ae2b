import { DomainError, type Instant, type Sha256Hex } from '@sla/kernel';
import { isTerminated, type Agreement, type AgreementVersion, type DocumentHeader } from './agreement.js';
import type { AgreementEvent } from './events.js';

/** Most versions of one agreement; an answer lists them all. */
export const MAX_VERSIONS = 1_000;

export interface StoreDraft {
  readonly header: DocumentHeader;
  readonly contentHash: Sha256Hex;
  readonly canonicalJson: string;
  readonly at: Instant;
}

/**
 * Stores the content as the draft of the next version, or in place of the draft that is there.
 * Content that any version already holds changes nothing: a hash names exactly one version of the agreement,
 * so that a signature over the hash can never be carried over to another version.
 * @throws DomainError failed_precondition.
 */
export function decideStoreDraft(agreement: Agreement | undefined, command: StoreDraft): readonly AgreementEvent[] {
  if (agreement === undefined) return [draftStored(1, undefined, command)];
  if (versionHolding(agreement, command.contentHash) !== undefined) return [];
  requireNotTerminated(agreement);
  const open = agreement.versions.findLast((version) => version.state === 'draft');
  const number = open?.number ?? agreement.versions.length + 1;
  if (number > MAX_VERSIONS) {
    throw new DomainError('resource_exhausted', 'agreements.too_many_versions', {
      id: agreement.id,
      max: MAX_VERSIONS,
    });
  }
  if (number > 1) requireSameParties(agreement, command.header);
  return [draftStored(number, agreement.versions[number - 2]?.contentHash, command)];
}

export const versionHolding = (agreement: Agreement, contentHash: Sha256Hex): AgreementVersion | undefined =>
  agreement.versions.find((version) => version.contentHash === contentHash);

/** @throws DomainError failed_precondition: a terminated agreement is history. */
export function requireNotTerminated(agreement: Agreement): void {
  if (isTerminated(agreement)) {
    throw new DomainError('failed_precondition', 'agreements.agreement_terminated', { id: agreement.id });
  }
}

/** Who is bound is what makes an agreement this agreement; a change of parties is a new agreement under its own id. */
function requireSameParties(agreement: Agreement, header: DocumentHeader): void {
  const before = seats(agreement);
  const after = seats(header);
  if (before !== after) {
    throw new DomainError('failed_precondition', 'agreements.parties_changed', { id: agreement.id, before, after });
  }
}

const seats = ({ parties }: Pick<DocumentHeader, 'parties'>): string =>
  parties
    .map((party) => `${party.id} (${party.role})`)
    .sort()
    .join(', ');

const draftStored = (version: number, previousHash: Sha256Hex | undefined, command: StoreDraft): AgreementEvent => ({
  type: 'draft_stored',
  agreementId: command.header.id,
  version,
  ...command,
  ...(previousHash && { previousHash }),
});
