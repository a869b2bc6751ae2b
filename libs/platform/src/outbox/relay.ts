import type { Instant } from '@sla/kernel';
import type { Logger } from '../log.js';
import { cloudEventHeaders } from '../events/envelope.js';
import type { JetStream } from '../events/jetstream.js';
import type { Database, Sql } from '../sql/sql.js';
import { currentTraceparent, inSpan, outsideTraces, SpanKind } from '../telemetry/trace.js';
import { OUTBOX_COLUMNS, type OutboxRow } from './read.js';

const BATCH = 256;
const IDLE_MS = 150;
const MAX_BACK_OFF_MS = 10_000;

export interface Publisher {
  publish: JetStream['publish'];
}

/**
 * Publishes the outbox. A replica locks a shard, publishes its rows in order, and marks them in the same transaction;
 * when it dies between publishing and marking, the next one publishes again under the same message id.
 */
export class OutboxRelay {
  #stopping = false;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #failures = 0;

  constructor(
    private readonly database: Database,
    private readonly publisher: Publisher,
    private readonly now: () => Instant,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.#schedule(0);
  }

  /** Publishes soon, because something was just committed. */
  poke(): void {
    this.#schedule(0);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(ms: number): void {
    if (this.#stopping) return;
    clearTimeout(this.#timer);
    this.#timer = outsideTraces(() => setTimeout(() => (this.#running = this.#running.then(() => this.#turn())), ms));
  }

  async #turn(): Promise<void> {
    if (this.#stopping) return;
    try {
      const published = await this.drain();
      this.#failures = 0;
      this.#schedule(published > 0 ? 0 : IDLE_MS);
    } catch (error) {
      this.#failures++;
      this.log.warn({ err: error }, 'the outbox could not be published; trying again');
      this.#schedule(Math.min(MAX_BACK_OFF_MS, IDLE_MS * 2 ** this.#failures));
    }
  }

  /** One pass over the shards that have something to publish and that no other replica holds; answers how many events went out. */
  async drain(): Promise<number> {
    const shards = await this.database.inSystem((sql) =>
      sql.rows<{ shard: number }>(`select distinct shard from outbox where published_time is null order by shard`),
    );
    let published = 0;
    for (const { shard } of shards) published += await this.database.inSystem((sql) => this.#publishShard(sql, shard));
    return published;
  }

  async #publishShard(sql: Sql, shard: number): Promise<number> {
    const held = await sql.rows(
      `select shard from relay_shard where shard = $1::smallint for update skip locked`,
      shard,
    );
    if (held.length === 0) return 0;
    const rows = await sql.rows<OutboxRow>(
      `select ${OUTBOX_COLUMNS} from outbox where shard = $1::smallint and published_time is null
       order by transaction_id, position limit ${BATCH}`,
      shard,
    );
    await Promise.all(byAggregate(rows).map((group) => this.#publishInOrder(group)));
    const ids = rows.map((row) => row.event_id);
    await sql.execute(
      `update outbox set published_time = $2::bigint where event_id = any($1::text[])`,
      ids,
      BigInt(this.now()),
    );
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
      await this.publisher.publish(row.subject, row.data, row.event_id, headers);
    });
  }
}

/** Aggregates are independent of each other; within one the sequence decides. */
function byAggregate(rows: readonly OutboxRow[]): readonly (readonly OutboxRow[])[] {
  const groups = Map.groupBy(rows, (row) => `${row.tenant_id}/${row.aggregate_id}`);
  return [...groups.values()].map((group) =>
    group.sort((a, b) => (a.aggregate_sequence < b.aggregate_sequence ? -1 : 1)),
  );
}
