import type { Instant, Ratio } from '@sla/kernel';

/** Where a clock stands. A breach is no phase: a breached clock goes on running and pausing. */
export const CLOCK_PHASES = ['pending', 'running', 'paused', 'stopped', 'cancelled'] as const;
export type ClockPhase = (typeof CLOCK_PHASES)[number];

/** The six things that can be done to a clock, in the order in which they are evaluated when they coincide. */
export const CLOCK_ACTIONS = ['stop', 'reset', 'start', 'cancel', 'pause', 'resume'] as const;
export type ClockAction = (typeof CLOCK_ACTIONS)[number];

/** What may change under a running clock; in the order in which changes of one instant apply. */
export const CHANGE_KINDS = ['priority', 'agreement', 'calendar'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/**
 * What a change of terms does to a clock that runs or is paused.
 * - `keep`: nothing, the promise of the beginning holds.
 * - `forward`: the new terms hold from the change on. Time counted before stays counted by the old calendar, a breach
 *   before the change stays a breach, and none lies before the change because of the new target.
 * - `retroactive`: the clock is as if it had begun with the new terms; pauses stay. A breach may appear or disappear.
 * - `reset`: the cycle ends without outcome and a new one begins at the change, paused if the old one was.
 */
export type CarryOver = 'keep' | 'forward' | 'retroactive' | 'reset';

/**
 * What a start does to a stopped clock.
 * - `continue`: the closed time counts, as if the ticket had stayed open and nobody had paused.
 * - `exclude_closed`: the clock goes on where it stopped.
 * - `new_cycle`: the old outcome stays, and a new cycle counts from zero.
 */
export type ReopenPolicy = 'continue' | 'exclude_closed' | 'new_cycle';

/** What a clock counts by: fixed by priority, agreement version and calendar version. */
export interface ClockTerms {
  /** Counted milliseconds that may pass; zero or more. */
  readonly targetMs: number;
  /** Key of the pinned calendar version. */
  readonly calendar: string;
}

/**
 * When somebody is told. Amounts are milliseconds, zero or more.
 * - `elapsed`: the first instant at which that share of the target has passed; 3/2 is 150 %.
 * - `remaining`: the first instant at which no more than `ms` of counted time is left.
 * - `before_due` in business time: the last instant at which `ms` of counted time is left (after `remaining`, where the
 *   amount ends at closing time); in wall time: `ms` before the due instant as it stands then.
 * - `after_due`: when the counted time, or the wall clock, has gone on by `ms` since the due instant.
 * - `breach`: the first millisecond beyond the target.
 */
export type Threshold =
  | { readonly id: string; readonly kind: 'elapsed'; readonly share: Ratio }
  | { readonly id: string; readonly kind: 'remaining'; readonly ms: number }
  | {
      readonly id: string;
      readonly kind: 'before_due' | 'after_due';
      readonly ms: number;
      readonly time: 'business' | 'wall';
    }
  | { readonly id: string; readonly kind: 'breach' };

/** A clock as an agreement declares it. */
export interface ClockRules {
  readonly id: string;
  readonly carryOver: Readonly<Record<ChangeKind, CarryOver>>;
  readonly reopen: ReopenPolicy;
  readonly thresholds: readonly Threshold[];
}

/** What one event of a ticket means to a clock. The caller finds the actions by declared conditions (`actionsOf`). */
export interface ClockEvent {
  /** Identity at the source: the same id counts once. */
  readonly eventId: string;
  readonly at: Instant;
  /**
   * Order at the source among events of one instant, zero or more; 0 where it states none. Events of one instant and
   * sequence are evaluated together, in the order of CLOCK_ACTIONS.
   */
  readonly sequence: number;
  readonly actions: readonly ClockAction[];
  /** New terms; they apply before the actions. */
  readonly change?: { readonly kind: ChangeKind; readonly terms: ClockTerms };
  /** Why and by whom a clock is paused, for people. */
  readonly reason?: string;
  readonly by?: string;
}

/** What a clock does from an instant until the next mark. `closed_counted` counts as `running` does, `closed` as `paused`. */
export interface Mark {
  readonly at: Instant;
  readonly state: 'running' | 'paused' | 'closed' | 'closed_counted' | 'stopped' | 'cancelled';
  readonly reason: string;
  readonly by: string;
}

/** Terms that a cycle took over, and from when; the first are those of its beginning. */
export interface Era {
  readonly from: Instant;
  readonly terms: ClockTerms;
  readonly how: 'forward' | 'retroactive';
}

/** From a start to its end. Marks ascend, and the last one lasts. */
export interface Cycle {
  readonly marks: readonly Mark[];
  readonly eras: readonly Era[];
}

/** Something in the events that had no effect and that people should see: nothing is dropped in silence. */
export type ClockOddity =
  | 'start_beaten_by_stop'
  | 'stop_before_start'
  | 'stop_after_cancel'
  | 'pause_before_start'
  | 'pause_after_end'
  | 'resume_without_pause'
  | 'cancel_after_stop'
  | 'conflicting_event';

export interface ClockFinding {
  readonly oddity: ClockOddity;
  readonly at: Instant;
  readonly eventId: string;
}

/**
 * What the events say, before any calendar is asked: so a corrected calendar needs no refold, and a state stays small.
 * Two states with the same rules and calendars read alike.
 */
export interface ClockState {
  readonly phase: ClockPhase;
  /** The present cycle, or the last one; none while nothing began. */
  readonly cycle: Cycle | undefined;
  /** Earlier cycles, oldest first. */
  readonly past: readonly Cycle[];
  /** Terms of the ticket now; those of the cycle differ where a change was kept away from it. */
  readonly terms: ClockTerms;
  /** A change that came while the clock was stopped: it meets its carry-over when the ticket reopens. */
  readonly waiting: ChangeKind | undefined;
  readonly findings: readonly ClockFinding[];
  /** The last event taken in; only later ones can be added without folding again. */
  readonly lastAt: Instant;
  readonly lastSequence: number;
}
