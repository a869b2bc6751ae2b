import {
  add,
  addMoney,
  assert,
  divide,
  multiply,
  ratio,
  ZERO,
  type Instant,
  type Money,
  type Ratio,
} from '@sla/kernel';
import { exactly, meetsGoal, NO_FIGURE, type Figure, type Goal } from './goal.js';

/** How many of something there were, and how many reports of it cannot be read. */
export function countFigure(counted: bigint, unreadable: bigint): Figure {
  const [low, high] = [ratio(counted), ratio(counted + unreadable)];
  return { value: low, low, high };
}

/** A score given by a person: `value` on a scale from `least` to `most`; absent when the answer cannot be read. */
export interface ScoreScale {
  readonly least: Ratio;
  readonly most: Ratio;
}

/** Mean of scores; answers that cannot be read may be anything on the scale. Undefined without answers: never zero. */
export function scoreFigure(scores: readonly Ratio[], unreadable: number, { least, most }: ScoreScale): Figure {
  const answers = BigInt(scores.length + unreadable);
  if (answers === 0n) return NO_FIGURE;
  const sum = scores.reduce(add, ZERO);
  const bound = (each: Ratio): Ratio => meanOf(add(sum, multiply(each, ratio(unreadable))), answers);
  return {
    value: scores.length === 0 ? undefined : meanOf(sum, BigInt(scores.length)),
    low: bound(least),
    high: bound(most),
  };
}

const meanOf = (sum: Ratio, count: bigint): Ratio => divide(sum, ratio(count));

/** Share of scores that satisfy: what CSAT counts. */
export const satisfiedFigure = (scores: readonly Ratio[], satisfied: Goal): Figure =>
  scores.length === 0
    ? NO_FIGURE
    : exactly(ratio(scores.filter((score) => meetsGoal(score, satisfied)).length, scores.length));

/** Sum of amounts of one currency in minor units; undefined without amounts. */
export function costFigure(amounts: readonly Money[]): Figure {
  const [first, ...rest] = amounts;
  return first === undefined ? NO_FIGURE : exactly(ratio(rest.reduce(addMoney, first).amountMinor));
}

/** The instant at which a running count first exceeds a limit; undefined when it never does. Instants ascend. */
export function countExceededAt(instants: readonly Instant[], limit: bigint): Instant | undefined {
  assert(limit >= 0n, 'a limit of a count');
  return BigInt(instants.length) > limit ? instants[Number(limit)] : undefined;
}
