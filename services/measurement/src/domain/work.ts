import type { Objective } from '@sla/engine';
import type { Instant, Interval } from '@sla/kernel';
import { windowsTouching, type Contract } from './contract.js';

/** A window to evaluate. */
export interface WorkItem {
  readonly agreementId: string;
  readonly version: number;
  readonly objectiveId: string;
  readonly windowStart: Instant;
}

/** What a batch changed for one series: from its first new sample to the first kept sample after its last, where a held state ends. */
export interface SeriesChange {
  readonly series: string;
  readonly span: Interval;
}

/** How far a source has reported, before and after. */
export interface Progress {
  readonly before: Instant;
  readonly after: Instant;
}

/**
 * Windows that a change may affect: those that the changed samples touch, and all that the watermark has passed through.
 * Windows that only wait for their freeze are found by the store, which knows their deadlines.
 */
export function workOf(contract: Contract, changes: readonly SeriesChange[], progress: Progress): readonly WorkItem[] {
  return contract.terms.objectives.flatMap((objective) => {
    const change = changes.find(({ series }) => series === objective.indicator.series);
    return spansOf(change, progress).flatMap((span) => itemsOf(contract, objective, span));
  });
}

function spansOf(change: SeriesChange | undefined, { before, after }: Progress): readonly Interval[] {
  const passed = after > before ? [{ start: before, end: (after + 1) as Instant }] : [];
  return change === undefined ? passed : [change.span, ...passed];
}

const itemsOf = (contract: Contract, objective: Objective, span: Interval): readonly WorkItem[] =>
  windowsTouching(contract, objective, span).map(({ effective }) => ({
    agreementId: contract.agreementId,
    version: contract.version,
    objectiveId: objective.id,
    windowStart: effective.start,
  }));
