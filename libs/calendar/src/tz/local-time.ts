import {
  civilFromDays,
  DAY_MS,
  daysFromCivil,
  DomainError,
  formatInstant,
  instant,
  type CivilDate,
  type Instant,
} from '@sla/kernel';
import { offsetAt, type Zone } from './zone.js';

/** A wall-clock time without a zone. */
export interface LocalTime {
  readonly date: CivilDate;
  /** Milliseconds since local midnight by the wall clock, 0 to 24 h. */
  readonly timeMs: number;
}

/**
 * What to do when a wall time does not exist (gap) or exists twice (overlap).
 * `forward` goes to the first instant after the gap, `backward` to the last millisecond before it, `shift` as far beyond the
 * change as the wall time lies in the gap (02:30 becomes 03:30); `earlier` and `later` choose between the two instants of
 * an overlap.
 */
export interface DisambiguationPolicy {
  readonly gap: 'forward' | 'backward' | 'shift' | 'refuse';
  readonly overlap: 'earlier' | 'later' | 'refuse';
}

/** Midnight that does not exist begins the day at the first instant after it; one that comes twice begins it at the first. */
export const START_OF_DAY: DisambiguationPolicy = { gap: 'forward', overlap: 'earlier' };

/** The wall-clock time of an instant. */
export function localTimeOf(zone: Zone, at: Instant): LocalTime {
  const local = at + offsetAt(zone, at);
  const days = Math.floor(local / DAY_MS);
  return { date: civilFromDays(days), timeMs: local - days * DAY_MS };
}

export const localDateOf = (zone: Zone, at: Instant): CivilDate => localTimeOf(zone, at).date;

/**
 * The instant of a wall-clock time.
 * @throws DomainError invalid_argument when the date does not exist, or when the policy refuses a gap or an overlap.
 */
export function toInstant(zone: Zone, local: LocalTime, policy: DisambiguationPolicy): Instant {
  const days = daysFromCivil(local.date.year, local.date.month, local.date.day);
  if (days === undefined)
    throw new DomainError('invalid_argument', 'calendar.no_such_date', { date: dateText(local.date) });
  const wall = days * DAY_MS + local.timeMs;
  const candidates = instantsOf(zone, wall);
  const [first, last] = [candidates[0], candidates.at(-1)];
  if (first === undefined || last === undefined) return inGap(zone, wall, policy);
  if (first === last) return instant(first);
  if (policy.overlap === 'refuse') throw ambiguous('calendar.ambiguous_time', zone, wall);
  return instant(policy.overlap === 'earlier' ? first : last);
}

/** Offsets change by at most a day (Apia 2011), so those of a day before and after are all that can apply. */
function instantsOf(zone: Zone, wall: number): readonly number[] {
  const offsets = new Set([wall - DAY_MS, wall, wall + DAY_MS].map((around) => offsetAt(zone, around as Instant)));
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((at) => at + offsetAt(zone, at as Instant) === wall)
    .sort((a, b) => a - b);
}

function inGap(zone: Zone, wall: number, policy: DisambiguationPolicy): Instant {
  if (policy.gap === 'refuse') throw ambiguous('calendar.skipped_time', zone, wall);
  const change = changeAround(zone, wall);
  if (policy.gap === 'shift') return instant(wall - offsetAt(zone, (change - 1) as Instant));
  return instant(policy.gap === 'forward' ? change : change - 1);
}

/** The instant at which the wall clock jumps over `wall`. */
function changeAround(zone: Zone, wall: number): number {
  let before = wall - 2 * DAY_MS;
  let after = wall + 2 * DAY_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (middle + offsetAt(zone, middle as Instant) < wall) before = middle;
    else after = middle;
  }
  return after;
}

const ambiguous = (reason: string, zone: Zone, wall: number): DomainError =>
  new DomainError('invalid_argument', reason, {
    time: formatInstant(wall as Instant).replace('Z', ''),
    zone: zone.name,
  });

const dateText = ({ year, month, day }: CivilDate): string =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
