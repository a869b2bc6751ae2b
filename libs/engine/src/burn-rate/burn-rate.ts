import { assert, compare, divide, DomainError, multiply, ONE, ratio, subtract, ZERO, type Ratio } from '@sla/kernel';

/**
 * Share of bad that a target allows.
 * @throws DomainError invalid_argument for a target of 100 % or more (it has no budget to burn), or of 0 or less.
 */
export function allowedBad(target: Ratio): Ratio {
  if (compare(target, ONE) >= 0 || compare(target, ZERO) <= 0)
    throw new DomainError('invalid_argument', 'engine.no_budget_to_burn');
  return subtract(ONE, target);
}

/** Burn rate of an error ratio: 1 uses up the budget exactly at the end of the window. Source: SRE workbook, "Alerting on SLOs". */
export const burnRateOf = (badShare: Ratio, target: Ratio): Ratio => divide(badShare, allowedBad(target));

/** Factor at which a share of the budget is gone within an alert window: share x period / window. Source: SRE workbook, table 5-8. */
export function burnFactor(budgetShare: Ratio, periodMs: number, windowMs: number): Ratio {
  assert(Number.isSafeInteger(periodMs) && Number.isSafeInteger(windowMs) && windowMs > 0, 'whole lengths');
  return multiply(budgetShare, ratio(periodMs, windowMs));
}

/** Share of the budget that is gone when a burn rate lasts for a time. The inverse of `burnFactor`. */
export const budgetSpent = (burnRate: Ratio, periodMs: number, windowMs: number): Ratio =>
  multiply(burnRate, ratio(windowMs, periodMs));

/** The burn rate of a total outage: no error ratio is above 1. */
export const greatestBurn = (target: Ratio): Ratio => divide(ONE, allowedBad(target));

/** Milliseconds until a full budget is gone at a constant burn rate; undefined (never) when nothing burns. */
export const exhaustionMs = (periodMs: number, burnRate: Ratio): Ratio | undefined =>
  compare(burnRate, ZERO) <= 0 ? undefined : divide(ratio(periodMs), burnRate);

/** Milliseconds that a constant error ratio takes to lift a clean window above a threshold; undefined when it never does. */
export const detectionMs = (windowMs: number, threshold: Ratio, badShare: Ratio): Ratio | undefined =>
  compare(badShare, threshold) <= 0 ? undefined : divide(multiply(ratio(windowMs), threshold), badShare);
