import { DomainError, defined, type Caller } from '@sla/kernel';
import { requireEtag, type Agreement } from '../domain/agreement.js';
import { auditOfAgreement } from '../domain/audit.js';
import { judgeDocument, requireSound } from '../domain/document.js';
import { evolve } from '../domain/evolve.js';
import { isSeen, requireSeat, sightOf } from '../domain/seats.js';
import { decideStoreDraft, versionHolding } from '../domain/store-draft.js';
import type { DocumentFormat, Ports } from './ports.js';

export interface ApplyDocument {
  readonly document: Uint8Array;
  readonly format: DocumentFormat;
  readonly etag: string;
}

export interface AppliedDocument {
  readonly agreement: Agreement;
  /** Version that holds the content. */
  readonly version: number;
  readonly changed: boolean;
}

/**
 * Stores a document as the draft of the agreement's next version, or in place of the draft that is there.
 * The caller's party must take part in the document and, when the agreement exists, in the agreement.
 */
export const applyDocument =
  ({ uow, clock, digest, documents }: Pick<Ports, 'uow' | 'clock' | 'digest' | 'documents'>) =>
  async (caller: Caller, command: ApplyDocument): Promise<AppliedDocument> => {
    const sound = requireSound(judgeDocument(documents.read(command.document, command.format), digest));
    requireSeat(caller, sound.header.parties);
    return uow.run(caller, async (tx) => {
      const before = await tx.agreements.lock(sound.header.id);
      requireOwnId(caller, before);
      requireEtag(before, command.etag);
      const events = decideStoreDraft(before, { ...sound, at: clock.now() });
      const after = evolve(before, events);
      const version = defined(versionHolding(after, sound.contentHash), 'the version that holds the content').number;
      if (events.length === 0) return { agreement: after, version, changed: false };
      await tx.agreements.save(after, events);
      await tx.audit(auditOfAgreement(digest, 'agreements.draft.stored', { before, after }, { version }));
      return { agreement: after, version, changed: true };
    });
  };

/** The id of an agreement between others is taken; who they are is not said. */
function requireOwnId(caller: Caller, existing: Agreement | undefined): void {
  if (existing === undefined) return;
  if (!isSeen(sightOf(caller), existing)) {
    throw new DomainError('already_exists', 'agreements.id_taken', { id: existing.id });
  }
  requireSeat(caller, existing.parties);
}
