import type { Instant } from '@sla/kernel';
import { consumerName } from '../events/consumer-name.js';
import type { IncomingEvent } from '../events/envelope.js';
import type { Database, Sql } from '../sql/sql.js';

/** What an event is to a consumer: its turn, an old one, or one that came before its predecessors. */
export type Admission = 'new' | 'duplicate' | 'gap';

export interface Arrival {
  readonly tenant: string;
  /** Name of the durable consumer. */
  readonly consumer: string;
  readonly eventId: string;
  readonly aggregateId: string;
  readonly aggregateSequence: bigint;
}

/** An event as the inbox of a consumer knows it. */
export const arrivalOf = (event: IncomingEvent, consumer: string): Arrival => ({
  tenant: event.tenant,
  consumer,
  eventId: event.id,
  aggregateId: event.aggregateId,
  aggregateSequence: event.aggregateSequence,
});

/**
 * Handles an event of another service in one transaction of its tenant: `work` runs when it is the event's turn, and its
 * effect is kept together with the place in the inbox. What an event handler answers.
 */
export function receive(
  database: Database,
  service: string,
  event: IncomingEvent,
  now: Instant,
  work: (sql: Sql) => Promise<void>,
): Promise<Admission> {
  const upstream = event.subject.split('.')[1] ?? '';
  const arrival = arrivalOf(event, consumerName(service, upstream));
  return database.inTenant(event.tenant, async (sql) => {
    const admission = await admit(sql, arrival, now);
    if (admission === 'new') await work(sql);
    return admission;
  });
}

/** Admits an event into the transaction that will carry its effect. After `new` the event counts as handled when the transaction commits. */
export async function admit(sql: Sql, arrival: Arrival, now: Instant): Promise<Admission> {
  const { tenant, consumer, aggregateId, aggregateSequence } = arrival;
  await sql.execute(
    `insert into inbox_aggregate (tenant_id, consumer, aggregate_id, last_sequence) values ($1, $2, $3, 0) on conflict do nothing`,
    tenant,
    consumer,
    aggregateId,
  );
  const [head] = await sql.rows<{ last_sequence: bigint }>(
    `select last_sequence from inbox_aggregate where tenant_id = $1 and consumer = $2 and aggregate_id = $3 for update`,
    tenant,
    consumer,
    aggregateId,
  );
  const last = BigInt(head?.last_sequence ?? 0n);
  if (aggregateSequence <= last) return 'duplicate';
  if (aggregateSequence > last + 1n) return 'gap';
  await follow(sql, arrival, now);
  return 'new';
}

/** Counts an event as handled and moves on: also the way past an event that an operator has discarded. */
export async function follow(sql: Sql, arrival: Arrival, now: Instant): Promise<void> {
  const { tenant, consumer, eventId, aggregateId, aggregateSequence } = arrival;
  await sql.execute(
    `insert into inbox (tenant_id, consumer, event_id, received_time) values ($1, $2, $3, $4::bigint) on conflict do nothing`,
    tenant,
    consumer,
    eventId,
    BigInt(now),
  );
  await sql.execute(
    `update inbox_aggregate set last_sequence = $4::bigint where tenant_id = $1 and consumer = $2 and aggregate_id = $3 and last_sequence < $4::bigint`,
    tenant,
    consumer,
    aggregateId,
    aggregateSequence,
  );
}
