import type { Caller, Instant } from '@sla/kernel';
import type { Contract } from '../domain/contract.js';
import { itemsOf, type WorkItem } from '../domain/work.js';
import type { SeriesHead, Transaction } from './ports.js';
import { causeOf } from './steps/cause-of.js';

/** Takes over a version that has become effective; windows for which samples are there already are evaluated. In the event's transaction. */
export async function adoptVersion(tx: Transaction, caller: Caller, contract: Contract): Promise<void> {
  await tx.contracts.add(contract);
  await tx.work.mark(await windowsWithData(tx, contract), causeOf(caller, true));
}

/** A version is in force up to an instant: superseded by the next one, or terminated. In the event's transaction. */
export async function endVersion(
  tx: Transaction,
  caller: Caller,
  agreementId: string,
  version: number,
  end: Instant,
): Promise<void> {
  await tx.contracts.end(agreementId, version, end);
  const contract = await tx.contracts.get(agreementId, version);
  if (contract !== undefined) await tx.work.mark(await windowsWithData(tx, contract), causeOf(caller, true));
}

async function windowsWithData(tx: Transaction, contract: Contract): Promise<readonly WorkItem[]> {
  const heads = await tx.samples.heads(contract.terms.objectives.map((objective) => objective.indicator.series));
  const watermarks = await lockSources(tx, heads);
  return contract.terms.objectives.flatMap((objective) => {
    const head = heads.find(({ series }) => series === objective.indicator.series);
    const watermark = head === undefined ? undefined : watermarks.get(head.source);
    if (watermark === undefined || watermark < contract.start) return [];
    return itemsOf(contract, objective.id, { start: contract.start, end: (watermark + 1) as Instant });
  });
}

/** Watermarks of the sources, locked in one order everywhere: a batch that is being taken in knows nothing of the change yet. */
async function lockSources(tx: Transaction, heads: readonly SeriesHead[]): Promise<ReadonlyMap<string, Instant>> {
  const watermarks = new Map<string, Instant>();
  const sources = new Set(heads.map(({ source }) => source));
  for (const source of [...sources].sort()) watermarks.set(source, await tx.samples.lockSource(source));
  return watermarks;
}
