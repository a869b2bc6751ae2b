import { windowsTouching, type Contract } from '../domain/contract.js';
import type { WorkItem } from '../domain/work.js';
import { type Caller, type Instant } from '@sla/kernel';
import type { Transaction, WorkCause } from './ports.js';

/** Takes over a version that has become effective; windows for which samples are there already are evaluated. In the event's transaction. */
export async function adoptVersion(tx: Transaction, caller: Caller, contract: Contract): Promise<void> {
  await tx.contracts.add(contract);
  await tx.work.mark(await windowsWithData(tx, contract), causeOf(caller));
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
  if (contract !== undefined) await tx.work.mark(await windowsWithData(tx, contract), causeOf(caller));
}

const causeOf = (caller: Caller): WorkCause => ({
  historical: true,
  correlationId: caller.correlationId,
  traceparent: caller.traceparent ?? '',
});

async function windowsWithData(tx: Transaction, contract: Contract): Promise<readonly WorkItem[]> {
  const heads = await tx.samples.heads(contract.terms.objectives.map((objective) => objective.indicator.series));
  const watermarks = await tx.samples.watermarks();
  return contract.terms.objectives.flatMap((objective) => {
    const head = heads.find(({ series }) => series === objective.indicator.series);
    const watermark = head === undefined ? undefined : watermarks.get(head.source);
    if (watermark === undefined || watermark < contract.start) return [];
    const span = { start: contract.start, end: (watermark + 1) as Instant };
    return windowsTouching(contract, objective, span).map(({ effective }) => ({
      agreementId: contract.agreementId,
      version: contract.version,
      objectiveId: objective.id,
      windowStart: effective.start,
    }));
  });
}
