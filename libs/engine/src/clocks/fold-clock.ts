import { DomainError, formatInstant, MAX_INSTANT, MIN_INSTANT, type Instant } from '@sla/kernel';
import { changeTerms, meetWaiting } from './change-terms.js';
import { checkEvent, checkTerms, MAX_CLOCK_EVENTS } from './check-clock.js';
import {
  CHANGE_KINDS,
  CLOCK_ACTIONS,
  type ClockAction,
  type ClockEvent,
  type ClockFinding,
  type ClockOddity,
  type ClockRules,
  type ClockState,
  type ClockTerms,
} from './clock.js';
import { begun, marked, markOf, reopenedAt } from './cycle.js';
import { BEATEN, BEATEN_ALWAYS, TRANSITIONS, type Change, type ClockEffect, type Transition } from './transitions.js';

/** A clock about which nothing is known but its terms. */
export const pendingClock = (terms: ClockTerms): ClockState => ({
  phase: 'pending',
  cycle: undefined,
  past: NOTHING,
  terms,
  waiting: undefined,
  findings: NOTHING,
  lastAt: MIN_INSTANT,
  lastSequence: -1,
});
const NOTHING: readonly never[] = [];

/**
 * The state after all events up to an instant, itself included. Their order and how often each comes do not matter: events
 * are put in order of time and source, and an event id counts once. So late events need no rule, only another fold.
 * @throws DomainError invalid_argument for terms or events that mean nothing, resource_exhausted beyond MAX_CLOCK_EVENTS.
 */
export function foldClock(
  rules: ClockRules,
  terms: ClockTerms,
  events: readonly ClockEvent[],
  until: Instant = MAX_INSTANT,
): ClockState {
  if (events.length > MAX_CLOCK_EVENTS) {
    throw new DomainError('resource_exhausted', 'clock.too_many_events', {
      events: events.length,
      max: MAX_CLOCK_EVENTS,
    });
  }
  checkTerms(terms);
  events.forEach(checkEvent);
  const { kept, conflicts } = onceEach(events.filter(({ at }) => at <= until).toSorted(byOrder));
  let state: ClockState = { ...pendingClock(terms), findings: conflicts };
  for (const moment of momentsOf(kept)) state = atMoment(rules, state, moment);
  return state;
}

/**
 * The state after one more event, which is later than all before it: equal to folding everything again, without the work.
 * @throws DomainError failed_precondition when the event is not later; fold again from all events then.
 */
export function advanceClock(rules: ClockRules, state: ClockState, event: ClockEvent): ClockState {
  checkEvent(event);
  if (!isLater(state, event)) {
    throw new DomainError('failed_precondition', 'clock.event_out_of_order', {
      event: event.eventId,
      at: formatInstant(event.at),
      last: formatInstant(state.lastAt),
    });
  }
  return atMoment(rules, state, momentOf(event));
}

/** True when an event can be added to a state; otherwise all events have to be folded again. */
export const isLater = (state: ClockState, { at, sequence }: ClockEvent): boolean =>
  at > state.lastAt || (at === state.lastAt && sequence > state.lastSequence);

/** Time, then the order at the source; ids and contents only so that equal moments have one order in every process. */
const byOrder = (a: ClockEvent, b: ClockEvent): number =>
  a.at - b.at || a.sequence - b.sequence || compareTexts(a.eventId, b.eventId) || compareTexts(textOf(a), textOf(b));
const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const textOf = ({ at, sequence, actions, change, reason, by }: ClockEvent): string =>
  JSON.stringify([
    at,
    sequence,
    CLOCK_ACTIONS.filter((action) => actions.includes(action)),
    change === undefined ? [] : [change.kind, change.terms.targetMs, change.terms.calendar],
    reason ?? '',
    by ?? '',
  ]);

/** One event per event id. Where one id says two things the earlier holds, and a finding tells. */
function onceEach(sorted: readonly ClockEvent[]): { kept: readonly ClockEvent[]; conflicts: readonly ClockFinding[] } {
  const said = new Map<string, string>();
  const conflicts = new Map<string, ClockFinding>();
  const kept = sorted.filter((event) => {
    const [before, text] = [said.get(event.eventId), textOf(event)];
    if (before === undefined) said.set(event.eventId, text);
    else if (before !== text && !conflicts.has(event.eventId)) {
      conflicts.set(event.eventId, { oddity: 'conflicting_event', at: event.at, eventId: event.eventId });
    }
    return before === undefined;
  });
  return { kept, conflicts: conflicts.size === 0 ? NOTHING : [...conflicts.values()] };
}

/** Events that are evaluated together. */
interface Moment {
  readonly at: Instant;
  readonly sequence: number;
  readonly events: readonly ClockEvent[];
}

function momentsOf(sorted: readonly ClockEvent[]): readonly Moment[] {
  const moments: (Moment & { events: ClockEvent[] })[] = [];
  for (const event of sorted) {
    const last = moments.at(-1);
    if (last?.at === event.at && last.sequence === event.sequence) last.events.push(event);
    else moments.push(momentOf(event));
  }
  return moments;
}

const momentOf = (event: ClockEvent): Moment & { events: ClockEvent[] } => ({
  at: event.at,
  sequence: event.sequence,
  events: [event],
});

/** Changes first: a ticket that changes its priority while it closes is judged by the priority at close. */
function atMoment(rules: ClockRules, before: ClockState, moment: Moment): ClockState {
  let state = before;
  for (const kind of CHANGE_KINDS) {
    for (const { change } of moment.events) {
      if (change?.kind === kind) state = changeTerms(rules, state, kind, change.terms, moment.at);
    }
  }
  state = evaluated(rules, state, moment.events);
  return { ...state, lastAt: moment.at, lastSequence: moment.sequence };
}

/** The actions of a moment in their order, without those that another one beats. */
function evaluated(rules: ClockRules, before: ClockState, events: readonly ClockEvent[]): ClockState {
  const beaten = new Set<ClockAction>();
  let state = before;
  for (const action of CLOCK_ACTIONS) {
    const event = events.find(({ actions }) => actions.includes(action));
    if (event === undefined || beaten.has(action)) continue;
    const transition = TRANSITIONS[action][state.phase];
    if (isOdd(transition)) state = withFinding(state, oddityOf(transition.odd, events), event);
    else if (transition !== 'repeats') state = acted(rules, state, transition, event);
    // What had no effect beats nothing, but a stop always beats a start.
    for (const other of isOdd(transition) ? BEATEN_ALWAYS[action] : BEATEN[action]) beaten.add(other);
  }
  return state;
}

const isOdd = (transition: Transition): transition is Extract<Transition, { odd: ClockOddity }> =>
  typeof transition === 'object' && 'odd' in transition;

/** A ticket that is opened and closed in one moment: nothing began, and the finding says why. */
const oddityOf = (oddity: ClockOddity, events: readonly ClockEvent[]): ClockOddity =>
  oddity === 'stop_before_start' && events.some(({ actions }) => BEATEN_ALWAYS.stop.some((a) => actions.includes(a)))
    ? 'start_beaten_by_stop'
    : oddity;

const withFinding = (state: ClockState, oddity: ClockOddity, { at, eventId }: ClockEvent): ClockState => ({
  ...state,
  findings: [...state.findings, { oddity, at, eventId }],
});

function acted(rules: ClockRules, state: ClockState, { to, effect }: Change, event: ClockEvent): ClockState {
  return { ...EFFECTS[effect](rules, state, to, event), phase: to };
}

type Effect = (rules: ClockRules, state: ClockState, to: Change['to'], event: ClockEvent) => ClockState;

const EFFECTS: Readonly<Record<ClockEffect, Effect>> = {
  begin: (_rules, state, _to, { at }) => begun(state, markOf('running', at)),
  // A clock that is cancelled before it began has no cycle to mark.
  mark: (_rules, state, to, event) =>
    state.cycle === undefined ? state : { ...state, cycle: marked(state.cycle, markOf(to, event.at, event)) },
  reopen: (rules, state, to, { at }) =>
    rules.reopen === 'new_cycle' || state.cycle === undefined
      ? begun(state, markOf('running', at))
      : meetWaiting(rules, { ...state, phase: to, cycle: reopenedAt(state.cycle, rules.reopen, at) }, at),
};
