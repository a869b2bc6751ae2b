import type { Caller, Digest, Instant, Interval } from '@sla/kernel';
import type { AuditRecord } from '../domain/audit.js';
import type { Contract } from '../domain/contract.js';
import type { Determination, DeterminationEvent } from '../domain/determination.js';
import type { DisputeRecord } from '../domain/dispute.js';
import type { NewBatch, SeriesKind, StoredSample } from '../domain/sample.js';
import type { PendingSamples } from '../domain/pending.js';
import type { WorkItem } from '../domain/work.js';

/** Everything the use cases need of the world; the module brings the real ones, tests bring fakes. */
export interface Ports {
  readonly uow: UnitOfWork;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly ids: Ids;
}

export interface Clock {
  now(): Instant;
}

export interface Ids {
  /** A new unique id. */
  next(): string;
}

/** One database transaction in the caller's tenant: all of `work` happens or nothing of it. */
export interface UnitOfWork {
  run<Answer>(caller: Caller, work: (tx: Transaction) => Promise<Answer>): Promise<Answer>;
}

export interface Transaction {
  readonly contracts: ContractStore;
  readonly samples: SampleStore;
  readonly work: WorkStore;
  readonly determinations: DeterminationStore;
  readonly disputes: DisputeStore;
  /** Announces an event when, and only when, the transaction commits. */
  publish(event: DeterminationEvent): Promise<void>;
  audit(record: AuditRecord): Promise<void>;
  /** Events that wait to be published. */
  unpublished(): Promise<number>;
}

export interface ContractStore {
  /** Stores a version; the same version again changes nothing. Waits for transactions that add series (see SampleStore.expectSeries). */
  add(contract: Contract): Promise<void>;
  /** Ends a version's time of force. */
  end(agreementId: string, version: number, end: Instant): Promise<void>;
  get(agreementId: string, version: number): Promise<Contract | undefined>;
  /** All versions of an agreement, oldest first. */
  ofAgreement(agreementId: string): Promise<readonly Contract[]>;
  /** Versions that measure one of these series. */
  measuring(series: readonly string[]): Promise<readonly Contract[]>;
  /** Agreements in which a party takes part. */
  agreementsOf(party: string): Promise<readonly string[]>;
}

export interface SeriesHead {
  readonly series: string;
  readonly source: string;
  readonly kind: SeriesKind;
  /** True when samples are identified by sequence. */
  readonly sequenced: boolean;
  readonly lastSeq: bigint;
  readonly samples: bigint;
  readonly duplicates: bigint;
  readonly conflicts: bigint;
}

export interface StoredBatch {
  readonly contentHash: string;
  readonly receipt: BatchReceipt;
}

export interface BatchReceipt {
  readonly batchKey: string;
  readonly contentHash: string;
  readonly accepted: number;
  readonly duplicates: number;
  readonly conflicting: number;
  readonly pendingRestatement: number;
  readonly replayed: boolean;
  readonly watermark: Instant;
}

export interface SourceState {
  readonly watermark: Instant;
  /** Party for which it speaks; '' for none. */
  readonly party: string;
}

export interface SampleStore {
  batch(source: string, batchKey: string): Promise<StoredBatch | undefined>;
  saveBatch(batch: NewBatch, receipt: BatchReceipt, sent: { readonly by: string; readonly at: Instant }): Promise<void>;
  /**
   * Comes before anything else is locked. When one of the series is new, waits for transactions that add versions, and lets none
   * begin: otherwise neither would see the other, and nobody would evaluate the new samples under the new version.
   */
  expectSeries(series: readonly string[]): Promise<void>;
  /** A source, locked until the transaction ends. A new one begins at MIN_INSTANT and belongs to the party ('' for none). */
  claimSource(source: string, party: string): Promise<SourceState>;
  /** Watermark of a source that exists, locked until the transaction ends. */
  lockSource(source: string): Promise<Instant>;
  saveWatermark(source: string, watermark: Instant): Promise<void>;
  /** All sources of the tenant. */
  sources(): Promise<ReadonlyMap<string, SourceState>>;
  /** Heads of series that exist. */
  heads(series: readonly string[]): Promise<readonly SeriesHead[]>;
  /** A series and the watermark of its source as of one moment; undefined when there is no such series. */
  frontier(series: string): Promise<{ readonly head: SeriesHead; readonly watermark: Instant } | undefined>;
  /** Heads as they are stored, locked until the transaction ends; those that do not exist yet are created as given. */
  claimHeads(heads: readonly SeriesHead[]): Promise<ReadonlyMap<string, SeriesHead>>;
  /** Writes the counters of claimed heads. */
  saveHeads(heads: readonly SeriesHead[]): Promise<void>;
  /** Series of a source. */
  seriesOf(source: string): Promise<readonly string[]>;
  /** The instants of sequences of a series, as far as they are known. */
  places(series: string, sequences: readonly bigint[]): Promise<ReadonlyMap<bigint, Instant>>;
  savePlaces(series: string, places: ReadonlyMap<bigint, Instant>): Promise<void>;
  /** Samples of the UTC days (days since 1970) of series, in order, replaced ones included. */
  days(
    wanted: readonly { readonly series: string; readonly day: number }[],
  ): Promise<ReadonlyMap<string, readonly StoredSample[]>>;
  saveDays(
    days: readonly { readonly series: string; readonly day: number; readonly samples: readonly StoredSample[] }[],
  ): Promise<void>;
  /** Samples inside a span, in order, replaced ones included. */
  within(series: string, span: Interval): Promise<readonly StoredSample[]>;
  /** The newest sample before an instant that `accept` takes. */
  lastBefore(series: string, at: Instant, accept: (sample: StoredSample) => boolean): Promise<StoredSample | undefined>;
  /** The first sample after an instant. */
  firstAfter(series: string, at: Instant): Promise<StoredSample | undefined>;
}

/** A window for which late samples wait, and its newest revision (0 when it has not been evaluated yet). */
export interface PendingWindow extends PendingSamples {
  readonly revision: number;
  readonly version: number;
}

export interface WorkStore {
  /** Marks windows for evaluation, linked to the trace that changed them. */
  mark(items: readonly WorkItem[], cause: WorkCause): Promise<void>;
  /** Marks windows of the objectives that are not final although a watermark has passed their end or freeze. */
  markUnsettled(objectives: readonly ObjectiveKey[], watermark: Instant, cause: WorkCause): Promise<void>;
  /** Takes one window for this transaction; undefined when another replica has it or nothing is left of it. */
  take(item: WorkKey): Promise<TakenWork | undefined>;
  done(item: WorkKey): Promise<void>;
  /** Leaves a taken window marked, to be looked at from an instant on. */
  postpone(item: WorkKey, until: Instant): Promise<void>;
  /** Windows that wait for evaluation at an instant. */
  waiting(now: Instant): Promise<number>;
}

export interface ObjectiveKey {
  readonly agreementId: string;
  readonly objectiveId: string;
}

export interface WorkCause {
  readonly historical: boolean;
  readonly correlationId: string;
  readonly traceparent: string;
}

export interface WorkKey {
  readonly agreementId: string;
  readonly objectiveId: string;
  readonly windowStart: Instant;
}

export interface TakenWork extends WorkItem {
  readonly historical: boolean;
}

export interface DeterminationName {
  readonly agreementId: string;
  readonly objectiveId: string;
  readonly windowLabel: string;
  /** Version under which it was judged. When a version ends inside a window, both have a part with the same label; absent for the later. */
  readonly version?: number;
  /** 0 for the newest. */
  readonly revision: number;
}

/** A determination with the samples that wait for its restatement. */
export interface SeenDetermination {
  readonly determination: Determination;
  readonly pending: number;
}

export interface DeterminationQuery {
  readonly agreementIds?: readonly string[];
  readonly objectiveId?: string;
  readonly overlapping?: Interval;
  readonly allRevisions: boolean;
  readonly after: string;
  readonly limit: number;
}

export interface DeterminationStore {
  /** The newest revision of the window that begins then. */
  newest(key: WorkKey): Promise<Determination | undefined>;
  find(name: DeterminationName): Promise<Determination | undefined>;
  /** Writes a revision; one that is settled already is never written again. */
  save(determination: Determination): Promise<void>;
  list(
    query: DeterminationQuery,
  ): Promise<{ readonly determinations: readonly SeenDetermination[]; readonly next: string }>;
  addPending(pending: readonly PendingSamples[]): Promise<void>;
  pending(
    agreementIds: readonly string[] | undefined,
    after: string,
    limit: number,
  ): Promise<{ readonly pending: readonly PendingWindow[]; readonly next: string }>;
  pendingOf(key: WorkKey): Promise<number>;
  clearPending(key: WorkKey): Promise<void>;
}

export interface DisputeStore {
  add(dispute: DisputeRecord): Promise<void>;
  lock(id: string): Promise<DisputeRecord | undefined>;
  save(dispute: DisputeRecord): Promise<void>;
  /** Disputes of a series under an agreement that touch a span, oldest first. */
  touching(agreementId: string, series: string, span: Interval): Promise<readonly DisputeRecord[]>;
  list(
    agreementIds: readonly string[] | undefined,
    after: string,
    limit: number,
  ): Promise<{ readonly disputes: readonly DisputeRecord[]; readonly next: string }>;
}
