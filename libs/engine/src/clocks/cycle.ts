import type { Instant } from '@sla/kernel';
import type { ClockEvent, ClockState, Cycle, Mark } from './clock.js';

export const markOf = (
  state: Mark['state'],
  at: Instant,
  { reason = '', by = '' }: Pick<ClockEvent, 'reason' | 'by'> = {},
): Mark => ({ at, state, reason, by });

/** A new cycle by the terms of now; one that was not over ends here without outcome. */
export function begun(state: ClockState, first: Mark): ClockState {
  const { cycle, past, terms } = state;
  return {
    ...state,
    cycle: { marks: [first], eras: [{ from: first.at, terms, how: 'retroactive' }] },
    past: cycle === undefined ? past : [...past, ended(cycle, first.at)],
    waiting: undefined,
  };
}

function ended(cycle: Cycle, at: Instant): Cycle {
  return isOver(cycle) ? cycle : { ...cycle, marks: [...cycle.marks, markOf('cancelled', at)] };
}

const isOver = ({ marks }: Cycle): boolean => {
  const last = marks.at(-1)?.state;
  return last === 'stopped' || last === 'cancelled';
};

/** The cycle with one more mark; a pause for the reason that holds already adds none. */
export function marked({ marks, eras }: Cycle, mark: Mark): Cycle {
  const last = marks.at(-1);
  const same = last?.state === mark.state && last.reason === mark.reason && last.by === mark.by;
  return { marks: same ? marks : [...marks, mark], eras };
}

/** The cycle that goes on after its ticket was closed. */
export function reopenedAt({ marks, eras }: Cycle, policy: 'continue' | 'exclude_closed', at: Instant): Cycle {
  const state = policy === 'continue' ? 'closed_counted' : 'closed';
  const closed = marks.map((mark, i): Mark => (i === marks.length - 1 ? { ...mark, state } : mark));
  return { marks: [...closed, markOf('running', at)], eras };
}
