import { setTimeout as wait } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import type { measurementV1 as m } from '@sla/contracts';
import { DomainError } from '@sla/kernel';
import { isUnreachable } from '../exit-codes.js';
import type { Session } from '../session.js';
import { samplesIn } from './batches.js';

export interface ImportSums {
  readonly samples: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly conflicting: number;
  readonly pendingRestatement: number;
  readonly replayedBatches: number;
  readonly resentBatches: number;
  readonly seconds: number;
  readonly samplesPerSecond: number;
}

/** Attempts for one call before slactl gives up on a service that does not answer: more than a minute. */
const MAX_ATTEMPTS = 40;
const [FIRST_PAUSE_MS, MAX_PAUSE_MS] = [200, 2_000];
const BATCH_DEADLINE_MS = 30_000;

/** Sends batches in their order, one after another. A batch that was cut off is sent again under the same key: it counts once. */
export async function sendBatches(session: Session, batches: AsyncIterable<m.SampleBatch>): Promise<ImportSums> {
  const sums = {
    samples: 0,
    accepted: 0,
    duplicates: 0,
    conflicting: 0,
    pendingRestatement: 0,
    replayedBatches: 0,
    resentBatches: 0,
  };
  const bar = progressBar(session);
  const startedAt = performance.now();
  try {
    for await (const batch of batches) {
      const { receipt, attempts } = await sendUntilStored(session, batch);
      sums.samples += samplesIn(batch);
      sums.accepted += Number(receipt.accepted);
      sums.duplicates += Number(receipt.duplicates);
      sums.conflicting += Number(receipt.conflicting);
      sums.pendingRestatement += Number(receipt.pendingRestatement);
      if (receipt.replayed) sums.replayedBatches++;
      if (attempts > 1) sums.resentBatches++;
      bar?.update(sums.samples);
    }
  } finally {
    bar?.stop();
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  return { ...sums, seconds: round(seconds, 3), samplesPerSecond: Math.round(sums.samples / Math.max(seconds, 0.001)) };
}

const round = (value: number, places: number): number => Math.round(value * 10 ** places) / 10 ** places;

/** Only a person at a terminal watches it; a log would fill up. */
function progressBar(session: Session): SingleBar | undefined {
  if (!process.stderr.isTTY) return undefined;
  const bar = new SingleBar({ format: session.text('cli.progress', { value: '{value}' }), stream: process.stderr });
  bar.start(0, 0);
  return bar;
}

async function sendUntilStored(
  session: Session,
  batch: m.SampleBatch,
): Promise<{ readonly receipt: m.BatchReceipt; readonly attempts: number }> {
  const { ingest } = session.clients;
  const { answer, attempts } = await untilAnswered(
    () => ingest.ingestBatch({ batch, requestId: '' }, { deadlineMs: BATCH_DEADLINE_MS }),
    () => process.stderr.write(`${session.text('cli.service_away')}\n`),
  );
  if (answer.receipt === undefined) throw new DomainError('failed_precondition', 'cli.no_receipt');
  return { receipt: answer.receipt, attempts };
}

/** Calls again, with growing pauses, while nobody answers. `away` is told once. @throws the last failure after MAX_ATTEMPTS, any other at once. */
export async function untilAnswered<T>(
  call: () => Promise<T>,
  away: () => unknown = () => undefined,
): Promise<{ readonly answer: T; readonly attempts: number }> {
  for (let attempt = 1; ; attempt++) {
    try {
      return { answer: await call(), attempts: attempt };
    } catch (error) {
      if (!isUnreachable(error) || attempt === MAX_ATTEMPTS) throw error;
      if (attempt === 1) away();
      await wait(Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
    }
  }
}
