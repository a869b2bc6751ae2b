import { DomainError, type Caller } from '@sla/kernel';
import { isSeen, sightOf } from '../domain/seats.js';
import type { Ports } from './ports.js';

export interface Terms {
  readonly agreementId: string;
  readonly version: number;
  /** The text whose SHA-256 was signed. */
  readonly canonicalJson: string;
}

/** Reads terms by their content hash. @throws DomainError not_found, also when the caller may not see them. */
export const getTerms =
  ({ uow }: Pick<Ports, 'uow'>) =>
  (caller: Caller, { contentHash }: { readonly contentHash: string }): Promise<Terms> =>
    uow.read(caller, async (tx) => {
      const sight = sightOf(caller);
      const terms = await tx.agreements.terms(contentHash);
      if (terms === undefined || !isSeen(sight, terms.agreement)) {
        throw new DomainError('not_found', 'agreements.terms_not_found', { hash: contentHash });
      }
      return { agreementId: terms.agreement.id, version: terms.version, canonicalJson: terms.canonicalJson };
    });
