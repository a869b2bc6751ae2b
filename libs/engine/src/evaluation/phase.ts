import { effectiveWindows, type EffectiveWindow } from '@sla/calendar';
import { MAX_INSTANT, type Instant, type Interval } from '@sla/kernel';
import type { AgreementTerms, Objective } from '../terms/terms.js';

export type Phase = 'open' | 'provisional' | 'final' | 'restated';

/** The instant from which on late data no longer changes a window by itself. */
export const freezeInstant = (objective: Objective, window: Interval): Instant =>
  (window.end + objective.freezeAfterMs) as Instant;

/**
 * How settled a window is at an instant of judgement, in event time. It stays open while data is still allowed to come,
 * then the result is provisional, and final from the freeze on.
 */
export function phaseAt(objective: Objective, window: Interval, judgedAt: Instant): 'open' | 'provisional' | 'final' {
  if (judgedAt >= freezeInstant(objective, window)) return 'final';
  return judgedAt >= window.end ? 'provisional' : 'open';
}

/** When a version of an agreement is in force. */
export interface Force {
  readonly start: Instant;
  readonly end?: Instant;
}

/** The windows of an objective under one version, up to an instant; each clipped to the version's time of force by the partial-window rule. */
export function windowsInForce(
  terms: AgreementTerms,
  objective: Objective,
  force: Force,
  until: Instant,
): readonly EffectiveWindow[] {
  const end = Math.min(force.end ?? MAX_INSTANT, terms.term.end ?? MAX_INSTANT) as Instant;
  return effectiveWindows(objective.window, { start: force.start, end }, until, objective.partialWindow);
}
