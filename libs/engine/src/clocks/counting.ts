import { interval, normalise, subtract, type Timeline, type WorkingCalendar, type WorkingTime } from '@sla/calendar';
import { DomainError, type Instant, type Interval } from '@sla/kernel';
import type { Cycle, Era, Mark } from './clock.js';

/** A pinned calendar version. Without its rules closed time is explained as outside hours, without a name. */
export interface ClockCalendar {
  readonly time: WorkingTime;
  readonly rules?: WorkingCalendar;
}

/** Time that an agreement takes out of every clock: agreed maintenance, force majeure. Known ones may lie ahead. */
export interface ClockExclusion extends Interval {
  readonly id: string;
}

/** Everything but the events that a clock's figures depend on. */
export interface ClockContext {
  readonly calendars: ReadonlyMap<string, ClockCalendar>;
  readonly exclusions?: readonly ClockExclusion[];
}

/** @throws DomainError failed_precondition when the calendar is not at hand. */
export function calendarOf({ calendars }: ClockContext, key: string): ClockCalendar {
  const calendar = calendars.get(key);
  if (calendar === undefined) throw new DomainError('failed_precondition', 'clock.calendar_missing', { calendar: key });
  return calendar;
}

/** From a mark to the next one; the last one has no end. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly mark: Mark;
}

/** The life of a cycle without gap or overlap; after its end nothing counts. */
export function stretchesOf({ marks }: Cycle): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const [i, mark] of marks.entries()) {
    stretches.push({ from: mark.at, to: marks[i + 1]?.at ?? Infinity, mark });
  }
  return stretches;
}

/** True for marks under which time counts. */
export const counts = ({ state }: Mark): boolean => state === 'running' || state === 'closed_counted';

/** Terms in force from an instant on, as seen from the last of the eras given. */
export interface TermsSpan {
  readonly from: number;
  readonly targetMs: number;
  readonly calendar: string;
}

/** How the last era counts the life of its cycle: from the beginning by the last retroactive terms, then by each set of terms that came forward. */
export function spansOf(eras: readonly Era[]): readonly TermsSpan[] {
  const base = eras.findLastIndex(({ how }) => how === 'retroactive');
  return eras.slice(base).map(({ from, terms }, i) => ({ ...terms, from: i === 0 ? -Infinity : from }));
}

/** Time that counts by one calendar; `to` is Infinity where nothing ends it. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly time: WorkingTime;
}

/** The pieces of a cycle that count, in order. `onwards` says from when an idle clock would run again, for projections. */
export function piecesOf(
  stretches: readonly Stretch[],
  spans: readonly TermsSpan[],
  context: ClockContext,
  onwards: number = Infinity,
): readonly Piece[] {
  const { exclusions = NONE } = context;
  const excluded = exclusions.length === 0 ? NONE : normalise(exclusions);
  const pieces: Piece[] = [];
  const add = (from: number, to: number): void => {
    for (const [i, { from: since, calendar }] of spans.entries()) {
      const [start, end] = [Math.max(from, since), Math.min(to, spans[i + 1]?.from ?? Infinity)];
      if (start < end) addPieces(pieces, start, end, calendarOf(context, calendar).time, excluded);
    }
  };
  for (const { from, to, mark } of stretches) if (counts(mark)) add(from, to);
  add(onwards, Infinity);
  return pieces;
}

/** A span that may have no end, without what is excluded. */
function addPieces(pieces: Piece[], from: number, to: number, time: WorkingTime, excluded: Timeline): void {
  if (excluded.length === 0) pieces.push({ from, to, time });
  else
    for (const { start, end } of subtract([interval(from, to)], excluded)) pieces.push({ from: start, to: end, time });
}
const NONE: readonly never[] = [];

/** Milliseconds that counted before an instant. */
export function countedBefore(pieces: readonly Piece[], until: number): number {
  let sum = 0;
  for (const { from, to, time } of pieces) sum += time.elapsed(from as Instant, Math.min(to, until) as Instant);
  return sum;
}

/** The first instant at which `ms` have counted; undefined when that never happens. For zero it is the beginning. */
export function firstReach(pieces: readonly Piece[], ms: number): Instant | undefined {
  return crossing(pieces, ms, false);
}

/** The first instant at which more than `ms` have counted; undefined when that never happens. */
export function firstBeyond(pieces: readonly Piece[], ms: number): Instant | undefined {
  const last = crossing(pieces, ms, true);
  return last === undefined ? undefined : ((last + 1) as Instant);
}

function crossing(pieces: readonly Piece[], ms: number, beyond: boolean): Instant | undefined {
  let left = ms;
  for (const { from, to, time } of pieces) {
    const start = from as Instant;
    const open = to === Infinity ? Infinity : time.elapsed(start, to as Instant);
    if (open > left || (!beyond && open === left)) {
      return beyond ? time.breachAt(start, left) : time.due(start, left);
    }
    left -= open;
  }
  return undefined;
}

/** True when every calendar knows its holidays for all that counts before an instant. */
export function settledBy(pieces: readonly Piece[], until: number): boolean {
  return pieces.every(({ from, to, time }) => {
    const { knownUntil = Infinity } = time;
    return from >= until || Math.min(to, until) <= knownUntil;
  });
}
