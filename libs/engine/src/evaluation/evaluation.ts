import type { Digest, Instant, Interval, Ratio, Sha256Hex } from '@sla/kernel';
import type { Explanation } from '../explain/explanation.js';
import type { HourNode } from '../evidence/merkle.js';
import type { Dispute, SeriesInput } from '../samples.js';
import type { Slice } from '../slices/slice.js';
import type { AgreementTerms, Objective } from '../terms/terms.js';

export type Verdict = 'met' | 'missed' | 'insufficient_evidence' | 'review_required' | 'not_applicable';

/** Everything that a result depends on; two equal inputs give equal hashes, in any process and on any day. */
export interface EvaluationInput {
  readonly terms: AgreementTerms;
  readonly contentHash: string;
  readonly objective: Objective;
  /** The part of the window that is judged. */
  readonly window: Interval;
  readonly windowLabel: string;
  /** Samples inside the window and the last one before it. */
  readonly series: SeriesInput;
  readonly disputes: readonly Dispute[];
  /** The earlier of now and the watermark of the source: later time is not judged. */
  readonly judgedAt: Instant;
  readonly digest: Digest;
}

/** A span of bad time or bad events, as people see it. */
export interface Outage extends Interval {
  /** Milliseconds or events that count against the promise. */
  readonly counted: bigint;
}

export interface Budget {
  /** Bad that the whole window bears without a miss, rounded down: one more and the promise is broken. */
  readonly total: bigint;
  readonly used: bigint;
  /** Negative when overspent. */
  readonly left: bigint;
}

export interface Evaluation {
  readonly unit: 'ms' | 'events';
  readonly good: bigint;
  readonly bad: bigint;
  readonly unknown: bigint;
  readonly excluded: bigint;
  /** good/(good+bad); absent when nothing counts. */
  readonly fraction: Ratio | undefined;
  /** Bounds over all ways in which open disputes may end. */
  readonly low: Ratio | undefined;
  readonly high: Ratio | undefined;
  readonly verdict: Verdict;
  readonly atRisk: boolean;
  readonly coverage: Ratio;
  readonly budget: Budget;
  /** First millisecond at which the budget is overspent. */
  readonly breachedAt: Instant | undefined;
  /** Percent with four places, rounded down: it never looks better than it is. Empty when nothing counts. */
  readonly displayValue: string;
  /** Judged up to here: judgedAt, at most the end of the window. */
  readonly evaluatedUntil: Instant;
  readonly outages: readonly Outage[];
  readonly slices: readonly Slice[];
  readonly hourNodes: readonly HourNode[];
  readonly evidenceHash: Sha256Hex;
  readonly resultHash: Sha256Hex;
  readonly explanation: Explanation;
}
