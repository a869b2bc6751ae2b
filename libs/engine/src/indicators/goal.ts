import { compare, type Ratio } from '@sla/kernel';
import type { Verdict } from '../evaluation/evaluation.js';

/** What a value has to be: on the threshold `at_most` and `at_least` are kept, `below` and `above` are not. */
export interface Goal {
  readonly comparison: 'at_most' | 'below' | 'at_least' | 'above';
  readonly threshold: Ratio;
}

/** A figure with its bounds; undefined when nothing was measured: never zero. */
export interface Figure {
  readonly value: Ratio | undefined;
  readonly low: Ratio | undefined;
  readonly high: Ratio | undefined;
}

export function meetsGoal(value: Ratio, { comparison, threshold }: Goal): boolean {
  const order = compare(value, threshold);
  switch (comparison) {
    case 'at_most':
      return order <= 0;
    case 'below':
      return order < 0;
    case 'at_least':
      return order >= 0;
    case 'above':
      return order > 0;
  }
}

/** The verdict of a figure: where the bounds disagree a person decides. */
export function judgeFigure({ value, low, high }: Figure, goal: Goal): Verdict {
  if (low === undefined || high === undefined)
    return value === undefined ? 'insufficient_evidence' : judged(value, goal);
  const [worst, best] = [meetsGoal(low, goal), meetsGoal(high, goal)];
  if (worst !== best) return 'review_required';
  return worst ? 'met' : 'missed';
}

const judged = (value: Ratio, goal: Goal): Verdict => (meetsGoal(value, goal) ? 'met' : 'missed');

export const exactly = (value: Ratio): Figure => ({ value, low: value, high: value });
export const NO_FIGURE: Figure = { value: undefined, low: undefined, high: undefined };
