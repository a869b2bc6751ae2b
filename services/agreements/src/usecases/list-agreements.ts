import type { Caller } from '@sla/kernel';
import type { Agreement } from '../domain/agreement.js';
import { sightOf } from '../domain/seats.js';
import type { Ports } from './ports.js';

export interface ListAgreements {
  /** Only agreements of this party; absent for all that the caller sees. */
  readonly party?: string;
  /** Id after which the page begins; empty for the first page. */
  readonly after: string;
  readonly limit: number;
}

export interface AgreementPage {
  readonly agreements: readonly Agreement[];
  /** Id after which the next page begins; absent on the last page. */
  readonly next?: string;
}

/** Lists what the caller sees, in order of id. */
export const listAgreements =
  ({ uow }: Pick<Ports, 'uow'>) =>
  (caller: Caller, query: ListAgreements): Promise<AgreementPage> =>
    uow.read(caller, async (tx) => {
      const found = await tx.agreements.list({ ...query, sight: sightOf(caller), limit: query.limit + 1 });
      const agreements = found.slice(0, query.limit);
      const next = found.length > query.limit ? agreements.at(-1)?.id : undefined;
      return { agreements, ...(next !== undefined && { next }) };
    });
