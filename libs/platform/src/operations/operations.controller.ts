import { Controller, Inject } from '@nestjs/common';
import { commonV1 as v1, Timestamp } from '@sla/contracts';
import { DomainError, type Digest, type Instant } from '@sla/kernel';
import { appendAudit, auditHashAt, isUnbroken, readAudit, type AuditRow } from '../audit/chain.js';
import type { DeadLetter, DeadLetters } from '../events/dead-letters.js';
import type { IncomingEvent } from '../events/envelope.js';
import { ServesGrpc, RPC_RUNTIME, type GrpcController } from '../grpc/serves-grpc.js';
import type { RpcCall } from '../grpc/rpc-call.js';
import type { RpcRuntime } from '../grpc/rpc-runtime.js';
import { admit, follow, type Admission } from '../inbox/admit.js';
import { readOutbox, type OutboxRow } from '../outbox/read.js';
import { once } from '../requests/once.js';
import type { Database } from '../sql/sql.js';

export interface OperationsPorts {
  readonly database: Database;
  readonly deadLetters: DeadLetters;
  readonly digest: Digest;
  readonly now: () => Instant;
  /** Handles an event as the consumer would. */
  readonly redeliver: (event: IncomingEvent, consumer: string) => Promise<Admission>;
}
export const OPERATIONS = Symbol('operations');

const MAX_DEAD_LETTERS = 500;
const MAX_ROWS = 1_000;

/** What the operator of an installation needs of every service. */
@Controller()
@ServesGrpc(v1.OperationsServiceService)
export class OperationsController implements GrpcController<typeof v1.OperationsServiceService> {
  constructor(
    @Inject(RPC_RUNTIME) readonly rpc: RpcRuntime,
    @Inject(OPERATIONS) private readonly ports: OperationsPorts,
  ) {}

  async listDeadLetters(request: v1.ListDeadLettersRequest, { caller }: RpcCall): Promise<v1.ListDeadLettersResponse> {
    const size = pageSize(request.pageSize, 50, MAX_DEAD_LETTERS);
    const letters = await this.ports.deadLetters.list(caller.principal.tenant, request.pageToken, size + 1);
    return {
      deadLetters: letters.slice(0, size).map((letter) => ({ ...deadLetterMessage(letter), data: Buffer.alloc(0) })),
      nextPageToken: letters.length > size ? (letters[size - 1]?.id ?? '') : '',
    };
  }

  async getDeadLetter(request: v1.GetDeadLetterRequest, { caller }: RpcCall): Promise<v1.GetDeadLetterResponse> {
    return { deadLetter: deadLetterMessage(await this.ports.deadLetters.get(caller.principal.tenant, request.id)) };
  }

  async retryDeadLetter(request: v1.RetryDeadLetterRequest, { caller }: RpcCall): Promise<v1.RetryDeadLetterResponse> {
    const letter = await this.ports.deadLetters.get(caller.principal.tenant, request.id);
    if (letter.event === undefined) return { handled: false, reason: letter.reason };
    try {
      const admission = await this.ports.redeliver(letter.event, letter.consumer);
      if (admission === 'gap') throw blocked(letter, letter.event);
    } catch (error) {
      if (error instanceof DomainError && error.reason === 'platform.dead_letter_blocked') throw error;
      return { handled: false, reason: error instanceof Error ? error.message : String(error) };
    }
    await this.ports.deadLetters.remove(letter.id);
    return { handled: true, reason: '' };
  }

  async discardDeadLetter(
    request: v1.DiscardDeadLetterRequest,
    { caller }: RpcCall,
  ): Promise<v1.DiscardDeadLetterResponse> {
    if (request.reason.trim() === '')
      throw new DomainError('invalid_argument', 'platform.reason_required', {}, [
        { field: 'reason', reason: 'platform.reason_required' },
      ]);
    const { database, deadLetters, digest, now } = this.ports;
    const letter = await deadLetters.get(caller.principal.tenant, request.id);
    await database.inTenant(caller.principal.tenant, (sql) =>
      once(sql, caller, now(), async () => {
        if (letter.event !== undefined) await skip(sql, letter, letter.event, now());
        const record = {
          action: 'operations.dead_letter.discarded',
          resource: `dead-letter/${letter.id}`,
          beforeHash: '',
          afterHash: '',
          reason: request.reason,
        };
        await appendAudit(sql, digest, caller, record, now());
        return {};
      }),
    );
    await deadLetters.remove(letter.id);
    return {};
  }

  async readEvents(request: v1.ReadEventsRequest, { caller }: RpcCall): Promise<v1.ReadEventsResponse> {
    const size = pageSize(request.pageSize, 100, MAX_ROWS);
    const rows = await this.ports.database.inTenant(caller.principal.tenant, (sql) =>
      readOutbox(sql, request.after, size),
    );
    return { events: rows.map(eventMessage), next: rows.at(-1)?.cursor ?? request.after };
  }

  async listAuditEntries(
    request: v1.ListAuditEntriesRequest,
    { caller }: RpcCall,
  ): Promise<v1.ListAuditEntriesResponse> {
    const { database, digest } = this.ports;
    const tenant = caller.principal.tenant;
    return database.inTenant(tenant, async (sql) => {
      const rows = await readAudit(sql, tenant, request.after, pageSize(request.pageSize, 100, MAX_ROWS));
      const unbroken = isUnbroken(digest, tenant, rows, await auditHashAt(sql, tenant, request.after));
      const wanted = request.resource === '' ? rows : rows.filter((row) => row.resource === request.resource);
      return { entries: wanted.map(auditMessage), unbroken };
    });
  }
}

type SqlOfDatabase = Parameters<Parameters<Database['inTenant']>[1]>[0];

async function skip(sql: SqlOfDatabase, letter: DeadLetter, event: IncomingEvent, now: Instant): Promise<void> {
  const { tenant, id: eventId, aggregateId, aggregateSequence } = event;
  const arrival = { tenant, consumer: letter.consumer, eventId, aggregateId, aggregateSequence };
  if ((await admit(sql, arrival, now)) === 'gap') throw blocked(letter, event);
  await follow(sql, arrival, now);
}

const blocked = (letter: DeadLetter, event: IncomingEvent): DomainError =>
  new DomainError('failed_precondition', 'platform.dead_letter_blocked', {
    id: letter.id,
    aggregate: event.aggregateId,
  });

/** @throws DomainError invalid_argument outside 0..max; 0 means the default. */
export function pageSize(value: number, byDefault: number, max: number): number {
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new DomainError('invalid_argument', 'platform.page_size_out_of_range', { value, max }, [
      { field: 'page_size', reason: 'platform.page_size_out_of_range', params: { value, max } },
    ]);
  }
  return value === 0 ? byDefault : value;
}

/** Protobuf timestamp of integer milliseconds. */
export const timestampOf = (ms: number | bigint): Timestamp => {
  const value = BigInt(ms);
  const seconds = value >= 0n ? value / 1000n : (value - 999n) / 1000n;
  return { seconds, nanos: Number(value - seconds * 1000n) * 1_000_000 };
};

const deadLetterMessage = (letter: DeadLetter): v1.DeadLetter => ({
  id: letter.id,
  subject: letter.subject,
  eventId: letter.event?.id ?? '',
  aggregateId: letter.event?.aggregateId ?? '',
  aggregateSequence: letter.event?.aggregateSequence ?? 0n,
  reason: letter.reason,
  deliveries: letter.deliveries,
  failedTime: timestampOf(letter.failedAt),
  data: Buffer.from(letter.data),
});

const eventMessage = (row: OutboxRow): v1.PublishedEvent => ({
  eventId: row.event_id,
  subject: row.subject,
  aggregateId: row.aggregate_id,
  aggregateSequence: BigInt(row.aggregate_sequence),
  eventTime: timestampOf(row.event_time),
  recordedTime: timestampOf(row.recorded_time),
  correlationId: row.correlation_id,
  causationId: row.causation_id,
  traceparent: row.traceparent,
  data: Buffer.from(row.data),
});

const auditMessage = (row: AuditRow): v1.AuditEntry => ({
  number: BigInt(row.number),
  time: timestampOf(row.time),
  subject: row.subject,
  party: row.party,
  action: row.action,
  resource: row.resource,
  beforeHash: row.before_hash,
  afterHash: row.after_hash,
  reason: row.reason,
  entryHash: row.entry_hash,
});
