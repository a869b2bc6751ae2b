import type { ClockAction, ClockOddity, ClockPhase } from './clock.js';

/**
 * What a transition does to the cycle.
 * - `begin`: a new cycle, from zero; an unfinished one ends without outcome.
 * - `reopen`: goes on by the reopen policy.
 * - `mark`: notes the new state in the cycle.
 */
export type ClockEffect = 'begin' | 'reopen' | 'mark';

/** What a phase can become; nothing goes back to pending. */
export interface Change {
  readonly to: Exclude<ClockPhase, 'pending'>;
  readonly effect: ClockEffect;
}

export type Transition = Change | { readonly odd: ClockOddity } | 'repeats';

const BEGIN: Change = { to: 'running', effect: 'begin' };
const TO = (to: Change['to']): Change => ({ to, effect: 'mark' });

/**
 * Every action in every phase: the transition it makes, that it repeats what holds already, or the oddity that it is.
 * A pause while paused changes the reason.
 */
export const TRANSITIONS: Readonly<Record<ClockAction, Readonly<Record<ClockPhase, Transition>>>> = {
  stop: {
    pending: { odd: 'stop_before_start' },
    running: TO('stopped'),
    paused: TO('stopped'),
    stopped: 'repeats',
    cancelled: { odd: 'stop_after_cancel' },
  },
  reset: { pending: BEGIN, running: BEGIN, paused: BEGIN, stopped: BEGIN, cancelled: BEGIN },
  start: {
    pending: BEGIN,
    running: 'repeats',
    paused: 'repeats',
    stopped: { to: 'running', effect: 'reopen' },
    cancelled: BEGIN,
  },
  cancel: {
    pending: TO('cancelled'),
    running: TO('cancelled'),
    paused: TO('cancelled'),
    stopped: { odd: 'cancel_after_stop' },
    cancelled: 'repeats',
  },
  pause: {
    pending: { odd: 'pause_before_start' },
    running: TO('paused'),
    paused: TO('paused'),
    stopped: { odd: 'pause_after_end' },
    cancelled: { odd: 'pause_after_end' },
  },
  resume: {
    pending: { odd: 'resume_without_pause' },
    running: { odd: 'resume_without_pause' },
    paused: TO('running'),
    stopped: { odd: 'resume_without_pause' },
    cancelled: { odd: 'resume_without_pause' },
  },
};

/**
 * Actions that are not evaluated in the moment of another one: stop beats start, a reset starts by itself, and what
 * ended is not paused.
 */
export const BEATEN: Readonly<Record<ClockAction, readonly ClockAction[]>> = {
  stop: ['reset', 'start', 'cancel', 'pause', 'resume'],
  reset: ['start'],
  start: [],
  cancel: ['pause', 'resume'],
  pause: [],
  resume: [],
};

/** Those that are beaten even by an action without effect. */
export const BEATEN_ALWAYS: Readonly<Record<ClockAction, readonly ClockAction[]>> = {
  stop: ['reset', 'start'],
  reset: ['start'],
  start: [],
  cancel: [],
  pause: [],
  resume: [],
};
