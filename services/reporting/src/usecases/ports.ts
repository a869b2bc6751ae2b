import type { Explanation } from '@sla/engine';
import type { Caller, Digest, Instant, Interval } from '@sla/kernel';
import type { Booked, CreditState, LedgerEntry } from '../domain/booking.js';
import type { Contract } from '../domain/contract.js';
import type { ComparedRow, Difference, ReportBody } from '../domain/edition.js';
import type { Finding } from '../domain/finding.js';

/** Everything the use cases need of the world; the module brings the real ones, tests bring fakes. */
export interface Ports {
  readonly uow: UnitOfWork;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly ids: Ids;
  readonly measurement: Measurement;
  readonly documents: DocumentWriter;
}

export interface Clock {
  now(): Instant;
}

export interface Ids {
  next(): string;
}

/** The measurement service: the only one that can tell why a determination says what it says. */
export interface Measurement {
  /** @throws when it does not answer; the caller tries again later. */
  explain(tenant: string, finding: Finding, correlationId: string): Promise<Explanation>;
}

/** Turns a report into the files that people read. Pure: the same report gives the same bytes. */
export interface DocumentWriter {
  csv(report: IssuedReport): string;
  html(report: IssuedReport): string;
}

export interface IssuedReport {
  readonly body: ReportBody;
  readonly edition: number;
  readonly issuedAt: Instant;
  /** Why it was asked for; '' when it was issued by itself. */
  readonly reason: string;
  readonly differences: readonly Difference[];
  /** SHA-256 of the canonical JSON. */
  readonly contentHash: string;
  /** That of the edition before; '' for the first. */
  readonly previousContentHash: string;
}

export interface UnitOfWork {
  run<Answer>(caller: Caller, work: (tx: Transaction) => Promise<Answer>): Promise<Answer>;
}

export interface Transaction {
  readonly contracts: ContractStore;
  readonly compliance: ComplianceStore;
  readonly ledger: LedgerStore;
  readonly editions: EditionStore;
  readonly work: EditionWorkStore;
  publish(event: ReportingEvent): Promise<void>;
  audit(record: AuditRecord): Promise<void>;
}

export type ReportingEvent =
  | { readonly type: 'report_issued'; readonly edition: EditionSummary }
  | { readonly type: 'credit_booked'; readonly entry: LedgerEntry };

export interface AuditRecord {
  readonly action: string;
  readonly resource: string;
  readonly beforeHash: string;
  readonly afterHash: string;
  readonly reason: string;
}

export interface ContractStore {
  add(contract: Contract): Promise<void>;
  end(agreementId: string, version: number, end: Instant): Promise<void>;
  get(agreementId: string, version: number): Promise<Contract | undefined>;
  ofAgreement(agreementId: string): Promise<readonly Contract[]>;
  agreementsOf(party: string): Promise<readonly string[]>;
  /** Puts decisions about one agreement into one order. */
  lock(agreementId: string): Promise<void>;
}

/** A line of the compliance table with where its credits stand. */
export interface ComplianceLine {
  readonly finding: Finding;
  readonly credits: readonly StoredCredit[];
}

export interface StoredCredit {
  readonly agreementId: string;
  readonly creditId: string;
  readonly objectiveId: string;
  readonly windowStart: Instant;
  readonly windowLabel: string;
  readonly state: CreditState;
  readonly amountMinor: bigint;
  readonly lowMinor: bigint;
  readonly highMinor: bigint;
  readonly currency: string;
  readonly percent: string;
  readonly revision: number;
  readonly explanation: Explanation;
}

export interface ComplianceStore {
  get(agreementId: string, objectiveId: string, windowStart: Instant): Promise<Finding | undefined>;
  save(finding: Finding): Promise<void>;
  saveCredit(credit: StoredCredit): Promise<void>;
  /** Of two versions that share a label, the newer one's. */
  credit(agreementId: string, creditId: string, windowLabel: string): Promise<StoredCredit | undefined>;
  list(query: {
    readonly agreementIds: readonly string[] | undefined;
    readonly overlapping?: Interval;
    readonly after: string;
    readonly limit: number;
  }): Promise<{ readonly lines: readonly ComplianceLine[]; readonly next: string }>;
  /** Lines whose window ends inside a span, in order of objective and window. */
  endingIn(agreementId: string, span: Interval): Promise<readonly ComplianceLine[]>;
}

export interface LedgerStore {
  booked(agreementId: string, creditId: string, windowStart: Instant): Promise<Booked>;
  append(entry: LedgerEntry): Promise<void>;
  /** Entries of the windows of an agreement that begin at one of these instants, oldest first. */
  ofWindows(agreementId: string, windowStarts: readonly Instant[]): Promise<readonly LedgerEntry[]>;
  list(
    agreementIds: readonly string[] | undefined,
    after: string,
    limit: number,
  ): Promise<{ readonly entries: readonly LedgerEntry[]; readonly next: string }>;
}

/** An edition without its content. */
export interface EditionSummary {
  readonly agreementId: string;
  readonly period: string;
  readonly edition: number;
  readonly issuedAt: Instant;
  readonly contentHash: string;
  readonly csvHash: string;
  readonly htmlHash: string;
  readonly differences: readonly Difference[];
  readonly traceId: string;
  readonly complete: boolean;
}

export interface Edition {
  readonly summary: EditionSummary;
  readonly bodyHash: string;
  readonly rows: readonly ComparedRow[];
  readonly json: string;
  readonly csv: string;
  readonly html: string;
}

export interface EditionStore {
  newest(
    agreementId: string,
    period: string,
  ): Promise<
    { readonly summary: EditionSummary; readonly bodyHash: string; readonly rows: readonly ComparedRow[] } | undefined
  >;
  add(edition: Edition): Promise<void>;
  /** Edition 0 is the newest. */
  read(
    agreementId: string,
    period: string,
    edition: number,
    format: 'json' | 'csv' | 'html',
  ): Promise<{ readonly summary: EditionSummary; readonly content: string } | undefined>;
  list(query: {
    readonly agreementIds: readonly string[] | undefined;
    readonly period: string;
    readonly after: string;
    readonly limit: number;
  }): Promise<{ readonly editions: readonly EditionSummary[]; readonly next: string }>;
}

export interface EditionWork {
  readonly agreementId: string;
  readonly period: string;
}

export interface EditionWorkStore {
  mark(
    work: EditionWork,
    cause: { readonly correlationId: string; readonly traceparent: string; readonly now: Instant },
  ): Promise<void>;
  /** Generation of the work; undefined when there is none. */
  generation(work: EditionWork): Promise<bigint | undefined>;
  /** Removes the work unless something has marked it again since. */
  done(work: EditionWork, generation: bigint): Promise<void>;
  /** Puts the work off after a failure. */
  postpone(work: EditionWork, until: Instant): Promise<void>;
}
