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

/** How far a source has reported, before and after, for all its series. */
export interface Progress {
  readonly series: ReadonlySet<string>;
  readonly before: Instant;
  readonly after: Instant;
}

/**
 * Windows that a change may affect: those that the changed samples touch, and, of all series of the source, those that the
 * watermark has passed through. Windows that only wait for their freeze are found by the store, which knows their deadlines.
 */
export function workOf(contract: Contract, changes: readonly SeriesChange[], progress: Progress): readonly WorkItem[] {
  return contract.terms.objectives.flatMap((objective) => {
    const { series } = objective.indicator;
    const change = changes.find((candidate) => candidate.series === series);
    const spans = [...(change === undefined ? [] : [change.span]), ...passed(progress, series)];
    return spans.flatMap((span) => itemsOf(contract, objective.id, span));
  });
}

const passed = ({ series, before, after }: Progress, measured: string): readonly Interval[] =>
  series.has(measured) && after > before ? [{ start: before, end: (after + 1) as Instant }] : [];

/** The windows of an objective that share an instant with a span, as work. */
export function itemsOf(contract: Contract, objectiveId: string, span: Interval): readonly WorkItem[] {
  const objective = contract.terms.objectives.find(({ id }) => id === objectiveId);
  if (objective === undefined) return [];
  return windowsTouching(contract, objective, span).map(({ effective }) => ({
    agreementId: contract.agreementId,
    version: contract.version,
    objectiveId,
    windowStart: effective.start,
  }));
}
