import { createHash } from 'node:crypto';
import type { Explanation } from '@sla/engine';
import {
  DomainError,
  parseInstant,
  type Caller,
  type Instant,
  type PartyId,
  type Role,
  type TenantId,
} from '@sla/kernel';
import { writeCsv } from '../src/adapters/documents/write-csv.js';
import { writeHtml } from '../src/adapters/documents/write-html.js';
import { bookedBy, type LedgerEntry } from '../src/domain/booking.js';
import type { Contract } from '../src/domain/contract.js';
import type { Finding } from '../src/domain/finding.js';
import { storyOf } from '../src/domain/web-shop.fixture.js';
import type {
  AuditRecord,
  Clock,
  ComplianceLine,
  ComplianceStore,
  ContractStore,
  Edition,
  EditionStore,
  EditionWork,
  EditionWorkStore,
  LedgerStore,
  Measurement,
  Ports,
  ReportingEvent,
  StoredCredit,
  Transaction,
  UnitOfWork,
} from '../src/usecases/ports.js';

/** What one tenant has stored. */
interface Space {
  readonly contracts: Map<string, Contract>;
  readonly findings: Map<string, Finding>;
  readonly credits: Map<string, StoredCredit>;
  readonly ledger: LedgerEntry[];
  readonly editions: Edition[];
  readonly work: Map<string, EditionWork & { readonly generation: bigint }>;
  readonly events: ReportingEvent[];
  readonly audit: AuditRecord[];
  readonly answers: Map<string, { readonly fingerprint: string; readonly answer: unknown }>;
}

const emptySpace = (): Space => ({
  contracts: new Map(),
  findings: new Map(),
  credits: new Map(),
  ledger: [],
  editions: [],
  work: new Map(),
  events: [],
  audit: [],
  answers: new Map(),
});

/** The stores in memory: one transaction at a time, all or nothing. */
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

  private async transact<Answer>(caller: Caller, work: (tx: Transaction) => Promise<Answer>): Promise<Answer> {
    const { tenant } = caller.principal;
    const space = structuredClone(this.space(tenant));
    const { request } = caller;
    const key = `${request?.method} ${request?.requestId}`;
    const known = request && space.answers.get(key);
    if (known && known.fingerprint !== request.fingerprint) {
      throw new DomainError('already_exists', 'platform.request_id_reused', { requestId: request.requestId });
    }
    if (known) return known.answer as Answer;
    const answer = await work(transactionOn(space));
    if (request) space.answers.set(key, { fingerprint: request.fingerprint, answer });
    this.spaces.set(tenant, space);
    return answer;
  }
}

const transactionOn = (space: Space): Transaction => ({
  contracts: contractsOn(space),
  compliance: complianceOn(space),
  ledger: ledgerOn(space),
  editions: editionsOn(space),
  work: workOn(space),
  publish: (event) => Promise.resolve(void space.events.push(event)),
  audit: (record) => Promise.resolve(void space.audit.push(record)),
});

function contractsOn({ contracts }: Space): ContractStore {
  const key = (agreementId: string, version: number): string => `${agreementId}/${version}`;
  const ofAgreement = (agreementId: string): readonly Contract[] =>
    [...contracts.values()].filter((c) => c.agreementId === agreementId).sort((a, b) => a.version - b.version);
  return {
    add: (contract) => {
      const name = key(contract.agreementId, contract.version);
      if (!contracts.has(name)) contracts.set(name, contract);
      return Promise.resolve();
    },
    end: (agreementId, version, end) => {
      const found = contracts.get(key(agreementId, version));
      if (found) contracts.set(key(agreementId, version), { ...found, end });
      return Promise.resolve();
    },
    get: (agreementId, version) => Promise.resolve(contracts.get(key(agreementId, version))),
    ofAgreement: (agreementId) => Promise.resolve(ofAgreement(agreementId)),
    agreementsOf: (party) =>
      Promise.resolve([
        ...new Set(
          [...contracts.values()]
            .filter(({ terms }) => terms.parties.some(({ id }) => id === party))
            .map(({ agreementId }) => agreementId),
        ),
      ]),
    lock: () => Promise.resolve(),
  };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const seenBy = (agreementIds: readonly string[] | undefined, id: string): boolean =>
  agreementIds === undefined || agreementIds.includes(id);

/** One page of a list; where it ends is told by its place in the list. */
function pageOf<T>(
  all: readonly T[],
  after: string,
  limit: number,
): { readonly items: readonly T[]; readonly next: string } {
  const end = Number(after) + limit;
  return { items: all.slice(Number(after), end), next: end < all.length ? String(end) : '' };
}

function complianceOn({ findings, credits }: Space): ComplianceStore {
  const findingKey = (a: string, objective: string, start: Instant): string => `${a}/${objective}/${start}`;
  const withCredits = (finding: Finding): ComplianceLine => ({
    finding,
    credits: [...credits.values()]
      .filter(
        (c) =>
          c.agreementId === finding.agreementId &&
          c.objectiveId === finding.objectiveId &&
          c.windowStart === finding.window.start,
      )
      .sort((a, b) => byText(a.creditId, b.creditId)),
  });
  const sorted = (): readonly Finding[] =>
    [...findings.values()].sort(
      (a, b) =>
        byText(a.agreementId, b.agreementId) || byText(a.objectiveId, b.objectiveId) || a.window.start - b.window.start,
    );
  return {
    get: (agreementId, objectiveId, start) =>
      Promise.resolve(findings.get(findingKey(agreementId, objectiveId, start))),
    save: (f) => Promise.resolve(void findings.set(findingKey(f.agreementId, f.objectiveId, f.window.start), f)),
    saveCredit: (c) => Promise.resolve(void credits.set(`${c.agreementId}/${c.creditId}/${c.windowStart}`, c)),
    credit: (agreementId, creditId, windowLabel) =>
      Promise.resolve(
        [...credits.values()]
          .filter((c) => c.agreementId === agreementId && c.creditId === creditId && c.windowLabel === windowLabel)
          .sort((a, b) => b.windowStart - a.windowStart)[0],
      ),
    list: ({ agreementIds, overlapping, after, limit }) => {
      const all = sorted().filter(
        ({ agreementId, window }) =>
          seenBy(agreementIds, agreementId) &&
          (overlapping === undefined || (window.end > overlapping.start && window.start < overlapping.end)),
      );
      const { items, next } = pageOf(all, after, limit);
      return Promise.resolve({ lines: items.map(withCredits), next });
    },
    endingIn: (agreementId, span) =>
      Promise.resolve(
        sorted()
          .filter((f) => f.agreementId === agreementId && f.window.end > span.start && f.window.end <= span.end)
          .map(withCredits),
      ),
  };
}

const ledgerOn = ({ ledger }: Space): LedgerStore => ({
  booked: (agreementId, creditId, windowStart) =>
    Promise.resolve(
      bookedBy(
        ledger.filter((e) => e.agreementId === agreementId && e.creditId === creditId && e.windowStart === windowStart),
      ),
    ),
  append: (entry) => Promise.resolve(void ledger.push(entry)),
  ofWindows: (agreementId, starts) =>
    Promise.resolve(ledger.filter((e) => e.agreementId === agreementId && starts.includes(e.windowStart))),
  list: (agreementIds, after, limit) => {
    const { items, next } = pageOf(
      ledger.filter((e) => seenBy(agreementIds, e.agreementId)),
      after,
      limit,
    );
    return Promise.resolve({ entries: items, next });
  },
});

function editionsOn({ editions }: Space): EditionStore {
  const of = (agreementId: string, period: string): readonly Edition[] =>
    editions.filter(({ summary }) => summary.agreementId === agreementId && summary.period === period);
  return {
    newest: (agreementId, period) => Promise.resolve(of(agreementId, period).at(-1)),
    add: (edition) => Promise.resolve(void editions.push(edition)),
    read: (agreementId, period, number, format) => {
      const all = of(agreementId, period);
      const found = number === 0 ? all.at(-1) : all.find(({ summary }) => summary.edition === number);
      return Promise.resolve(found && { summary: found.summary, content: found[format] });
    },
    list: ({ agreementIds, period, after, limit }) => {
      const all = editions
        .map(({ summary }) => summary)
        .filter((s) => seenBy(agreementIds, s.agreementId) && (period === '' || s.period === period))
        .sort(
          (a, b) =>
            b.issuedAt - a.issuedAt ||
            byText(b.agreementId, a.agreementId) ||
            byText(b.period, a.period) ||
            b.edition - a.edition,
        );
      const { items, next } = pageOf(all, after, limit);
      return Promise.resolve({ editions: items, next });
    },
  };
}

function workOn({ work }: Space): EditionWorkStore {
  const key = ({ agreementId, period }: EditionWork): string => `${agreementId}/${period}`;
  return {
    mark: ({ agreementId, period }) => {
      const generation = (work.get(key({ agreementId, period }))?.generation ?? 0n) + 1n;
      work.set(key({ agreementId, period }), { agreementId, period, generation });
      return Promise.resolve();
    },
    generation: (item) => Promise.resolve(work.get(key(item))?.generation),
    done: (item, generation) => {
      if (work.get(key(item))?.generation === generation) work.delete(key(item));
      return Promise.resolve();
    },
    postpone: () => Promise.resolve(),
  };
}

/** A clock that a test sets. */
export class FakeClock implements Clock {
  private at = parseInstant('2026-05-01T00:00:00Z');

  now(): Instant {
    return this.at;
  }

  set(text: string): void {
    this.at = parseInstant(text);
  }
}

/** The story that measurement would tell; what happens meanwhile, and whether it answers at all, is the test's choice. */
export class FakeMeasurement implements Measurement {
  meanwhile: (finding: Finding) => Promise<void> = () => Promise.resolve();
  told = 0;

  async explain(_tenant: string, finding: Finding): Promise<Explanation> {
    this.told += 1;
    await this.meanwhile(finding);
    return storyOf(finding);
  }
}

export const digest = { sha256: (data: string | Uint8Array): Uint8Array => createHash('sha256').update(data).digest() };

/** Everything but the database and the peer is real: the writers of documents have no outside. */
export function portsOn(uow: UnitOfWork, clock: Clock, measurement: Measurement): Ports {
  let ids = 0;
  return {
    uow,
    clock,
    digest,
    measurement,
    ids: { next: () => `entry-${String(++ids).padStart(4, '0')}` },
    documents: { csv: writeCsv, html: writeHtml },
  };
}

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

/** The same caller with a request id. */
export const asking = (caller: Caller, requestId: string, fingerprint = 'same'): Caller => ({
  ...caller,
  request: { method: 'sla.reporting.v1.ReportingService/IssueReport', requestId, fingerprint },
});
