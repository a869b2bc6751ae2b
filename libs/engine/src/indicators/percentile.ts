import { compare, ratio, type Ratio } from '@sla/kernel';
import type { Verdict } from '../evaluation/evaluation.js';
import {
  countAtMost,
  nearestRank,
  percentileBounds,
  percentileOf,
  type CountBounds,
} from '../histogram/count-at-most.js';
import { explicitCountAtMost, type ExplicitHistogram } from '../histogram/explicit-histogram.js';
import { countOf, type ExponentialHistogram } from '../histogram/exponential-histogram.js';
import { exactly, NO_FIGURE, type Figure } from './goal.js';

/** "The 95th percentile is at most 300 ms": by nearest rank, so it is always one of the values. */
export interface PercentileGoal {
  /** 0 to 1: 19/20 is the 95th percentile. */
  readonly share: Ratio;
  readonly atMost: Ratio;
}

/** Exact percentile of values: no order is assumed. */
export function percentileFigure(values: readonly Ratio[], share: Ratio): Figure {
  const found = percentileOf([...values].sort(compare), share);
  return found === undefined ? NO_FIGURE : exactly(found);
}

/** Percentile of a histogram with its bounds; without a single value, because a bucket does not say which one it is. */
export function histogramFigure(histogram: ExponentialHistogram, share: Ratio): Figure {
  const bounds = percentileBounds(histogram, share);
  if (bounds === undefined) return NO_FIGURE;
  return { ...bounds, value: compare(bounds.low, bounds.high) === 0 ? bounds.low : undefined };
}

/**
 * The verdict by counts: the percentile is at most a threshold exactly when enough values are. Exact where the threshold is the edge
 * of a bucket; where its bucket decides, a person does.
 */
export function judgePercentile(histogram: ExponentialHistogram, goal: PercentileGoal): Verdict {
  return judgeCounts(countOf(histogram), countAtMost(histogram, goal.atMost), goal.share);
}

/** The same for a histogram with bounds of its own. */
export function judgeExplicit(histogram: ExplicitHistogram, goal: PercentileGoal): Verdict {
  const count = histogram.counts.reduce((sum, n) => sum + n, 0n);
  return judgeCounts(count, explicitCountAtMost(histogram, goal.atMost), goal.share);
}

function judgeCounts(count: bigint, { low, high }: CountBounds, share: Ratio): Verdict {
  if (count === 0n) return 'insufficient_evidence';
  const rank = nearestRank(share, count);
  if (low >= rank) return 'met';
  return high < rank ? 'missed' : 'review_required';
}

/** Share of values that are at most a threshold, as bounds: what a threshold promise over a histogram is judged by. */
export function shareAtMost(histogram: ExponentialHistogram, threshold: Ratio): Figure {
  const count = countOf(histogram);
  if (count === 0n) return NO_FIGURE;
  const { low, high } = countAtMost(histogram, threshold);
  return {
    value: low === high ? ratio(low, count) : undefined,
    low: ratio(low, count),
    high: ratio(high, count),
  };
}
