import { compare, multiply, ONE, ratio, roundToInteger, subtract, type Instant, type Ratio } from '@sla/kernel';
import type { Slice } from '../slices/slice.js';
import type { Budget } from './evaluation.js';

/** Bad that a total bears: floor((1 - target) x total), exact, so that `bad <= budget` means `good/total >= target`. */
export const budgetOf = (target: Ratio, total: bigint): bigint =>
  roundToInteger(multiply(subtract(ONE, target), ratio(total)), 'floor');

export const budgetState = (total: bigint, used: bigint): Budget => ({ total, used, left: total - used });

/** True when the agreed share of the budget is used, and something is: an untouched budget is never at risk. */
export const isAtRisk = (budget: Budget, atRiskAt: Ratio): boolean =>
  budget.used > 0n && compare(ratio(budget.used), multiply(atRiskAt, ratio(budget.total))) >= 0;

/** The first millisecond at which the bad time so far exceeds the budget. Slices are of time, in order. */
export function timeBreach(slices: readonly Slice[], budget: bigint): Instant | undefined {
  let used = 0n;
  for (const slice of slices) {
    if (used + slice.bad > budget) return (slice.start + Number(budget - used) + 1) as Instant;
    used += slice.bad;
  }
  return undefined;
}

/** The event from which on the running share stayed below the target until the end; absent when it ends at or above. */
export function eventBreach(slices: readonly Slice[], target: Ratio): Instant | undefined {
  let [good, total] = [0n, 0n];
  let since: Instant | undefined;
  for (const slice of slices) {
    good += slice.good;
    total += slice.good + slice.bad;
    // good/total < num/den, without division.
    const below = good * target.den < target.num * total;
    if (!below) since = undefined;
    else since ??= slice.start;
  }
  return since;
}
