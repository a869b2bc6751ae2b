import type { Instant } from '@sla/kernel';
import { PollingWorker } from '../boot/polling-worker.js';
import type { Worker } from '../boot/worker.js';
import { cloudEventHeaders } from '../events/envelope.js';
import type { Logger } from '../log.js';
import type { Database, Sql } from '../sql/sql.js';
import { currentTraceparent, inSpan, SpanKind } from '../telemetry/trace.js';
import { OUTBOX_COLUMNS, type OutboxRow } from './read.js';

/** Events that one transaction publishes and marks; it must end well before the transaction limit. */
export const RELAY_BATCH = 256;
/** How often the outbox is looked at when nobody pokes: another replica may have died with events unpublished. */
const IDLE_MS = 150;

/** Where events go; resolves when they are stored there. */
export interface Publisher {
  publish(
    subject: string,
    data: Uint8Array,
    messageId: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<void>;
}

export interface RelayOptions {
  readonly database: Database;
  readonly publisher: Publisher;
  readonly now: () => Instant;
  readonly log: Logger;
  /** Told of every published event. */
  readonly published?: (subject: string) => void;
}

/**
 * Publishes the outbox. A replica locks a shard, publishes its rows in order, and marks them in the same transaction;
 * when it dies between publishing and marking, the next one publishes again under the same message id.
 */
export class OutboxRelay implements Worker {
  readonly #worker: PollingWorker;

  constructor(private readonly options: RelayOptions) {
    const { log } = options;
    this.#worker = new PollingWorker({ name: 'outbox relay', idleMs: IDLE_MS, log, turn: () => this.drain() });
  }

  start(): void {
    this.#worker.start();
  }

  /** Publishes soon, because something was just committed. */
  poke(): void {
    this.#worker.poke();
  }

  async stop(): Promise<void> {
    await this.#worker.stop();
  }

  /** One pass over the shards that have something to publish and that no other replica holds; answers how many events went out. */
  async drain(): Promise<number> {
    const { database } = this.options;
    const shards = await database.inSystem((sql) =>
      sql.rows<{ shard: number }>(`select distinct shard from outbox where published_time is null order by shard`),
    );
    let published = 0;
    for (const { shard } of shards) published += await database.inSystem((sql) => this.#publishShard(sql, shard));
    return published;
  }

  async #publishShard(sql: Sql, shard: number): Promise<number> {
    const rows = await lockShard(sql, shard);
    await Promise.all(byAggregate(rows).map((group) => this.#publishInOrder(group)));
    await markPublished(sql, rows, this.options.now());
    return rows.length;
  }

  async #publishInOrder(rows: readonly OutboxRow[]): Promise<void> {
    for (const row of rows) await this.#publish(row);
  }

  async #publish(row: OutboxRow): Promise<void> {
    const attributes = {
      'messaging.system': 'nats',
      'messaging.destination.name': row.subject,
      'messaging.operation.type': 'send',
      'messaging.message.id': row.event_id,
      'sla.tenant': row.tenant_id,
      'sla.correlation_id': row.correlation_id,
    };
    const parent = row.traceparent === '' ? {} : { parent: row.traceparent };
    await inSpan(`publish ${row.subject}`, { kind: SpanKind.PRODUCER, attributes, root: true, ...parent }, async () => {
      const headers = { ...cloudEventHeaders(row), traceparent: currentTraceparent() ?? row.traceparent };
      await this.options.publisher.publish(row.subject, row.data, row.event_id, headers);
    });
    this.options.published?.(row.subject);
  }
}

/**
 * The oldest unpublished rows of a shard; none when another replica holds it.
 * Positions, unlike transaction ids, rise with the sequence of an aggregate: both are given under the lock of its row.
 */
async function lockShard(sql: Sql, shard: number): Promise<readonly OutboxRow[]> {
  const lock = `select shard from relay_shard where shard = $1::smallint for update skip locked`;
  const held = await sql.rows(lock, shard);
  if (held.length === 0) return [];
  return sql.rows<OutboxRow>(
    `select ${OUTBOX_COLUMNS} from outbox where shard = $1::smallint and published_time is null
     order by position limit ${RELAY_BATCH}`,
    shard,
  );
}

async function markPublished(sql: Sql, rows: readonly OutboxRow[], now: Instant): Promise<void> {
  if (rows.length === 0) return;
  await sql.execute(
    `update outbox set published_time = $2::bigint where event_id = any($1::text[])`,
    rows.map((row) => row.event_id),
    BigInt(now),
  );
}

/** Aggregates are independent of each other; within one the sequence decides. */
function byAggregate(rows: readonly OutboxRow[]): readonly (readonly OutboxRow[])[] {
  const groups = Map.groupBy(rows, (row) => `${row.tenant_id}/${row.aggregate_id}`);
  return [...groups.values()].map((group) =>
    group.sort((a, b) => (BigInt(a.aggregate_sequence) < BigInt(b.aggregate_sequence) ? -1 : 1)),
  );
}
