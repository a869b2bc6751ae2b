import {
  assert,
  daysFromCivil,
  DAY_MS,
  defined,
  DomainError,
  formatInstant,
  MIN_INSTANT,
  type Instant,
} from '@sla/kernel';
import { interval } from '../timeline/timeline.js';
import type { OpenHours } from './open-hours.js';

/** Where compiled calendars end: 2300-01-01T00:00:00Z. A deadline that is not reached by then is never reached. */
export const LAST_COMPILED = (defined(daysFromCivil(2300, 1, 1), '2300') * DAY_MS) as Instant;

/** Compiled at first around the instant that is asked for; what is compiled at least doubles when a question goes beyond. */
const [FIRST_BACK_MS, FIRST_AHEAD_MS] = [32 * DAY_MS, 128 * DAY_MS];

/** Open intervals of a stretch of time with the open time before each: questions are binary searches. */
interface Compiled {
  readonly from: number;
  readonly to: number;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** Open milliseconds before interval i; one element more, the total. */
  readonly before: Float64Array;
}

/**
 * Answers of a calendar in O(log n) of its intervals, never by walking days. All amounts are whole milliseconds, exact.
 *
 * With B(t) the open time before t: `elapsed(a, b)` = B(b) − B(a); `due` is the first instant, `breachAt` the last, at
 * which a target is used up and not exceeded. They differ when a target ends exactly at closing time: people are shown
 * closing time, and nothing is late before the next opening. Something is breached if and only if elapsed > target, so
 * a timer fires strictly after `breachAt`.
 */
export class WorkingTime {
  #compiled: Compiled | undefined;

  constructor(readonly hours: OpenHours) {}

  /** From here on results are provisional: holidays are not published yet. */
  get knownUntil(): Instant | undefined {
    return this.hours.knownUntil;
  }

  /** True when an answer at this instant may still change with the calendar. */
  isProvisional(at: Instant): boolean {
    const { knownUntil } = this.hours;
    return knownUntil !== undefined && at >= knownUntil;
  }

  /** Open milliseconds in [start, end); none when end is not after start. */
  elapsed(start: Instant, end: Instant): number {
    if (end <= start) return 0;
    const compiled = this.#over(start, end);
    const first = lastStart(compiled.starts, start);
    return openBefore(compiled, gallop(compiled.starts, first, end), end) - openBefore(compiled, first, start);
  }

  /**
   * The first instant at or after start with elapsed(start, it) = targetMs: start itself for a target of zero.
   * Undefined when the calendar never opens long enough before LAST_COMPILED.
   */
  due(start: Instant, targetMs: number): Instant | undefined {
    return targetMs === 0 ? start : this.#whenUsed(start, targetMs, false);
  }

  /**
   * The last instant t with elapsed(start, t) <= targetMs; later than `due` when the target ends at closing time.
   * Undefined when the calendar never exceeds the target before LAST_COMPILED: nothing can be late.
   */
  breachAt(start: Instant, targetMs: number): Instant | undefined {
    return this.#whenUsed(start, targetMs, true);
  }

  /** The first, or the last, instant at which the open time since start is targetMs. */
  #whenUsed(start: Instant, targetMs: number, last: boolean): Instant | undefined {
    checkTarget(targetMs);
    for (let compiled = this.#over(start, start); ; compiled = this.#later(compiled)) {
      const first = lastStart(compiled.starts, start);
      const wanted = openBefore(compiled, first, start) + targetMs;
      const found = instantIn(compiled, galloped(compiled.before, first, wanted, last), wanted);
      if (found !== undefined || compiled.to >= LAST_COMPILED) return found;
    }
  }

  /** The last instant at or before end with elapsed(it, end) = ms: when to begin so that ms remain. Undefined when there is none since 1900. */
  startFor(end: Instant, ms: number): Instant | undefined {
    checkTarget(ms);
    if (ms === 0) return end;
    for (let compiled = this.#over(end, end); ; compiled = this.#earlier(compiled)) {
      const last = lastStart(compiled.starts, end);
      const wanted = openBefore(compiled, last, end) - ms;
      if (wanted >= 0 && last >= 0) {
        return instantIn(compiled, searchLast(compiled.before, 0, last + 1, wanted, true), wanted);
      }
      if (compiled.from <= MIN_INSTANT) return undefined;
    }
  }

  isOpen(at: Instant): boolean {
    const { starts, ends } = this.#over(at, at);
    const i = lastStart(starts, at);
    return i >= 0 && at < (ends[i] ?? 0);
  }

  /** The first open instant at or after `at`; undefined when there is none before LAST_COMPILED. */
  nextOpen(at: Instant): Instant | undefined {
    return this.#find(at, ({ starts, ends }) => {
      const i = lastStart(starts, at);
      if (i >= 0 && at < (ends[i] ?? 0)) return at;
      return starts[i + 1];
    });
  }

  /** The first instant at or after `at` that is not open; undefined when there is none before LAST_COMPILED. */
  nextClose(at: Instant): Instant | undefined {
    return this.#find(at, ({ starts, ends, to }) => {
      const i = lastStart(starts, at);
      const end = ends[i] ?? 0;
      if (i < 0 || at >= end) return at;
      // The edge of what is compiled is no closing time.
      return end === to ? undefined : end;
    });
  }

  /** The end of the last open time before `at`: `at` itself when it is open until then. Undefined when there is none since 1900. */
  lastOpenEnd(at: Instant): Instant | undefined {
    for (let compiled = this.#over(at, at); ; compiled = this.#earlier(compiled)) {
      const { starts, ends } = compiled;
      const i = searchLast(starts, 0, starts.length, at, false);
      if (i >= 0) return Math.min(ends[i] ?? 0, at) as Instant;
      if (compiled.from <= MIN_INSTANT) return undefined;
    }
  }

  /** Bytes that the compiled intervals take. */
  get compiledBytes(): number {
    const { starts, ends, before } = this.#compiled ?? EMPTY;
    return starts.byteLength + ends.byteLength + before.byteLength;
  }

  /** Asks what is compiled, and more and more of the future, until there is an answer or no future. */
  #find(start: Instant, ask: (compiled: Compiled) => number | undefined): Instant | undefined {
    for (let compiled = this.#over(start, start); ; compiled = this.#later(compiled)) {
      const found = ask(compiled);
      if (found !== undefined) return found as Instant;
      if (compiled.to >= LAST_COMPILED) return undefined;
    }
  }

  /** What is compiled, made to hold both instants. */
  #over(a: number, b: number): Compiled {
    const known = this.#compiled;
    const [low, high] = a < b ? [a, b] : [b, a];
    if (known !== undefined && low >= known.from && high < known.to) return known;
    if (low < MIN_INSTANT || high >= LAST_COMPILED) throw beyond(low < MIN_INSTANT ? low : high);
    if (known === undefined) return this.#compile(low - FIRST_BACK_MS, high + FIRST_AHEAD_MS);
    const grown = known.to - known.from;
    return this.#compile(
      low < known.from ? Math.min(low - FIRST_BACK_MS, known.from - grown) : known.from,
      high < known.to ? known.to : Math.max(high + FIRST_AHEAD_MS, known.to + grown),
    );
  }

  #later({ from, to }: Compiled): Compiled {
    return this.#compile(from, to + (to - from));
  }

  #earlier({ from, to }: Compiled): Compiled {
    return this.#compile(from - (to - from), to);
  }

  #compile(from: number, to: number): Compiled {
    const span = interval(Math.max(from, MIN_INSTANT), Math.min(to, LAST_COMPILED));
    const open = this.hours.within(span);
    const compiled = {
      from: span.start,
      to: span.end,
      starts: Float64Array.from(open, ({ start }) => start),
      ends: Float64Array.from(open, ({ end }) => end),
      before: new Float64Array(open.length + 1),
    };
    let sum = 0;
    for (const [i, { start, end }] of open.entries()) compiled.before[i + 1] = sum += end - start;
    this.#compiled = compiled;
    return compiled;
  }
}

const NOTHING = new Float64Array();
const EMPTY: Pick<Compiled, 'starts' | 'ends' | 'before'> = { starts: NOTHING, ends: NOTHING, before: NOTHING };

function checkTarget(ms: number): void {
  assert(Number.isSafeInteger(ms) && ms >= 0, `a target is a whole number of milliseconds, zero or more, not ${ms}`);
}

const beyond = (at: number): DomainError =>
  new DomainError('out_of_range', 'calendar.beyond_limit', {
    at: formatInstant(at as Instant),
    first: formatInstant(MIN_INSTANT),
    last: formatInstant(LAST_COMPILED),
  });

/** Index of the last interval that starts at or before t; -1 when all start later. */
const lastStart = (starts: Float64Array, t: number): number => searchLast(starts, 0, starts.length, t, true);

/** Index of the last element in [low, high) that is below `value`, or, if `orEqual`, not above it; low - 1 when there is none. */
function searchLast(sorted: Float64Array, low: number, high: number, value: number, orEqual: boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (isBelow(sorted[middle] ?? Infinity, value, orEqual)) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

/** Open time before t, which lies at or after the start of interval i and before that of the next. */
function openBefore({ starts, ends, before }: Compiled, i: number, t: number): number {
  if (i < 0) return 0;
  const [start, end] = [starts[i] ?? 0, ends[i] ?? 0];
  return (before[i] ?? 0) + (t < end ? t : end) - start;
}

/** lastStart for an instant that is probably near interval `near`. */
function gallop(starts: Float64Array, near: number, t: number): number {
  return near < 0 ? lastStart(starts, t) : galloped(starts, near, t, true);
}

/** searchLast over the whole array from an index whose element is probably close: O(log of the distance). */
function galloped(sorted: Float64Array, near: number, value: number, orEqual: boolean): number {
  let low = near < 0 ? 0 : near;
  if (!isBelow(sorted[low] ?? Infinity, value, orEqual)) return searchLast(sorted, 0, low, value, orEqual);
  let step = 1;
  while (isBelow(sorted[low + step] ?? Infinity, value, orEqual)) {
    low += step;
    step *= 2;
  }
  return searchLast(sorted, low + 1, Math.min(low + step, sorted.length), value, orEqual);
}

const isBelow = (element: number, value: number, orEqual: boolean): boolean =>
  element < value || (orEqual && element === value);

/** The instant in interval i before which `wanted` open milliseconds lie; undefined when what is compiled has fewer. */
function instantIn({ starts, before }: Compiled, i: number, wanted: number): Instant | undefined {
  const [start, open] = [starts[i], before[i]];
  // One index past the last interval is the total: the target is not used up, or not exceeded, in what is compiled.
  return start === undefined || open === undefined ? undefined : ((start + (wanted - open)) as Instant);
}
