import { randomUUID } from 'node:crypto';
import type { Caller, Instant } from '@sla/kernel';
import type { EventSpec } from '@sla/contracts';
import type { Sql } from '../sql/sql.js';
import { currentTraceparent } from '../telemetry/trace.js';

/** Relay shards of every service; more replicas than this gain nothing. */
export const RELAY_SHARDS = 64;

export interface NewEvent<M> {
  readonly spec: EventSpec<M>;
  readonly message: M;
  /** The aggregate whose history it belongs to, for example `agreement/web-shop`. */
  readonly aggregateId: string;
  /** When it happened, in event time. */
  readonly at: Instant;
}

/** Puts an event into the outbox, as the next one of its aggregate. It is published when, and only when, the transaction commits. */
export async function appendOutbox<M>(sql: Sql, caller: Caller, event: NewEvent<M>, now: Instant): Promise<string> {
  const tenant = caller.principal.tenant;
  const eventId = randomUUID();
  const [head] = await sql.rows<{ last_sequence: bigint }>(
    `insert into outbox_aggregate (tenant_id, aggregate_id, last_sequence) values ($1, $2, 1)
     on conflict (tenant_id, aggregate_id) do update set last_sequence = outbox_aggregate.last_sequence + 1
     returning last_sequence`,
    tenant,
    event.aggregateId,
  );
  await sql.execute(
    `insert into outbox (tenant_id, event_id, subject, aggregate_id, aggregate_sequence, shard, event_time, recorded_time,
                         correlation_id, causation_id, traceparent, data)
     values ($1, $2, $3, $4, $5::bigint, $6::smallint, $7::bigint, $8::bigint, $9, $10, $11, $12)`,
    tenant,
    eventId,
    event.spec.subject,
    event.aggregateId,
    head?.last_sequence ?? 1n,
    shardOf(`${tenant}/${event.aggregateId}`, RELAY_SHARDS),
    BigInt(event.at),
    BigInt(now),
    caller.correlationId,
    caller.causationId ?? '',
    currentTraceparent() ?? caller.traceparent ?? '',
    Buffer.from(event.spec.codec.encode(event.message).finish()),
  );
  return eventId;
}

/** Shard of a key: FNV-1a over UTF-16 code units, the same in every process and release. Source: Fowler, Noll, Vo. */
export function shardOf(key: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % shards;
}
