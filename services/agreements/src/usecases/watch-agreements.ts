import type { Caller } from '@sla/kernel';
import type { Agreement } from '../domain/agreement.js';
import { isSeen, sightOf } from '../domain/seats.js';
import type { Ports } from './ports.js';

/** How often a watch looks for changes. */
export const WATCH_POLL_MS = 500;
/** Agreements read at once; a watch never holds more than this in memory. */
export const WATCH_PAGE = 100;

export type WatchItem =
  | { readonly kind: 'agreement'; readonly agreement: Agreement }
  /** Comes once: everything that existed when the watch began has been sent. */
  | { readonly kind: 'caught_up' };

/**
 * All agreements that the caller sees, then every change, until the signal.
 * A change that happens while the first part is sent may come twice; the etag tells.
 * The transactions are short: no database connection is held between two polls.
 */
export const watchAgreements = ({ uow, timer }: Pick<Ports, 'uow' | 'timer'>) =>
  async function* watch(
    caller: Caller,
    query: { readonly party?: string },
    signal: AbortSignal,
  ): AsyncGenerator<WatchItem> {
    const sight = sightOf(caller);
    let cursor = await uow.read(caller, (tx) => tx.agreements.head());
    for (let after: string | undefined = ''; after !== undefined && !signal.aborted;) {
      const from: string = after;
      const page = await uow.read(caller, (tx) =>
        tx.agreements.list({ ...query, sight, after: from, limit: WATCH_PAGE }),
      );
      for (const agreement of page) yield { kind: 'agreement', agreement };
      after = page.length === WATCH_PAGE ? page.at(-1)?.id : undefined;
    }
    if (!signal.aborted) yield { kind: 'caught_up' };
    while (!signal.aborted) {
      const after = cursor;
      const page = await uow.read(caller, (tx) => tx.agreements.changes(after, WATCH_PAGE));
      for (const agreement of page.agreements) {
        if (isSeen(sight, agreement) && takesPart(agreement, query.party)) yield { kind: 'agreement', agreement };
      }
      cursor = page.next;
      if (!page.more) await timer.wait(WATCH_POLL_MS, signal);
    }
  };

const takesPart = (agreement: Agreement, party: string | undefined): boolean =>
  party === undefined || agreement.parties.some(({ id }) => id === party);
