import type { Instant } from '@sla/kernel';
import { objectiveOf, windowsTouching } from '../../domain/contract.js';
import type { Target } from '../../domain/evaluation-input.js';
import type { StoredSample } from '../../domain/sample.js';
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
  const objective = contract === undefined ? undefined : objectiveOf(contract, key.objectiveId);
  if (contract === undefined || objective === undefined) return undefined;
  const window = windowsTouching(contract, objective, {
    start: key.windowStart,
    end: (key.windowStart + 1) as Instant,
  }).find(({ effective }) => effective.start === key.windowStart);
  return window === undefined ? undefined : { contract, objective, window };
}

/** Samples inside the window and the last one before it, as far as they count. */
export async function samplesOf(
  tx: Pick<Transaction, 'samples'>,
  target: Target,
  counts: (sample: StoredSample) => boolean,
): Promise<readonly StoredSample[]> {
  const { series } = target.objective.indicator;
  const { effective } = target.window;
  const inside = (await tx.samples.within(series, effective)).filter(counts);
  if (inside[0]?.at === effective.start) return inside;
  const before = await tx.samples.lastBefore(series, effective.start, counts);
  return before === undefined ? inside : [before, ...inside];
}
