import { createHash } from 'node:crypto';
import {
  DomainError,
  parseInstant,
  type Caller,
  type Instant,
  type PartyId,
  type Role,
  type TenantId,
} from '@sla/kernel';
import { YamlDocumentReader } from '../src/adapters/documents/yaml-document-reader.js';
import { JoseSignatureVerifier } from '../src/adapters/signatures/jose-signature-verifier.js';
import type { Agreement } from '../src/domain/agreement.js';
import type { AuditRecord } from '../src/domain/audit.js';
import type { PublishedEvent } from '../src/domain/events.js';
import { isSeen } from '../src/domain/seats.js';
import type { SigningKey } from '../src/domain/signing-key.js';
import type {
  AgreementStore,
  Clock,
  Ports,
  SigningKeyStore,
  Timer,
  Transaction,
  UnitOfWork,
} from '../src/usecases/ports.js';

/** What one tenant has stored. */
interface Space {
  readonly agreements: Map<string, Agreement>;
  readonly terms: Map<string, string>;
  /** Ids of changed agreements, oldest first. */
  readonly changes: string[];
  readonly keys: SigningKey[];
  readonly events: PublishedEvent[];
  readonly audit: AuditRecord[];
  readonly answers: Map<string, { readonly fingerprint: string; readonly answer: string }>;
}

const emptySpace = (): Space => ({
  agreements: new Map(),
  terms: new Map(),
  changes: [],
  keys: [],
  events: [],
  audit: [],
  answers: new Map(),
});

/** The stores in memory: one transaction at a time, all or nothing, answers kept as JSON like the real ones. */
export class FakeUnitOfWork implements UnitOfWork {
  readonly spaces = new Map<TenantId, Space>();
  private turn: Promise<unknown> = Promise.resolve();

  space(tenant: TenantId): Space {
    return this.spaces.get(tenant) ?? emptySpace();
  }

  run<Answer>(caller: Caller, work: (tx: Transaction) => Promise<Answer>): Promise<Answer> {
    const mine = this.turn.then(() => this.transact(caller, work));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  read<Answer>(caller: Caller, work: (tx: Transaction) => Promise<Answer>): Promise<Answer> {
    return this.turn.then(() => work(transactionOn(structuredClone(this.space(caller.principal.tenant)))));
  }

  private async transact<Answer>(caller: Caller, work: (tx: Transaction) => Promise<Answer>): Promise<Answer> {
    const { tenant } = caller.principal;
    const space = structuredClone(this.space(tenant));
    const { request } = caller;
    const key = `${request?.method} ${request?.requestId}`;
    const known = request && space.answers.get(key);
    if (known && known.fingerprint !== request.fingerprint) {
      throw new DomainError('already_exists', 'platform.request_id_reused', { requestId: request.requestId });
    }
    if (known) return JSON.parse(known.answer) as Answer;
    const answer = await work(transactionOn(space));
    if (request) space.answers.set(key, { fingerprint: request.fingerprint, answer: JSON.stringify(answer) });
    this.spaces.set(tenant, space);
    return answer;
  }
}

const transactionOn = (space: Space): Transaction => ({
  agreements: agreementsOn(space),
  keys: keysOn(space),
  publish: (event) => Promise.resolve(void space.events.push(event)),
  audit: (record) => Promise.resolve(void space.audit.push(record)),
});

function agreementsOn(space: Space): AgreementStore {
  const get = (id: string): Promise<Agreement | undefined> => Promise.resolve(space.agreements.get(id));
  return {
    lock: get,
    get,
    list: ({ sight, party, after, limit }) =>
      Promise.resolve(
        [...space.agreements.values()]
          .filter(({ id, parties }) => id > after && (party === undefined || parties.some((p) => p.id === party)))
          .filter((agreement) => isSeen(sight, agreement))
          .sort((a, b) => (a.id < b.id ? -1 : 1))
          .slice(0, limit),
      ),
    terms: (contentHash) => Promise.resolve(termsOn(space, contentHash)),
    save: (agreement, events) => {
      space.agreements.set(agreement.id, agreement);
      space.changes.push(agreement.id);
      for (const event of events) {
        if (event.type === 'draft_stored') space.terms.set(event.contentHash, event.canonicalJson);
      }
      return Promise.resolve();
    },
    head: () => Promise.resolve({ change: String(space.changes.length), id: '' }),
    changes: ({ change }, limit) => {
      const ids = space.changes.slice(Number(change), Number(change) + limit);
      const next = Number(change) + ids.length;
      const agreements = ids.flatMap((id) => space.agreements.get(id) ?? []);
      return Promise.resolve({ agreements, next: { change: String(next), id: '' }, more: next < space.changes.length });
    },
  };
}

function termsOn(space: Space, contentHash: string): Awaited<ReturnType<AgreementStore['terms']>> {
  for (const agreement of space.agreements.values()) {
    const version = agreement.versions.find((candidate) => candidate.contentHash === contentHash);
    const canonicalJson = space.terms.get(contentHash);
    if (version && canonicalJson !== undefined) {
      return { agreement, version: version.number, contentHash: version.contentHash, canonicalJson };
    }
  }
  return undefined;
}

const keysOn = (space: Space): SigningKeyStore => ({
  related: ({ party, keyId, thumbprint }) =>
    Promise.resolve(
      space.keys.filter((key) => key.party === party || key.keyId === keyId || key.thumbprint === thumbprint),
    ),
  add: (key) => Promise.resolve(void space.keys.push(key)),
});

/** A clock that a test sets. */
export class FakeClock implements Clock {
  private at = parseInstant('2026-11-01T00:00:00Z');

  now(): Instant {
    return this.at;
  }

  set(text: string): void {
    this.at = parseInstant(text);
  }
}

/** Waits one turn of the event loop instead of the time asked for. */
export const soon: Timer = { wait: () => new Promise((resolve) => void setImmediate(resolve)) };

export const digest = { sha256: (data: string | Uint8Array): Uint8Array => createHash('sha256').update(data).digest() };

/** Everything but the database is real: the reader of documents and the verifier of signatures have no outside. */
export const portsOn = (uow: UnitOfWork, clock: Clock): Ports => ({
  uow,
  clock,
  digest,
  documents: new YamlDocumentReader(),
  signatures: new JoseSignatureVerifier(),
  timer: soon,
});

export const callerOf = (tenant: string, party: string | undefined, ...roles: Role[]): Caller => ({
  principal: {
    subject: `${roles.join('+')}@${party ?? 'nobody'}`,
    tenant: tenant as TenantId,
    roles,
    kind: party === undefined ? 'service' : 'person',
    ...(party !== undefined && { party: party as PartyId }),
  },
  locale: 'en',
  correlationId: 'test',
});
