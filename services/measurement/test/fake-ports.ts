import { createHash } from 'node:crypto';
import {
  MIN_INSTANT,
  parseInstant,
  type Caller,
  type Instant,
  type PartyId,
  type Role,
  type TenantId,
} from '@sla/kernel';
import type { AuditRecord } from '../src/domain/audit.js';
import type { Contract } from '../src/domain/contract.js';
import { isSettled, type Determination, type DeterminationEvent } from '../src/domain/determination.js';
import type { DisputeRecord } from '../src/domain/dispute.js';
import type { PendingSamples } from '../src/domain/pending.js';
import { inOrder, type StoredSample } from '../src/domain/sample.js';
import type {
  Clock,
  ContractStore,
  DeterminationStore,
  DisputeStore,
  Ports,
  SampleStore,
  SeriesHead,
  SourceState,
  StoredBatch,
  TakenWork,
  Transaction,
  UnitOfWork,
  WorkKey,
  WorkStore,
} from '../src/usecases/ports.js';

/** What one tenant has stored. */
interface Space {
  readonly contracts: Map<string, Contract>;
  readonly batches: Map<string, StoredBatch>;
  readonly sources: Map<string, SourceState>;
  readonly heads: Map<string, SeriesHead>;
  readonly samples: Map<string, StoredSample[]>;
  readonly places: Map<string, Map<bigint, Instant>>;
  readonly work: Map<string, TakenWork & { dueAt: number }>;
  readonly determinations: Map<string, Determination>;
  readonly pending: Map<string, PendingSamples>;
  readonly disputes: Map<string, DisputeRecord>;
  readonly events: DeterminationEvent[];
  readonly audit: AuditRecord[];
}

const emptySpace = (): Space => ({
  contracts: new Map(),
  batches: new Map(),
  sources: new Map(),
  heads: new Map(),
  samples: new Map(),
  places: new Map(),
  work: new Map(),
  determinations: new Map(),
  pending: new Map(),
  disputes: new Map(),
  events: [],
  audit: [],
});

/** The stores in memory: one transaction at a time, all or nothing. */
export class FakeUnitOfWork implements UnitOfWork {
  private readonly spaces = new Map<TenantId, Space>();
  private turn: Promise<unknown> = Promise.resolve();

  space(tenant: string): Space {
    return this.spaces.get(tenant as TenantId) ?? emptySpace();
  }

  run<Answer>(caller: Caller, work: (tx: Transaction) => Promise<Answer>): Promise<Answer> {
    const mine = this.turn.then(async () => {
      const space = structuredClone(this.space(caller.principal.tenant));
      const answer = await work(transactionOn(space));
      this.spaces.set(caller.principal.tenant, space);
      return answer;
    });
    this.turn = mine.catch(() => undefined);
    return mine;
  }
}

const transactionOn = (space: Space): Transaction => ({
  contracts: contractsOn(space),
  samples: samplesOn(space),
  work: workOn(space),
  determinations: determinationsOn(space),
  disputes: disputesOn(space),
  publish: async (event) => void space.events.push(event),
  audit: async (record) => void space.audit.push(record),
  unpublished: async () => space.events.length,
});

const byKey = <V>(entries: ReadonlyMap<string, V>): readonly V[] =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);

function contractsOn({ contracts }: Space): ContractStore {
  const keyOf = (agreementId: string, version: number): string => `${agreementId}/${String(version).padStart(6, '0')}`;
  return {
    add: async (contract) => {
      const key = keyOf(contract.agreementId, contract.version);
      if (!contracts.has(key)) contracts.set(key, contract);
    },
    end: async (agreementId, version, end) => {
      const contract = contracts.get(keyOf(agreementId, version));
      if (contract) contracts.set(keyOf(agreementId, version), { ...contract, end });
    },
    get: async (agreementId, version) => contracts.get(keyOf(agreementId, version)),
    ofAgreement: async (agreementId) => byKey(contracts).filter((contract) => contract.agreementId === agreementId),
    measuring: async (series) =>
      byKey(contracts).filter(({ terms }) => terms.objectives.some((o) => series.includes(o.indicator.series))),
    agreementsOf: async (party) => [
      ...new Set(
        byKey(contracts)
          .filter(({ terms }) => terms.parties.some(({ id }) => id === party))
          .map(({ agreementId }) => agreementId),
      ),
    ],
  };
}

const DAY = 86_400_000;

function samplesOn(space: Space): SampleStore {
  const { batches, sources, heads, samples, places } = space;
  const of = (series: string): readonly StoredSample[] => samples.get(series) ?? [];
  return {
    batch: async (source, key) => batches.get(`${source}/${key}`),
    saveBatch: async (batch, receipt) =>
      void batches.set(`${batch.source}/${batch.batchKey}`, { contentHash: batch.contentHash, receipt }),
    expectSeries: async () => undefined,
    claimSource: async (source, party) => {
      const state = sources.get(source) ?? { watermark: MIN_INSTANT, party };
      sources.set(source, state);
      return state;
    },
    lockSource: async (source) => sources.get(source)?.watermark ?? MIN_INSTANT,
    saveWatermark: async (source, watermark) =>
      void sources.set(source, { party: sources.get(source)?.party ?? '', watermark }),
    sources: async () => new Map([...sources].sort(([a], [b]) => (a < b ? -1 : 1))),
    heads: async (wanted) => wanted.flatMap((series) => heads.get(series) ?? []),
    frontier: async (series) => {
      const head = heads.get(series);
      return head && { head, watermark: sources.get(head.source)?.watermark ?? MIN_INSTANT };
    },
    claimHeads: async (wanted) => new Map(wanted.map((head) => [head.series, heads.get(head.series) ?? head])),
    saveHeads: async (grown) => grown.forEach((head) => heads.set(head.series, head)),
    seriesOf: async (source) => [...heads.values()].filter((h) => h.source === source).map(({ series }) => series),
    places: async (series, sequences) =>
      new Map(
        sequences.flatMap((sequence) => {
          const at = places.get(series)?.get(sequence);
          return at === undefined ? [] : [[sequence, at] as const];
        }),
      ),
    savePlaces: async (series, added) => void places.set(series, new Map([...(places.get(series) ?? []), ...added])),
    days: async (wanted) =>
      new Map(
        [...Map.groupBy(wanted, ({ series }) => series)].map(([series, days]) => [
          series,
          of(series).filter(({ at }) => days.some(({ day }) => day === Math.floor(at / DAY))),
        ]),
      ),
    saveDays: async (days) => {
      for (const { series, day, samples: kept } of days) {
        const others = of(series).filter(({ at }) => Math.floor(at / DAY) !== day);
        samples.set(series, [...others, ...kept].sort(inOrder));
      }
    },
    within: async (series, { start, end }) => of(series).filter(({ at }) => at >= start && at < end),
    lastBefore: async (series, at, accept) => of(series).findLast((sample) => sample.at < at && accept(sample)),
    firstAfter: async (series, at) => of(series).find((sample) => sample.at > at),
  };
}

const keyText = ({ agreementId, objectiveId, windowStart }: WorkKey): string =>
  `${agreementId}\n${objectiveId}\n${String(windowStart + 1e15).padStart(17, '0')}`;

function workOn({ work, determinations }: Space): WorkStore {
  const store: WorkStore = {
    mark: async (items, cause) => {
      for (const item of items) {
        const before = work.get(keyText(item));
        const historical = (before?.historical ?? true) && cause.historical;
        work.set(keyText(item), { ...item, historical, dueAt: 0 });
      }
    },
    markUnsettled: async (objectives, watermark, cause) => {
      const due = [...determinations.values()].filter(
        (d) =>
          objectives.some((o) => o.agreementId === d.agreementId && o.objectiveId === d.objectiveId) &&
          ((d.phase === 'open' && d.window.end <= watermark) || (d.phase === 'provisional' && d.freezeAt <= watermark)),
      );
      await store.mark(
        due.map((d) => ({ ...d, windowStart: d.window.start })),
        cause,
      );
    },
    take: async (key) => work.get(keyText(key)),
    done: async (key) => void work.delete(keyText(key)),
    postpone: async (key, until) => {
      const taken = work.get(keyText(key));
      if (taken) work.set(keyText(key), { ...taken, dueAt: until });
    },
    waiting: async (now) => [...work.values()].filter(({ dueAt }) => dueAt <= now).length,
  };
  return store;
}

function determinationsOn({ determinations, pending }: Space): DeterminationStore {
  const keyOf = (d: Determination): string =>
    `${keyText({ ...d, windowStart: d.window.start })}\n${String(d.revision).padStart(9, '0')}`;
  const all = (): readonly (readonly [string, Determination])[] =>
    [...determinations].sort(([a], [b]) => (a < b ? -1 : 1));
  const newest = (key: WorkKey): Determination | undefined =>
    all().findLast(([id]) => id.startsWith(`${keyText(key)}\n`))?.[1];
  const pendingFor = (d: Determination): number =>
    pending.get(keyText({ ...d, windowStart: d.window.start }))?.samples ?? 0;
  const page = <V>(
    rows: readonly (readonly [string, V])[],
    after: string,
    limit: number,
  ): { rows: V[]; next: string } => {
    const rest = rows.filter(([key]) => key > after);
    const shown = rest.slice(0, limit);
    return { rows: shown.map(([, row]) => row), next: rest.length > limit ? (shown.at(-1)?.[0] ?? '') : '' };
  };
  return {
    newest: async (key) => newest(key),
    find: async ({ agreementId, objectiveId, windowLabel, revision, version }) =>
      all().findLast(
        ([, d]) =>
          d.agreementId === agreementId &&
          d.objectiveId === objectiveId &&
          d.windowLabel === windowLabel &&
          (revision === 0 || d.revision === revision) &&
          (version === undefined || d.version === version),
      )?.[1],
    save: async (d) => {
      const before = determinations.get(keyOf(d));
      if (before && isSettled(before)) throw new Error('a settled determination is never written again');
      determinations.set(keyOf(d), d);
    },
    list: async (query) => {
      const { agreementIds, objectiveId, overlapping, allRevisions } = query;
      const rows = all().filter(
        ([, d]) =>
          (agreementIds === undefined || agreementIds.includes(d.agreementId)) &&
          (objectiveId === undefined || d.objectiveId === objectiveId) &&
          (overlapping === undefined || (d.window.end > overlapping.start && d.window.start < overlapping.end)) &&
          (allRevisions || newest({ ...d, windowStart: d.window.start })?.revision === d.revision),
      );
      const { rows: shown, next } = page(rows, query.after, query.limit);
      return { determinations: shown.map((d) => ({ determination: d, pending: pendingFor(d) })), next };
    },
    addPending: async (added) => {
      for (const p of added) {
        const before = pending.get(keyText(p));
        pending.set(keyText(p), {
          ...p,
          samples: p.samples + (before?.samples ?? 0),
          first: Math.min(p.first, before?.first ?? p.first) as Instant,
          last: Math.max(p.last, before?.last ?? p.last) as Instant,
        });
      }
    },
    pending: async (agreementIds, after, limit) => {
      const rows = [...pending]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .filter(([, p]) => agreementIds === undefined || agreementIds.includes(p.agreementId))
        .map(([key, p]) => [key, { ...p, ...versionsOf(newest(p)) }] as const);
      const { rows: shown, next } = page(rows, after, limit);
      return { pending: shown, next };
    },
    pendingOf: async (key) => pending.get(keyText(key))?.samples ?? 0,
    clearPending: async (key) => void pending.delete(keyText(key)),
  };
}

const versionsOf = (newest: Determination | undefined): { revision: number; version: number } => ({
  revision: newest?.revision ?? 0,
  version: newest?.version ?? 0,
});

function disputesOn({ disputes }: Space): DisputeStore {
  const inTime = (): readonly DisputeRecord[] =>
    [...disputes.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  return {
    add: async (dispute) => void disputes.set(dispute.id, dispute),
    lock: async (id) => disputes.get(id),
    save: async (dispute) => void disputes.set(dispute.id, dispute),
    touching: async (agreementId, series, { start, end }) =>
      inTime().filter(
        (d) => d.agreementId === agreementId && d.series === series && d.interval.start < end && d.interval.end > start,
      ),
    list: async (agreementIds, after, limit) => {
      const seen = inTime().filter((d) => agreementIds === undefined || agreementIds.includes(d.agreementId));
      const rest = seen.slice(seen.findIndex(({ id }) => id === after) + 1);
      const shown = rest.slice(0, limit);
      return { disputes: shown, next: rest.length > limit ? (shown.at(-1)?.id ?? '') : '' };
    },
  };
}

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

export const digest = { sha256: (data: string | Uint8Array): Uint8Array => createHash('sha256').update(data).digest() };

let ids = 0;
/** Everything but the database is real. */
export const portsOn = (uow: UnitOfWork, clock: Clock): Ports => ({
  uow,
  clock,
  digest,
  ids: { next: () => `id-${String(++ids).padStart(6, '0')}` },
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
