import type { ClockFact } from '../indicators/ticket-duration.js';
import type { ClockFinding } from './clock.js';
import type { ClockReading, CycleReading } from './read-clock.js';

/**
 * - `met`, `missed`: the clock stopped in time, or exceeded its target; an open overdue ticket is missed already.
 * - `open`: not over, and not overdue.
 * - `review_required`: the ticket was closed before it opened and is not closed since: a person has to look.
 * - `not_applicable`: it never started, or was cancelled.
 */
export type TicketVerdict = 'met' | 'missed' | 'open' | 'review_required' | 'not_applicable';

/** The verdict on a ticket by the present or last cycle of its clock. */
export function ticketVerdict({ cycle }: ClockReading, findings: readonly ClockFinding[]): TicketVerdict {
  if (cycle === undefined || cycle.phase === 'cancelled') return 'not_applicable';
  if (cycle.outcome !== undefined) return cycle.outcome;
  const closedTooEarly = findings.some(({ oddity, at }) => oddity === 'stop_before_start' && at <= cycle.startedAt);
  if (closedTooEarly) return 'review_required';
  return cycle.breachedAt === undefined ? 'open' : 'missed';
}

/**
 * What a clock says to a ticket objective, which assigns it to a window by the instant it names (`ticketSlices`): one
 * fact per cycle, because a ticket that reopened for a new cycle was promised twice. The first is named as the ticket is.
 */
export const clockFactsOf = (ticket: string, { past, cycle }: ClockReading): readonly ClockFact[] =>
  [...past, ...(cycle === undefined ? [] : [cycle])].map((one) => clockFactOf(ticket, one));

function clockFactOf(
  ticket: string,
  { number, startedAt, due, breachAt, endedAt, outcome, phase }: CycleReading,
): ClockFact {
  return {
    ticket: number === 1 ? ticket : `${ticket}#${number}`,
    openedAt: startedAt,
    dueAt: due,
    breachAt,
    stopped: endedAt === undefined || outcome === undefined ? undefined : { at: endedAt, outcome },
    cancelled: phase === 'cancelled',
  };
}
