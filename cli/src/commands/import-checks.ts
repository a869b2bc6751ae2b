import { setTimeout as wait } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import type { measurementV1 as m } from '@sla/contracts';
import { RpcStatus, SlaRpcError } from '@sla/platform/client';
import { batchesOf } from '../checks/batches.js';
import { readChecks } from '../checks/read-checks.js';
import type { Clients } from '../context.js';

export interface ImportResult {
  readonly samples: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly conflicting: number;
  readonly pendingRestatement: number;
  readonly replayedBatches: number;
  readonly seconds: number;
  readonly samplesPerSecond: number;
}

/** Batches that may be sent again before an import gives up on a service that does not answer. */
const MAX_ATTEMPTS = 30;
const MAX_PAUSE_MS = 2_000;

/** Sends the checks of files in their order. A batch that was cut off is sent again under the same key: it counts once. */
export async function importChecks(
  clients: Clients,
  files: readonly string[],
  settings: { readonly source: string; readonly prefix: string },
): Promise<ImportResult> {
  const sums = { samples: 0, accepted: 0, duplicates: 0, conflicting: 0, pendingRestatement: 0, replayedBatches: 0 };
  const bar = process.stderr.isTTY ? new SingleBar({ format: '{value} samples', stream: process.stderr }) : undefined;
  bar?.start(0, 0);
  const startedAt = performance.now();
  try {
    for (const file of files) {
      for await (const batch of batchesOf(readChecks(file), settings)) {
        const receipt = await sendUntilStored(clients, batch);
        sums.samples += batch.columns.reduce((sum, column) => sum + column.atMs.length, 0);
        sums.accepted += Number(receipt.accepted);
        sums.duplicates += Number(receipt.duplicates);
        sums.conflicting += Number(receipt.conflicting);
        sums.pendingRestatement += Number(receipt.pendingRestatement);
        if (receipt.replayed) sums.replayedBatches++;
        bar?.update(sums.samples);
      }
    }
  } finally {
    bar?.stop();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  return { ...sums, seconds, samplesPerSecond: Math.round(sums.samples / seconds) };
}

async function sendUntilStored(clients: Clients, batch: m.SampleBatch): Promise<m.BatchReceipt> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { receipt } = await clients.ingest.ingestBatch({ batch, requestId: '' }, { deadlineMs: 30_000 });
      if (receipt === undefined) throw new Error('the service stored the batch and gave no receipt');
      return receipt;
    } catch (error) {
      const gone =
        error instanceof SlaRpcError &&
        (error.code === RpcStatus.UNAVAILABLE || error.code === RpcStatus.DEADLINE_EXCEEDED);
      if (!gone || attempt === MAX_ATTEMPTS) throw error;
      await wait(Math.min(MAX_PAUSE_MS, 100 * 2 ** attempt));
    }
  }
}

/** Waits until everything that was sent is evaluated and published. */
export async function untilEvaluated(clients: Clients, withinMs: number): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  for (let quiet = 0; quiet < 3;) {
    const { waitingEvaluations, waitingEvents } = await clients.measurement.getProgress({});
    quiet = waitingEvaluations === 0n && waitingEvents === 0n ? quiet + 1 : 0;
    if (Date.now() > giveUpAt)
      throw new Error(
        `${waitingEvaluations} windows still wait after ${withinMs / 1000} s; look again with: slactl import wait`,
      );
    await wait(150);
  }
}
