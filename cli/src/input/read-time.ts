import { toInstant, type Zone } from '@sla/calendar';
import { civilFromDays, DAY_MS, DomainError, formatInstant, parseInstant, type Instant } from '@sla/kernel';
import type { Place } from './read-records.js';

/** The clock of stamps that name no offset. */
export interface WallClock {
  readonly zone: Zone;
  /** Which instant of a wall time that comes twice. */
  readonly overlap: 'earlier' | 'later' | 'refuse';
}

const WITHOUT_OFFSET = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)$/;
const WITH_OFFSET = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * The instant of a stamp: RFC 3339 with an offset, or a wall time of the named clock; a blank may stand for the T.
 * @throws DomainError with file, line and way out; a stamp without offset is never guessed.
 */
export function readTime(place: Place, column: string, text: string, clock: WallClock | undefined): Instant {
  const value = text.slice(0, 40);
  const bare = WITHOUT_OFFSET.exec(text);
  if (bare !== null && clock === undefined)
    throw new DomainError('invalid_argument', 'cli.time_without_offset', { ...place, column, value });
  const [, date = '', time = '', offset = 'Z'] = bare ?? WITH_OFFSET.exec(text) ?? [];
  const at = parsed(`${date}T${time}${offset}`);
  if (at === undefined) throw new DomainError('invalid_argument', 'cli.time_malformed', { ...place, column, value });
  return bare === null || clock === undefined ? at : onClock(place, at, clock);
}

function parsed(text: string): Instant | undefined {
  try {
    return parseInstant(text);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** `wall` is the instant at which a clock in UTC would read the same. */
function onClock(place: Place, wall: Instant, { zone, overlap }: WallClock): Instant {
  const days = Math.floor(wall / DAY_MS);
  try {
    return toInstant(zone, { date: civilFromDays(days), timeMs: wall - days * DAY_MS }, { gap: 'refuse', overlap });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const reason = error.reason === 'calendar.skipped_time' ? 'cli.time_skipped' : 'cli.time_twice';
    const params = { ...place, value: formatInstant(wall).replace('Z', ''), zone: zone.name };
    throw new DomainError('invalid_argument', reason, params);
  }
}
