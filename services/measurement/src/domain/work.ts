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

/** How far a source has reported, before and after, for all its series. */
export interface Progress {
  readonly series: ReadonlySet<string>;
  readonly before: Instant;
  readonly after: Instant;
}

/**
 * Windows that a change may affect: those that the changed samples touch, and, of all series of the source, those that the
 * watermark has passed through or whose freeze it has passed. Another replica may be judging such a window by the old
 * watermark, unseen by us: marking it waits for that replica, and has the window judged once more.
 */
export function workOf(contract: Contract, changes: readonly SeriesChange[], progress: Progress): readonly WorkItem[] {
  return contract.terms.objectives.flatMap((objective) => {
    const { series } = objective.indicator;
    const change = changes.find((candidate) => candidate.series === series);
    const changed = change === undefined ? [] : itemsOf(contract, objective.id, change.span);
    if (!progress.series.has(series) || progress.after <= progress.before) return changed;
    const { before, after } = progress;
    const passed = itemsOf(contract, objective.id, { start: before, end: (after + 1) as Instant });
    return [...changed, ...passed, ...frozen(contract, objective, progress)];
  });
}

/** The windows whose freeze the watermark has passed. */
function frozen(contract: Contract, objective: Objective, { before, after }: Progress): readonly WorkItem[] {
  const [from, to] = [before - objective.freezeAfterMs, after - objective.freezeAfterMs];
  const span = { start: from as Instant, end: (to + 1) as Instant };
  return windowsTouching(contract, objective, span)
    .filter(({ effective: { end } }) => end > from && end <= to)
    .map(({ effective }) => itemOf(contract, objective.id, effective.start));
}

/** The windows of an objective that share an instant with a span, as work. */
export function itemsOf(contract: Contract, objectiveId: string, span: Interval): readonly WorkItem[] {
  const objective = contract.terms.objectives.find(({ id }) => id === objectiveId);
  if (objective === undefined) return [];
  return windowsTouching(contract, objective, span).map(({ effective }) =>
    itemOf(contract, objectiveId, effective.start),
  );
}

const itemOf = ({ agreementId, version }: Contract, objectiveId: string, windowStart: Instant): WorkItem => ({
  agreementId,
  version,
  objectiveId,
  windowStart,
});
