import type { EffectiveWindow } from '@sla/calendar';
import { windowsInForce, type AgreementTerms, type Objective } from '@sla/engine';
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
  // A window that is judged whole may begin before the version does, so the version's first instant is always looked at.
  const until = Math.max(contract.start + 1, span.end) as Instant;
  const windows = windowsInForce(contract.terms, objective, contract, until);
  return windows.filter(({ effective }) => effective.end > span.start && effective.start < span.end);
}
