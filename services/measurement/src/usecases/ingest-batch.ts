import { isFrozenAt, windowHolding, type Contract } from '../domain/contract.js';
import { checkBatch } from '../domain/check-batch.js';
import { mergeSamples, type Merge } from '../domain/merge-samples.js';
import type { NewBatch, NewColumn, StoredSample } from '../domain/sample.js';
import { workOf, type SeriesChange } from '../domain/work.js';
import { DAY_MS, defined, DomainError, type Caller, type Instant } from '@sla/kernel';
import type { BatchReceipt, PendingSamples, Ports, SeriesHead, Transaction } from './ports.js';

/**
 * Takes a batch in: whole or not at all, and once however often it is sent.
 * @throws DomainError for faults of the batch, conflicting samples, and a key that was used for other content.
 */
export const ingestBatch =
  ({ uow, clock }: Pick<Ports, 'uow' | 'clock'>) =>
  (caller: Caller, batch: NewBatch): Promise<BatchReceipt> => {
    const now = clock.now();
    checkBatch(batch, now);
    return uow.run(caller, async (tx) => {
      // The source row is the queue of the source: batches of one source are taken in one after another.
      const watermark = await tx.samples.lockSource(batch.source);
      const before = await tx.samples.batch(batch.source, batch.batchKey);
      if (before !== undefined) return replay(batch, before);
      return takeIn(tx, caller, batch, watermark, now);
    });
  };

function replay(
  batch: NewBatch,
  before: { readonly contentHash: string; readonly receipt: BatchReceipt },
): BatchReceipt {
  if (before.contentHash === batch.contentHash) return { ...before.receipt, replayed: true };
  throw new DomainError('already_exists', 'measurement.batch_key_reused', {
    key: batch.batchKey,
    source: batch.source,
  });
}

async function takeIn(
  tx: Transaction,
  caller: Caller,
  batch: NewBatch,
  arrival: Instant,
  now: Instant,
): Promise<BatchReceipt> {
  const columns = joinColumns(batch.columns);
  const merges = await mergeColumns(tx, batch, columns, arrival);
  const newest = Math.max(
    arrival,
    ...columns.flatMap((column) => column.samples.map((sample) => sample.at)),
  ) as Instant;
  const contracts = await contractsOf(tx, batch.source, columns);
  const changes = await changesOf(tx, merges);
  await tx.samples.saveWatermark(batch.source, newest);
  const cause = {
    historical: batch.historical,
    correlationId: caller.correlationId,
    traceparent: caller.traceparent ?? '',
  };
  const work = contracts.flatMap((contract) => workOf(contract, changes, { before: arrival, after: newest }));
  await tx.work.mark(work, cause);
  await tx.work.markUnsettled([...new Set(contracts.map((contract) => contract.agreementId))], newest, cause);
  const { pending, samples } = pendingOf(contracts, merges, arrival);
  await tx.determinations.addPending(pending);
  const sum = (pick: (merge: Merge) => number): number =>
    [...merges.values()].reduce((total, merge) => total + pick(merge), 0);
  const receipt: BatchReceipt = {
    batchKey: batch.batchKey,
    contentHash: batch.contentHash,
    accepted: sum((merge) => merge.accepted.length),
    duplicates: sum((merge) => merge.duplicates),
    conflicting: sum((merge) => merge.conflicting),
    pendingRestatement: samples,
    replayed: false,
    watermark: newest,
  };
  await tx.samples.saveBatch(batch, receipt, now);
  return receipt;
}

/** A batch may bring the same series in several columns. @throws DomainError when their kinds differ. */
function joinColumns(columns: readonly NewColumn[]): readonly NewColumn[] {
  const bySeries = new Map<string, NewColumn>();
  for (const column of columns) {
    const before = bySeries.get(column.series);
    if (before !== undefined && before.kind !== column.kind) throw kindDiffers(column.series, before.kind, column.kind);
    bySeries.set(column.series, { ...column, samples: [...(before?.samples ?? []), ...column.samples] });
  }
  return [...bySeries.values()];
}

const kindDiffers = (series: string, stored: string, sent: string): DomainError =>
  new DomainError('failed_precondition', 'measurement.series_kind_differs', { series, stored, sent });

const dayOf = (at: Instant): number => Math.floor(at / DAY_MS);

async function mergeColumns(
  tx: Transaction,
  batch: NewBatch,
  columns: readonly NewColumn[],
  arrival: Instant,
): Promise<ReadonlyMap<string, Merge>> {
  const heads = await headsOf(tx, batch.source, columns);
  const wanted = columns.flatMap(({ series, samples }) =>
    [...new Set(samples.map(({ at }) => dayOf(at)))].map((day) => ({ series, day })),
  );
  const stored = await tx.samples.days(wanted);
  const merges = new Map<string, Merge>();
  for (const { series, samples } of columns) {
    const { lastSeq } = defined(heads.get(series), `head of ${series}`);
    const kept = stored.get(series) ?? [];
    merges.set(
      series,
      mergeSamples({ series, stored: kept, incoming: samples, rule: batch.conflictRule, lastSeq, arrival }),
    );
  }
  await tx.samples.saveHeads([...merges].map(([series, merge]) => grown(defined(heads.get(series), series), merge)));
  await tx.samples.saveDays(changedDays(merges));
  return merges;
}

async function headsOf(
  tx: Transaction,
  source: string,
  columns: readonly NewColumn[],
): Promise<ReadonlyMap<string, SeriesHead>> {
  const known = new Map(
    (await tx.samples.heads(columns.map(({ series }) => series))).map((head) => [head.series, head]),
  );
  for (const { series, kind } of columns) {
    const head = known.get(series);
    if (head === undefined)
      known.set(series, { series, source, kind, lastSeq: 0n, samples: 0n, duplicates: 0n, conflicts: 0n });
    else if (head.kind !== kind) throw kindDiffers(series, head.kind, kind);
    else if (head.source !== source)
      throw new DomainError('failed_precondition', 'measurement.series_of_other_source', {
        series,
        owner: head.source,
        source,
      });
  }
  return known;
}

const grown = (head: SeriesHead, merge: Merge): SeriesHead => ({
  ...head,
  lastSeq: merge.lastSeq,
  samples: head.samples + BigInt(merge.added),
  duplicates: head.duplicates + BigInt(merge.duplicates),
  conflicts: head.conflicts + BigInt(merge.conflicting),
});

function changedDays(
  merges: ReadonlyMap<string, Merge>,
): readonly { series: string; day: number; samples: readonly StoredSample[] }[] {
  return [...merges].flatMap(([series, merge]) => {
    const changed = new Set(merge.accepted.map(({ at }) => dayOf(at)));
    const days = Map.groupBy(merge.samples, ({ at }) => dayOf(at));
    return [...changed].map((day) => ({ series, day, samples: days.get(day) ?? [] }));
  });
}

/** Versions that a batch concerns: those that measure its series, and those of its source, whose watermark it moves. */
async function contractsOf(
  tx: Transaction,
  source: string,
  columns: readonly NewColumn[],
): Promise<readonly Contract[]> {
  const series = new Set([...columns.map((column) => column.series), ...(await tx.samples.seriesOf(source))]);
  return tx.contracts.measuring([...series]);
}

async function changesOf(tx: Transaction, merges: ReadonlyMap<string, Merge>): Promise<readonly SeriesChange[]> {
  const changes: SeriesChange[] = [];
  for (const [series, { accepted }] of merges) {
    if (accepted.length === 0) continue;
    const instants = accepted.map(({ at }) => at);
    const [first, last] = [Math.min(...instants), Math.max(...instants)];
    const next = await tx.samples.firstAfter(series, last as Instant);
    // A state holds until the next sample, so the windows up to there may have changed.
    changes.push({ series, span: { start: first as Instant, end: Math.max(last + 1, next?.at ?? 0) as Instant } });
  }
  return changes;
}

/** Samples that came after the freeze of a window that they belong to. */
function pendingOf(
  contracts: readonly Contract[],
  merges: ReadonlyMap<string, Merge>,
  watermark: Instant,
): { pending: readonly PendingSamples[]; samples: number } {
  const pending = new Map<string, PendingSamples>();
  const late = new Set<string>();
  for (const contract of contracts) {
    for (const objective of contract.terms.objectives) {
      const { series } = objective.indicator;
      for (const { at } of merges.get(series)?.accepted ?? []) {
        if (!isFrozenAt(contract, objective, at, watermark)) continue;
        const window = defined(windowHolding(contract, objective, at), 'the window of a frozen sample');
        const key = `${contract.agreementId}/${objective.id}/${window.effective.start}`;
        late.add(`${series}/${at}`);
        pending.set(
          key,
          withSample(pending.get(key), at, {
            agreementId: contract.agreementId,
            objectiveId: objective.id,
            windowStart: window.effective.start,
            windowLabel: window.label,
          }),
        );
      }
    }
  }
  return { pending: [...pending.values()], samples: late.size };
}

function withSample(
  before: PendingSamples | undefined,
  at: Instant,
  key: Omit<PendingSamples, 'samples' | 'first' | 'last'>,
): PendingSamples {
  if (before === undefined) return { ...key, samples: 1, first: at, last: at };
  return {
    ...before,
    samples: before.samples + 1,
    first: Math.min(before.first, at) as Instant,
    last: Math.max(before.last, at) as Instant,
  };
}
