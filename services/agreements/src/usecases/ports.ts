import type { Caller, Digest, Instant, PartyId, Sha256Hex } from '@sla/kernel';
import type { Agreement } from '../domain/agreement.js';
import type { AuditRecord } from '../domain/audit.js';
import type { DocumentReading } from '../domain/document.js';
import type { AgreementEvent, PublishedEvent } from '../domain/events.js';
import type { Sight } from '../domain/seats.js';
import type { PublicJwk, SigningKey } from '../domain/signing-key.js';

/** Everything the use cases need of the world; the module brings the real ones, tests bring fakes. */
export interface Ports {
  readonly uow: UnitOfWork;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly documents: DocumentReader;
  readonly signatures: SignatureVerifier;
  readonly timer: Timer;
}

export interface Clock {
  now(): Instant;
}

export interface Timer {
  /** Resolves after `ms`, or at once when the signal is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * One database transaction in the caller's tenant: all of `work` happens or nothing of it.
 * A caller with a request identity gets the stored answer on a repeat, without `work`; answers are therefore plain data.
 */
export interface UnitOfWork {
  run<Answer>(caller: Caller, work: (tx: Transaction) => Promise<Answer>): Promise<Answer>;
  /** Like `run`, but reads only, and everything as of one moment. */
  read<Answer>(caller: Caller, work: (stores: Stores) => Promise<Answer>): Promise<Answer>;
}

/** What a reader may use. */
export interface Stores {
  readonly agreements: Pick<AgreementStore, 'get' | 'list' | 'terms' | 'head' | 'changes'>;
}

export interface Transaction {
  readonly agreements: AgreementStore;
  readonly keys: SigningKeyStore;
  /** Announces an event when, and only when, the transaction commits. */
  publish(event: PublishedEvent): Promise<void>;
  /** Appends to the tenant's audit chain. */
  audit(record: AuditRecord): Promise<void>;
}

export interface AgreementStore {
  /** The agreement, locked against every other change until the transaction ends. */
  lock(id: string): Promise<Agreement | undefined>;
  get(id: string): Promise<Agreement | undefined>;
  /** In order of id, after `after`. */
  list(query: ListQuery): Promise<readonly Agreement[]>;
  /** The terms with that content hash. */
  terms(contentHash: string): Promise<StoredTerms | undefined>;
  /** Saves the state after the events. @throws DomainError aborted when another transaction created the id meanwhile. */
  save(agreement: Agreement, events: readonly AgreementEvent[]): Promise<void>;
  /** Where the history of changes stands now. */
  head(): Promise<ChangeCursor>;
  /** Agreements changed since the cursor, at most `limit`, none skipped and none of an unfinished transaction. */
  changes(after: ChangeCursor, limit: number): Promise<ChangePage>;
}

export interface ListQuery {
  readonly sight: Sight;
  /** Only agreements in which this party takes part. */
  readonly party?: string;
  readonly after: string;
  readonly limit: number;
}

export interface StoredTerms {
  readonly agreement: Agreement;
  readonly version: number;
  readonly contentHash: Sha256Hex;
  readonly canonicalJson: string;
}

/** A place in the history of changes; only the store reads it. */
export interface ChangeCursor {
  readonly change: string;
  readonly id: string;
}

export interface ChangePage {
  readonly agreements: readonly Agreement[];
  readonly next: ChangeCursor;
  /** True when more is there already. */
  readonly more: boolean;
}

export interface SigningKeyStore {
  /** Keys of the party, and keys of anybody with that id or thumbprint. */
  related(key: {
    readonly party: PartyId;
    readonly keyId: string;
    readonly thumbprint?: string;
  }): Promise<readonly SigningKey[]>;
  /** @throws DomainError aborted when another transaction registered the id or the key meanwhile. */
  add(key: SigningKey): Promise<void>;
}

export type DocumentFormat = 'yaml' | 'json' | 'detect';

/** Reads the text of a document; what the value means is not its business. */
export interface DocumentReader {
  read(document: Uint8Array, format: DocumentFormat): DocumentReading;
}

/** Why something is no signature or no key: a text key. */
export type Refusal = { readonly ok: false; readonly reason: string };

export interface SignatureVerifier {
  /** Reads a public key from JWK JSON; a private member is refused and not repeated in the answer. */
  readKey(
    jwkJson: string,
  ): Promise<{ readonly ok: true; readonly jwk: PublicJwk; readonly thumbprint: string } | Refusal>;
  /** Checks a detached JWS over the text `payload` against one key. */
  verify(jws: string, payload: string, key: SigningKey): Promise<{ readonly ok: true } | Refusal>;
}
