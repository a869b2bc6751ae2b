import type { Instant } from '@sla/kernel';
import type { ChangeKind, ClockRules, ClockState, ClockTerms } from './clock.js';
import { begun } from './cycle.js';

/** The state after its ticket took over other terms: a running or paused clock by its carry-over, any other when it starts. */
export function changeTerms(
  rules: ClockRules,
  state: ClockState,
  kind: ChangeKind,
  terms: ClockTerms,
  at: Instant,
): ClockState {
  const next: ClockState = { ...state, terms };
  if (state.phase === 'running' || state.phase === 'paused') return carriedOver(rules, next, kind, at);
  return state.phase === 'stopped' ? { ...next, waiting: kind } : next;
}

function carriedOver(rules: ClockRules, state: ClockState, kind: ChangeKind, at: Instant): ClockState {
  const { cycle, terms } = state;
  const policy = rules.carryOver[kind];
  const [held, last] = [cycle?.eras.at(-1)?.terms, cycle?.marks.at(-1)];
  if (policy === 'keep' || cycle === undefined || last === undefined) return state;
  if (policy === 'reset') return begun(state, { ...last, at });
  // Terms that say the same are no change: nobody is told again.
  if (held?.targetMs === terms.targetMs && held.calendar === terms.calendar) return state;
  return { ...state, cycle: { ...cycle, eras: [...cycle.eras, { from: at, terms, how: policy }] } };
}

/** The state after a stopped ticket reopened and its cycle goes on: a change that waited meets its carry-over now. */
export const meetWaiting = (rules: ClockRules, state: ClockState, at: Instant): ClockState =>
  state.waiting === undefined ? state : carriedOver(rules, { ...state, waiting: undefined }, state.waiting, at);
