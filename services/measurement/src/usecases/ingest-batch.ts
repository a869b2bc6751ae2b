import { DAY_MS, defined, DomainError, type Caller, type Instant } from '@sla/kernel';
import { checkBatch } from '../domain/check-batch.js';
import { joinColumns, kindDiffers, identityDiffers, type SeriesColumn } from '../domain/join-columns.js';
import { mergeSamples, type Merge } from '../domain/merge-samples.js';
import { pendingOf, type Arrivals } from '../domain/pending.js';
import type { NewBatch, StoredSample } from '../domain/sample.js';
import { requireWriter } from '../domain/sight.js';
import type { SeriesChange } from '../domain/work.js';
import type { BatchReceipt, Ports, SeriesHead, Transaction } from './ports.js';
import { moveWatermark } from './steps/move-watermark.js';

/**
 * Takes a batch in: whole or not at all, and once however often it is sent.
 * @throws DomainError for faults of the batch, conflicting samples, sources of others, and a key that was used for other content.
 */
export const ingestBatch =
  ({ uow, clock }: Pick<Ports, 'uow' | 'clock'>) =>
  async (caller: Caller, batch: NewBatch): Promise<BatchReceipt> => {
    const now = clock.now();
    checkBatch(batch, now);
    return uow.run(caller, async (tx) => {
      await tx.samples.expectSeries(batch.columns.map(({ series }) => series));
      // The source row is the queue of the source: batches of one source are taken in one after another.
      const { watermark, party } = await tx.samples.claimSource(batch.source, caller.principal.party ?? '');
      requireWriter(caller, batch.source, party);
      const before = await tx.samples.batch(batch.source, batch.batchKey);
      if (before !== undefined) return replay(batch, before);
      const receipt = await takeIn(tx, caller, batch, watermark);
      await tx.samples.saveBatch(batch, receipt, { by: caller.principal.subject, at: now });
      return receipt;
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

/** What became of one series of a batch. */
interface Taken {
  readonly column: SeriesColumn;
  readonly merge: Merge;
}

async function takeIn(tx: Transaction, caller: Caller, batch: NewBatch, arrival: Instant): Promise<BatchReceipt> {
  const taken = await mergeColumns(tx, batch, arrival);
  const instants = taken.flatMap(({ column }) => column.samples.map(({ at }) => at));
  const newest = instants.reduce((most, at) => (at > most ? at : most), arrival);
  const contracts = await moveWatermark(tx, caller, {
    source: batch.source,
    before: arrival,
    after: newest,
    historical: batch.historical,
    changes: await changesOf(tx, taken),
  });
  const pending = pendingOf(contracts, await arrivalsOf(tx, taken, arrival), arrival);
  await tx.determinations.addPending(pending.windows);
  const sum = (pick: (merge: Merge) => number): number => taken.reduce((total, { merge }) => total + pick(merge), 0);
  return {
    batchKey: batch.batchKey,
    contentHash: batch.contentHash,
    accepted: sum((merge) => merge.accepted.length),
    duplicates: sum((merge) => merge.duplicates),
    conflicting: sum((merge) => merge.conflicting),
    pendingRestatement: pending.samples,
    replayed: false,
    watermark: newest,
  };
}

const dayOf = (at: Instant): number => Math.floor(at / DAY_MS);

async function mergeColumns(tx: Transaction, batch: NewBatch, arrival: Instant): Promise<readonly Taken[]> {
  const columns = joinColumns(batch.columns);
  const heads = await headsOf(tx, batch.source, columns);
  const wanted = columns.flatMap(({ series, samples }) =>
    [...new Set(samples.map(({ at }) => dayOf(at)))].map((day) => ({ series, day })),
  );
  const stored = await tx.samples.days(wanted);
  const taken: Taken[] = [];
  for (const column of columns) {
    const { series, samples } = column;
    const { lastSeq } = defined(heads.get(series), `head of ${series}`);
    const places = await tx.samples.places(
      series,
      samples.flatMap(({ sequence }) => sequence ?? []),
    );
    const known = { stored: stored.get(series) ?? [], places, lastSeq, arrival };
    taken.push({ column, merge: mergeSamples({ series, incoming: samples, rule: batch.conflictRule, ...known }) });
  }
  await saveMerges(tx, heads, taken);
  return taken;
}

/** The heads of the columns' series, locked. @throws DomainError when a series is of another kind, identity or source. */
async function headsOf(
  tx: Transaction,
  source: string,
  columns: readonly SeriesColumn[],
): Promise<ReadonlyMap<string, SeriesHead>> {
  const none = { lastSeq: 0n, samples: 0n, duplicates: 0n, conflicts: 0n };
  const heads = await tx.samples.claimHeads(
    columns.map(({ series, kind, sequenced }) => ({ series, source, kind, sequenced, ...none })),
  );
  for (const { series, kind, sequenced } of columns) {
    const head = defined(heads.get(series), `head of ${series}`);
    if (head.source !== source)
      throw new DomainError('failed_precondition', 'measurement.series_of_other_source', {
        series,
        owner: head.source,
        source,
      });
    if (head.kind !== kind) throw kindDiffers(series, head.kind, kind);
    if (head.sequenced !== sequenced) throw identityDiffers(series);
  }
  return heads;
}

async function saveMerges(
  tx: Transaction,
  heads: ReadonlyMap<string, SeriesHead>,
  taken: readonly Taken[],
): Promise<void> {
  await tx.samples.saveHeads(
    taken.map(({ column: { series }, merge }) => grown(defined(heads.get(series), series), merge)),
  );
  await tx.samples.saveDays(taken.flatMap(changedDays));
  for (const { column, merge } of taken) {
    if (column.sequenced) await tx.samples.savePlaces(column.series, placesOf(merge.accepted));
  }
}

const placesOf = (samples: readonly StoredSample[]): ReadonlyMap<bigint, Instant> =>
  new Map(samples.flatMap(({ sequence, at }) => (sequence === undefined ? [] : [[sequence, at] as const])));

const grown = (head: SeriesHead, merge: Merge): SeriesHead => ({
  ...head,
  lastSeq: merge.lastSeq,
  samples: head.samples + BigInt(merge.added),
  duplicates: head.duplicates + BigInt(merge.duplicates),
  conflicts: head.conflicts + BigInt(merge.conflicting),
});

function changedDays({
  column: { series },
  merge,
}: Taken): readonly { series: string; day: number; samples: readonly StoredSample[] }[] {
  const changed = new Set(merge.accepted.map(({ at }) => dayOf(at)));
  const days = Map.groupBy(merge.samples, ({ at }) => dayOf(at));
  return [...changed].map((day) => ({ series, day, samples: days.get(day) ?? [] }));
}

async function changesOf(tx: Transaction, taken: readonly Taken[]): Promise<readonly SeriesChange[]> {
  const changes: SeriesChange[] = [];
  for (const { column, merge } of taken) {
    const instants = merge.accepted.map(({ at }) => at).sort((a, b) => a - b);
    const [first, last] = [instants[0], instants.at(-1)];
    if (first === undefined || last === undefined) continue;
    const next = await tx.samples.firstAfter(column.series, last);
    // A state holds until the next sample, so the windows up to there may have changed.
    changes.push({ series: column.series, span: { start: first, end: Math.max(last + 1, next?.at ?? 0) as Instant } });
  }
  return changes;
}

/** The samples that came behind the watermark, each with the sample after it: only these can be too late for a window. */
async function arrivalsOf(tx: Transaction, taken: readonly Taken[], watermark: Instant): Promise<readonly Arrivals[]> {
  const arrivals: Arrivals[] = [];
  for (const { column, merge } of taken) {
    const late = merge.accepted.filter(({ at }) => at <= watermark);
    const samples: Arrivals['samples'][number][] = [];
    for (const [day, ofDay] of Map.groupBy(late, ({ at }) => dayOf(at))) {
      const instants = merge.samples.flatMap(({ at }) => (dayOf(at) === day ? [at] : []));
      // Days between those of the batch are not loaded, so the sample after a day's last one is looked up.
      const after = await tx.samples.firstAfter(column.series, defined(instants.at(-1), 'the last sample of a day'));
      samples.push(...withNext(ofDay, instants, after?.at ?? watermark));
    }
    arrivals.push({ series: column.series, kind: column.kind, samples });
  }
  return arrivals;
}

/** `instants` ascend; `end` follows the last of them. */
function withNext(samples: readonly StoredSample[], instants: readonly Instant[], end: Instant): Arrivals['samples'] {
  const distinct = [...new Set(instants)];
  const following = new Map(distinct.map((at, i) => [at, distinct[i + 1] ?? end]));
  return samples.map(({ at }) => ({ at, next: following.get(at) ?? end }));
}
