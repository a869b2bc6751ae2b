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
import { interval, totalMs } from '../timeline/timeline.js';
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
  /** Intervals per millisecond, and per open millisecond: where to begin to search, and nothing else. */
  readonly perMs: number;
  readonly perOpenMs: number;
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
    const first = lastStart(compiled, start);
    const last = lastBelow(compiled.starts, first + (end - start) * compiled.perMs, end + 1);
    return openBefore(compiled, last, end) - openBefore(compiled, first, start);
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
      const first = lastStart(compiled, start);
      const wanted = openBefore(compiled, first, start) + targetMs;
      const near = first + targetMs * compiled.perOpenMs;
      const found = instantIn(compiled, lastBelow(compiled.before, near, last ? wanted + 1 : wanted), wanted);
      if (found !== undefined || compiled.to >= LAST_COMPILED) return found;
    }
  }

  /** The last instant at or before end with elapsed(it, end) = ms: when to begin so that ms remain. Undefined when there is none since 1900. */
  startFor(end: Instant, ms: number): Instant | undefined {
    checkTarget(ms);
    if (ms === 0) return end;
    for (let compiled = this.#over(end, end); ; compiled = this.#earlier(compiled)) {
      const last = lastStart(compiled, end);
      const wanted = openBefore(compiled, last, end) - ms;
      if (wanted >= 0 && last >= 0) {
        return instantIn(compiled, lastBelow(compiled.before, last - ms * compiled.perOpenMs, wanted + 1), wanted);
      }
      if (compiled.from <= MIN_INSTANT) return undefined;
    }
  }

  isOpen(at: Instant): boolean {
    const compiled = this.#over(at, at);
    return isInside(compiled, lastStart(compiled, at), at);
  }

  /** The first open instant at or after `at`; undefined when there is none before LAST_COMPILED. */
  nextOpen(at: Instant): Instant | undefined {
    return this.#find(at, (compiled) => {
      const i = lastStart(compiled, at);
      return isInside(compiled, i, at) ? at : compiled.starts[i + 1];
    });
  }

  /** The first instant at or after `at` that is not open; undefined when there is none before LAST_COMPILED. */
  nextClose(at: Instant): Instant | undefined {
    return this.#find(at, (compiled) => {
      const i = lastStart(compiled, at);
      if (!isInside(compiled, i, at)) return at;
      const end = item(compiled.ends, i);
      // The edge of what is compiled is no closing time.
      return end === compiled.to ? undefined : end;
    });
  }

  /** The end of the last open time before `at`: `at` itself when it is open until then. Undefined when there is none since 1900. */
  lastOpenEnd(at: Instant): Instant | undefined {
    for (let compiled = this.#over(at, at); ; compiled = this.#earlier(compiled)) {
      const i = lastStart(compiled, before(at));
      if (i >= 0) return Math.min(item(compiled.ends, i), at) as Instant;
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

  /** What is compiled, made to hold both instants; low is not after high. */
  #over(low: number, high: number): Compiled {
    const known = this.#compiled;
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
    const openMs = totalMs(open);
    const compiled = {
      from: span.start,
      to: span.end,
      starts: Float64Array.from(open, ({ start }) => start),
      ends: Float64Array.from(open, ({ end }) => end),
      before: new Float64Array(open.length + 1),
      perMs: open.length / (span.end - span.start),
      perOpenMs: openMs === 0 ? 0 : open.length / openMs,
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

/** An element of an array that the caller knows to be there: one check less where millions are asked for a second. */
const item = (array: Float64Array, i: number): number => array[i] as number;

const before = (at: Instant): Instant => (at - 1) as Instant;

/** Index of the last interval that starts at or before t; -1 when all start later. */
const lastStart = ({ starts, from, perMs }: Compiled, t: number): number =>
  lastBelow(starts, (t - from) * perMs, t + 1);

const isInside = ({ ends }: Compiled, i: number, t: number): boolean => i >= 0 && t < item(ends, i);

/**
 * Index of the last element below `limit`, -1 when there is none: by strides that double from a guess, then by halves, so
 * in O(log of the error of the guess). All elements are whole numbers: not above v means below v + 1.
 */
function lastBelow(sorted: Float64Array, guess: number, limit: number): number {
  const { length } = sorted;
  const begin = Math.max(0, Math.min(Math.floor(guess), length - 1));
  let [low, high] = [begin - 1, begin];
  for (let stride = 1; high < length && item(sorted, high) < limit; stride *= 2) {
    low = high;
    high += stride;
  }
  for (let stride = 1; low >= 0 && item(sorted, low) >= limit; stride *= 2) {
    high = low;
    low -= stride;
  }
  // What is at low, or before the first, is below; what is at high, or behind the last, is not.
  low = Math.max(low, -1);
  high = Math.min(high, length);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (item(sorted, middle) < limit) low = middle;
    else high = middle;
  }
  return low;
}

/** Open time before t, which lies at or after the start of interval i and before that of the next. */
function openBefore({ starts, ends, before: sums }: Compiled, i: number, t: number): number {
  if (i < 0) return 0;
  return item(sums, i) + Math.min(t, item(ends, i)) - item(starts, i);
}

/** The instant in interval i before which `wanted` open milliseconds lie; undefined when what is compiled has fewer. */
function instantIn({ starts, before: sums }: Compiled, i: number, wanted: number): Instant | undefined {
  // One index past the last interval is the total: the target is not used up, or not exceeded, in what is compiled.
  return i < starts.length ? ((item(starts, i) + (wanted - item(sums, i))) as Instant) : undefined;
}
