import { measurementV1 as m } from '@sla/contracts';
import { DomainError, type Instant } from '@sla/kernel';
import { readRecords, type Place } from './read-records.js';
import { readTime } from './read-time.js';

/** One check of a status page. */
export interface Check extends Place {
  readonly at: Instant;
  readonly slug: string;
  readonly state: m.State;
}

const COLUMNS = ['checked_at', 'slug', 'status'] as const;
const STATES = new Map<string, m.State>([
  ['up', m.State.UP],
  ['down', m.State.DOWN],
  ['degraded', m.State.DEGRADED],
]);

/**
 * Checks of a CSV file with the columns checked_at, slug, status.
 * @throws DomainError with file, line, reason and way out.
 */
export async function* readChecks(file: string): AsyncGenerator<Check> {
  for await (const { line, cells } of readRecords(file, COLUMNS)) {
    const place = { file, line };
    const state = STATES.get(cells.status);
    if (state === undefined)
      throw new DomainError('invalid_argument', 'cli.status_unknown', { ...place, value: cells.status.slice(0, 40) });
    yield { ...place, at: readTime(place, 'checked_at', cells.checked_at, undefined), slug: cells.slug, state };
  }
}
