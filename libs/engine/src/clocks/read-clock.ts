import { defined, DomainError, formatInstant, type Instant } from '@sla/kernel';
import type { ClockPhase, ClockState, Cycle, Mark } from './clock.js';
import {
  countedBefore,
  firstBeyond,
  firstReach,
  piecesOf,
  settledBy,
  spansOf,
  stretchesOf,
  type ClockContext,
  type Piece,
  type TermsSpan,
} from './counting.js';

/** One cycle of a clock at an instant. Instants are absent where there is none, and never guessed. */
export interface CycleReading {
  readonly phase: ClockPhase;
  /** From 1. */
  readonly number: number;
  readonly startedAt: Instant;
  /** When it stopped or was cancelled. */
  readonly endedAt: Instant | undefined;
  readonly targetMs: number;
  readonly calendar: string;
  readonly elapsedMs: number;
  /** targetMs − elapsedMs; negative beyond the target. */
  readonly remainingMs: number;
  /**
   * First instant at which elapsed = target. While paused: as if it resumed now; once ended: as if it had gone on.
   * Undefined when the calendar never opens long enough.
   */
  readonly due: Instant | undefined;
  /** Last instant at which the target is not exceeded: a timer fires strictly after it. Undefined like `due`. */
  readonly breachAt: Instant | undefined;
  /** First millisecond beyond the target, when that has come. */
  readonly breachedAt: Instant | undefined;
  /** Only when stopped. */
  readonly outcome: 'met' | 'missed' | undefined;
  /** True when the figures rest on dates for which holidays are not published yet. */
  readonly provisional: boolean;
  /** How often its terms changed; part of the identity of a threshold. */
  readonly generation: number;
}

/** A clock at an instant. */
export interface ClockReading {
  readonly phase: ClockPhase;
  /** The present cycle, or the last one; undefined while nothing began. */
  readonly cycle: CycleReading | undefined;
  /** Earlier cycles, oldest first; each ended, and none changes any more but by a revision of events or calendars. */
  readonly past: readonly CycleReading[];
}

/**
 * Where a clock stands. `at` is the instant of judgement: the earlier of now and the watermark of the source.
 * @throws DomainError failed_precondition when `at` lies before the last event (fold fewer events for an earlier instant)
 * or a calendar is not at hand.
 */
export function readClock(state: ClockState, context: ClockContext, at: Instant): ClockReading {
  checkJudgedAt(state, at);
  const { phase, cycle, past } = state;
  return {
    phase,
    cycle: cycle === undefined ? undefined : readCycle(cycle, past.length + 1, context, at),
    past: past.length === 0 ? NONE : past.map((earlier, i) => readCycle(earlier, i + 1, context, at)),
  };
}
const NONE: readonly CycleReading[] = [];

/** @throws DomainError failed_precondition when the events go beyond the instant. */
export function checkJudgedAt({ lastAt }: ClockState, at: Instant): void {
  if (at >= lastAt) return;
  throw new DomainError('failed_precondition', 'clock.judged_before_last_event', {
    at: formatInstant(at),
    last: formatInstant(lastAt),
  });
}

/** The phase that a cycle is in after its last mark. */
const PHASE_OF: Readonly<Record<Mark['state'], ClockPhase>> = {
  running: 'running',
  closed_counted: 'running',
  paused: 'paused',
  closed: 'paused',
  stopped: 'stopped',
  cancelled: 'cancelled',
};

export function readCycle(cycle: Cycle, number: number, context: ClockContext, at: Instant): CycleReading {
  const { first, last } = endsOf(cycle);
  const phase = PHASE_OF[last.state];
  const endedAt = phase === 'stopped' || phase === 'cancelled' ? last.at : undefined;
  const until = endedAt ?? at;
  const spans = spansOf(cycle.eras);
  const pieces = piecesOf(stretchesOf(cycle), spans, context, phase === 'running' ? Infinity : until);
  const { targetMs, calendar, from } = lastOf(spans);
  const elapsedMs = countedBefore(pieces, until);
  const crossed = breachOf(pieces, spans);
  const breachedAt = crossed !== undefined && crossed <= until ? crossed : undefined;
  return {
    phase,
    number,
    startedAt: first.at,
    endedAt,
    targetMs,
    calendar,
    elapsedMs,
    remainingMs: targetMs - elapsedMs,
    due: dueOf(pieces, targetMs, Math.max(from, first.at)),
    breachAt: crossed === undefined ? undefined : ((crossed - 1) as Instant),
    breachedAt,
    outcome: phase !== 'stopped' ? undefined : breachedAt === undefined ? 'met' : 'missed',
    provisional: !settledBy(pieces, endedAt ?? Math.max(at, crossed ?? Infinity)),
    generation: cycle.eras.length - 1,
  };
}

export function endsOf({ marks }: Cycle): { first: Mark; last: Mark } {
  return { first: defined(marks[0], 'the first mark of a cycle'), last: defined(marks.at(-1), 'its last mark') };
}

/** Never before its target holds; for a target of zero that is the beginning, whether it is open then or not. */
export function dueOf(pieces: readonly Piece[], targetMs: number, since: number): Instant | undefined {
  const reached = targetMs === 0 ? (since as Instant) : firstReach(pieces, targetMs);
  return reached === undefined ? undefined : (Math.max(reached, since) as Instant);
}

/** The first instant at which more had counted than the target that held then; it may lie ahead. */
export function breachOf(pieces: readonly Piece[], spans: readonly TermsSpan[]): Instant | undefined {
  for (const [i, { from, targetMs }] of spans.entries()) {
    const beyond = firstBeyond(pieces, targetMs);
    const breached = beyond === undefined ? undefined : Math.max(beyond, from);
    if (breached !== undefined && breached < (spans[i + 1]?.from ?? Infinity)) return breached as Instant;
  }
  return undefined;
}

const lastOf = (spans: readonly TermsSpan[]): TermsSpan => defined(spans.at(-1), 'the terms of a cycle');
