import type { EffectiveWindow } from '@sla/calendar';
import { freezeInstant, windowsInForce, type AgreementTerms, type Objective } from '@sla/engine';
import type { Instant, Interval } from '@sla/kernel';

/** A version of an agreement as this service needs it. */
export interface Contract {
  readonly agreementId: string;
  readonly version: number;
  readonly contentHash: string;
  readonly canonicalTerms: string;
  readonly terms: AgreementTerms;
  /** When the version is in force. */
  readonly start: Instant;
  readonly end?: Instant;
}

export const objectiveOf = (contract: Contract, id: string): Objective | undefined =>
  contract.terms.objectives.find((objective) => objective.id === id);

/** The windows of an objective that share an instant with a span. */
export function windowsTouching(contract: Contract, objective: Objective, span: Interval): readonly EffectiveWindow[] {
  const windows = windowsInForce(contract.terms, objective, contract, Math.max(contract.start, span.end) as Instant);
  return windows.filter(({ effective }) => effective.end > span.start && effective.start < span.end);
}

/** The window that holds an instant; absent outside of the version's force. */
export function windowHolding(contract: Contract, objective: Objective, at: Instant): EffectiveWindow | undefined {
  return windowsTouching(contract, objective, { start: at, end: (at + 1) as Instant }).at(-1);
}

/** True when late data for an instant no longer changes the objective's result by itself. */
export function isFrozenAt(contract: Contract, objective: Objective, at: Instant, watermark: Instant): boolean {
  const window = windowHolding(contract, objective, at);
  return window !== undefined && freezeInstant(objective, window.effective) <= watermark;
}
