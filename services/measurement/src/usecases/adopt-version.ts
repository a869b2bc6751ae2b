import type { Caller, Instant } from '@sla/kernel';
import type { Contract } from '../domain/contract.js';
import { itemsOf, type WorkItem } from '../domain/work.js';
import type { Transaction } from './ports.js';
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
  const sources = await tx.samples.sources();
  return contract.terms.objectives.flatMap((objective) => {
    const head = heads.find(({ series }) => series === objective.indicator.series);
    const source = head === undefined ? undefined : sources.get(head.source);
    if (source === undefined || source.watermark < contract.start) return [];
    return itemsOf(contract, objective.id, { start: contract.start, end: (source.watermark + 1) as Instant });
  });
}
