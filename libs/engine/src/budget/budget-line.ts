import {
  assert,
  divide,
  multiply,
  ONE,
  ratio,
  roundToInteger,
  subtract,
  type Instant,
  type Interval,
  type Ratio,
} from '@sla/kernel';
import type { Budget } from '../evaluation/evaluation.js';

/** What a window has borne so far, in milliseconds or events. */
export interface BudgetInput {
  readonly target: Ratio;
  /** Counted so far: good and bad. */
  readonly counted: bigint;
  readonly bad: bigint;
  /** What the whole window will count: its length without excluded time, or the events that are expected. Absent: nobody knows. */
  readonly expected: bigint | undefined;
}

export interface BudgetLine {
  /** Measured by what was counted so far: bears floor((1 - target) x counted). It grows while good time goes by. */
  readonly toDate: Budget;
  /** Measured by the whole window; undefined when nobody knows how much will count. */
  readonly wholeWindow: Budget | undefined;
  /** Share of the whole window's budget that is used, above 1 when overspent; undefined when there is no budget at all. */
  readonly consumed: Ratio | undefined;
}

/** Both views of a budget; they answer different questions and are never mixed. */
export function budgetLine({ target, counted, bad, expected }: BudgetInput): BudgetLine {
  const share = subtract(ONE, target);
  const exact = multiply(share, ratio(expected ?? counted));
  return {
    toDate: budgetFrom(share, counted, bad),
    wholeWindow: expected === undefined ? undefined : budgetFrom(share, expected, bad),
    consumed: exact.num === 0n ? undefined : divide(ratio(bad), exact),
  };
}

function budgetFrom(share: Ratio, total: bigint, used: bigint): Budget {
  const bears = roundToInteger(multiply(share, ratio(total)), 'floor');
  return { total: bears, used, left: bears - used };
}

/** When a budget will be used up if what burned lately goes on. */
export type Forecast =
  /** Nothing burned lately: at this rate it is never used up. */
  | { readonly kind: 'never' }
  /** It is used up already. */
  | { readonly kind: 'exhausted' }
  /** First millisecond at which nothing is left. It may lie after the end of the window. */
  | { readonly kind: 'at'; readonly at: Instant; readonly insideWindow: boolean };

export interface BurnLately {
  readonly judgedAt: Instant;
  /** Bad within the `lookbackMs` before. */
  readonly bad: bigint;
  readonly lookbackMs: number;
}

/** The exact instant at which `left` is used up at the burn of the look-back: judgedAt + ceil(left x lookback / bad). */
export function forecastExhaustion(
  left: bigint,
  { judgedAt, bad, lookbackMs }: BurnLately,
  window: Interval,
): Forecast {
  assert(bad >= 0n && Number.isSafeInteger(lookbackMs) && lookbackMs > 0, 'a burn over a time');
  if (left <= 0n) return { kind: 'exhausted' };
  if (bad === 0n) return { kind: 'never' };
  const wait = (left * BigInt(lookbackMs) + bad - 1n) / bad;
  const at = BigInt(judgedAt) + wait;
  // Beyond what an instant can say it is never, for every purpose of a window.
  if (at > BigInt(Number.MAX_SAFE_INTEGER)) return { kind: 'never' };
  return { kind: 'at', at: Number(at) as Instant, insideWindow: at < BigInt(window.end) };
}
