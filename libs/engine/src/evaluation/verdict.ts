import { compare, ratio, type Ratio } from '@sla/kernel';
import type { Totals } from '../slices/slice.js';
import type { Objective } from '../terms/terms.js';
import type { Verdict } from './evaluation.js';

/** good/(good+bad), or undefined when nothing counts. */
export const fractionOf = ({ good, bad }: Totals): Ratio | undefined =>
  good + bad === 0n ? undefined : ratio(good, good + bad);

export interface VerdictInput {
  readonly objective: Objective;
  readonly totals: Totals;
  /** Good and bad milliseconds or events: what the minimum volume asks for. */
  readonly volume: bigint;
  readonly low: Ratio | undefined;
  readonly high: Ratio | undefined;
  readonly coverage: Ratio;
  /** Time without data under the rule `insufficient`. */
  readonly insufficient: boolean;
  /** The window has not ended, and its budget is not used up. */
  readonly stillOpen: boolean;
}

/** The verdict. The order is the meaning: too little evidence comes before good news and before bad. */
export function verdictOf(input: VerdictInput): Verdict {
  const { objective, totals, low, high, coverage, stillOpen } = input;
  const fraction = fractionOf(totals);
  if (fraction === undefined) return totals.unknown > 0n ? 'insufficient_evidence' : 'not_applicable';
  if (input.insufficient || compare(coverage, objective.minimumCoverage) < 0) return 'insufficient_evidence';
  if (input.volume < objective.minimumVolume) return 'insufficient_evidence';
  const meets = (value: Ratio): boolean => compare(value, objective.target) >= 0;
  if (low !== undefined && high !== undefined && meets(low) !== meets(high)) return 'review_required';
  // A promise about a whole window is not broken on its first bad day: while it can be kept it counts as kept.
  return stillOpen || meets(fraction) ? 'met' : 'missed';
}
