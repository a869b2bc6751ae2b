import type { Instant, Interval } from '@sla/kernel';
import { NOTHING, type Slice } from '../slices/slice.js';

/** What is known of one clock of one ticket; met or missed only once it has stopped. */
export interface ClockFact {
  readonly ticket: string;
  readonly openedAt: Instant;
  /** First instant at which the target is used up; absent while nobody can say, for example beyond the horizon of a calendar. */
  readonly dueAt: Instant | undefined;
  /** Last instant at which stopping still keeps the promise; absent like `dueAt`. */
  readonly breachAt: Instant | undefined;
  readonly stopped: { readonly at: Instant; readonly outcome: 'met' | 'missed' } | undefined;
  readonly cancelled: boolean;
}

/** Which instant says to which window a ticket belongs. */
export type Assignment = 'opened' | 'due' | 'stopped';

/**
 * One slice per ticket of the window, at the instant that assigns it: good when met, bad when missed or open and overdue,
 * unknown while it is open and may still be kept, excluded when cancelled.
 * An open ticket has not stopped: under `stopped` it belongs nowhere until it is overdue, and then to the window of its due instant.
 */
export function ticketSlices(
  facts: readonly ClockFact[],
  assignment: Assignment,
  window: Interval,
  judgedAt: Instant,
): readonly Slice[] {
  return facts
    .flatMap((fact) => {
      const at = assignedAt(fact, assignment, judgedAt);
      if (at === undefined || at < window.start || at >= window.end || at > judgedAt) return [];
      return [{ fact, slice: { start: at, end: at, ...NOTHING, [kindOf(fact, judgedAt)]: 1n } }];
    })
    .sort((a, b) => a.slice.start - b.slice.start || (a.fact.ticket < b.fact.ticket ? -1 : 1))
    .map(({ slice }) => slice);
}

function assignedAt(fact: ClockFact, assignment: Assignment, judgedAt: Instant): Instant | undefined {
  if (assignment === 'opened') return fact.openedAt;
  if (assignment === 'due') return fact.dueAt;
  return fact.stopped?.at ?? (isOverdue(fact, judgedAt) ? fact.dueAt : undefined);
}

const isOverdue = ({ breachAt, stopped, cancelled }: ClockFact, judgedAt: Instant): boolean =>
  stopped === undefined && !cancelled && breachAt !== undefined && judgedAt > breachAt;

function kindOf(fact: ClockFact, judgedAt: Instant): 'good' | 'bad' | 'unknown' | 'excluded' {
  if (fact.cancelled) return 'excluded';
  // What happens after the instant of judgement is not known yet.
  if (fact.stopped !== undefined && fact.stopped.at <= judgedAt) return fact.stopped.outcome === 'met' ? 'good' : 'bad';
  return isOverdue({ ...fact, stopped: undefined }, judgedAt) ? 'bad' : 'unknown';
}
