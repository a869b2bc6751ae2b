import { DomainError, type Instant } from '@sla/kernel';
import { objectiveOf, windowsTouching, type Contract } from '../../domain/contract.js';
import type { Determination } from '../../domain/determination.js';
import { countsIn, type Target } from '../../domain/evaluation-input.js';
import { newestOf, type StoredSample } from '../../domain/sample.js';
import type { Transaction, WorkKey } from '../ports.js';

/** Who evaluates: the trace of the evaluation is stored with its result. */
export interface Evaluator {
  readonly traceId: string;
}

/** The window that begins at an instant, under the version that is said to be in force there. */
export async function targetOf(
  tx: Pick<Transaction, 'contracts'>,
  key: WorkKey,
  version: number,
): Promise<Target | undefined> {
  const contract = await tx.contracts.get(key.agreementId, version);
  return contract === undefined ? undefined : targetIn(contract, key);
}

/** The window of a version that begins at an instant. */
export function targetIn(contract: Contract, key: WorkKey): Target | undefined {
  const objective = objectiveOf(contract, key.objectiveId);
  if (objective === undefined) return undefined;
  const window = windowsTouching(contract, objective, {
    start: key.windowStart,
    end: (key.windowStart + 1) as Instant,
  }).find(({ effective }) => effective.start === key.windowStart);
  return window === undefined ? undefined : { contract, objective, window };
}

/** The version by which a determination was judged. @throws DomainError when it is not known here any more. */
export async function contractOf(
  tx: Pick<Transaction, 'contracts'>,
  { agreementId, version }: Determination,
): Promise<Contract> {
  const contract = await tx.contracts.get(agreementId, version);
  if (contract !== undefined) return contract;
  throw new DomainError('failed_precondition', 'measurement.terms_unknown', { agreement: agreementId, version });
}

/** Samples inside the window and the last one before it, as far as they count in the revision. */
export async function samplesOf(
  tx: Pick<Transaction, 'samples'>,
  target: Target,
  revision: Pick<Determination, 'phase' | 'freezeAt' | 'asOfSeq'>,
): Promise<readonly StoredSample[]> {
  const counts = countsIn(revision);
  const { series } = target.objective.indicator;
  const { effective } = target.window;
  const inside = newestOf(await tx.samples.within(series, effective), counts);
  if (inside[0]?.at === effective.start) return inside;
  const before = await tx.samples.lastBefore(series, effective.start, counts);
  return before === undefined ? inside : [before, ...inside];
}
