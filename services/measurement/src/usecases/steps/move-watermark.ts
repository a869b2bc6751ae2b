import type { Caller, Instant } from '@sla/kernel';
import type { Contract } from '../../domain/contract.js';
import { workOf, type SeriesChange } from '../../domain/work.js';
import type { ObjectiveKey, Transaction, WorkCause } from '../ports.js';
import { causeOf } from './cause-of.js';

/** What moves a source's watermark, and the samples that came with it. */
export interface Move {
  readonly source: string;
  readonly before: Instant;
  readonly after: Instant;
  readonly historical: boolean;
  readonly changes: readonly SeriesChange[];
}

/** Moves a locked source's watermark and marks the windows that it and the changed samples concern; answers the versions concerned. */
export async function moveWatermark(tx: Transaction, caller: Caller, move: Move): Promise<readonly Contract[]> {
  const { source, before, after, changes } = move;
  if (after > before) await tx.samples.saveWatermark(source, after);
  const series = new Set(await tx.samples.seriesOf(source));
  const contracts = await tx.contracts.measuring([...series]);
  const cause: WorkCause = causeOf(caller, move.historical);
  await tx.work.mark(
    contracts.flatMap((contract) => workOf(contract, changes, { series, before, after })),
    cause,
  );
  await tx.work.markUnsettled(objectivesOf(contracts, series), after, cause);
  return contracts;
}

function objectivesOf(contracts: readonly Contract[], series: ReadonlySet<string>): readonly ObjectiveKey[] {
  const keys = contracts.flatMap(({ agreementId, terms }) =>
    terms.objectives
      .filter(({ indicator }) => series.has(indicator.series))
      .map(({ id }) => ({ agreementId, objectiveId: id })),
  );
  // Versions of an agreement share their objectives.
  return [...new Map(keys.map((key) => [`${key.agreementId}/${key.objectiveId}`, key])).values()];
}
