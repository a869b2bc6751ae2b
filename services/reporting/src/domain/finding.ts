import type { Verdict } from '@sla/engine';
import type { Instant, Interval, Ratio } from '@sla/kernel';

export type FindingPhase = 'open' | 'provisional' | 'final' | 'restated';

/** A determination of measurement, as far as reports and credits need it. Counts are decimal text in the unit of the indicator. */
export interface Finding {
  readonly agreementId: string;
  readonly version: number;
  readonly contentHash: string;
  readonly objectiveId: string;
  readonly window: Interval;
  readonly windowLabel: string;
  readonly revision: number;
  readonly phase: FindingPhase;
  readonly verdict: Verdict;
  readonly atRisk: boolean;
  readonly target: string;
  readonly attained: Ratio | undefined;
  readonly attainedPercent: string;
  readonly low: Ratio | undefined;
  readonly high: Ratio | undefined;
  readonly good: string;
  readonly bad: string;
  readonly unknown: string;
  readonly excluded: string;
  readonly coverage: Ratio | undefined;
  readonly budgetTotal: string;
  readonly budgetLeft: string;
  readonly breachedAt: Instant | undefined;
  readonly judgedAt: Instant | undefined;
  readonly evaluator: string;
  readonly tz: string;
  readonly evidenceHash: string;
  readonly resultHash: string;
  readonly traceId: string;
  readonly restatementReason: string;
  /** What good, bad, unknown, excluded and the budget count. */
  readonly unit: 'ms' | 'events';
}

export const isSettled = ({ phase }: Pick<Finding, 'phase'>): boolean => phase === 'final' || phase === 'restated';

const ORDER: Readonly<Record<FindingPhase, number>> = { open: 0, provisional: 1, final: 2, restated: 3 };

/** True when `next` may take the place of `current` in the read model: a newer revision, or the same one further on. */
export function replaces(
  next: Pick<Finding, 'revision' | 'phase'>,
  current: Pick<Finding, 'revision' | 'phase'> | undefined,
): boolean {
  if (current === undefined || next.revision !== current.revision)
    return current === undefined || next.revision > current.revision;
  return ORDER[next.phase] >= ORDER[current.phase];
}
