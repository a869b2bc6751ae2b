import { DomainError } from '@sla/kernel';
import type { Sql } from '../sql/sql.js';

export interface OutboxRow {
  readonly tenant_id: string;
  readonly event_id: string;
  readonly subject: string;
  readonly aggregate_id: string;
  readonly aggregate_sequence: bigint;
  readonly shard: number;
  readonly event_time: bigint;
  readonly recorded_time: bigint;
  readonly correlation_id: string;
  readonly causation_id: string;
  readonly traceparent: string;
  readonly data: Uint8Array;
  readonly cursor: string;
}

export const OUTBOX_COLUMNS = `tenant_id, event_id, subject, aggregate_id, aggregate_sequence, shard, event_time, recorded_time,
  correlation_id, causation_id, traceparent, data, transaction_id::text || ':' || position::text as cursor`;

/**
 * Events of the tenant in the order in which they became visible, after a cursor.
 * Rows of a transaction appear only when every older transaction has ended, so a reader never passes one that commits later.
 */
export async function readOutbox(sql: Sql, after: string, limit: number): Promise<readonly OutboxRow[]> {
  const [transaction, position] = parseCursor(after);
  return sql.rows<OutboxRow>(
    `select ${OUTBOX_COLUMNS} from outbox
     where transaction_id < pg_snapshot_xmin(pg_current_snapshot())
       and (transaction_id, position) > ($1::text::xid8, $2::bigint)
     order by transaction_id, position limit $3::int`,
    transaction,
    position,
    limit,
  );
}

/** Largest bigint of PostgreSQL; transaction ids and positions stay far below. */
const MAX_BIGINT = 2n ** 63n - 1n;

/** @throws DomainError invalid_argument when the cursor is not one of ours. */
function parseCursor(cursor: string): readonly [transaction: string, position: bigint] {
  if (cursor === '') return ['0', 0n];
  const [, transaction = '', position = ''] = /^(\d{1,19}):(\d{1,19})$/.exec(cursor) ?? [];
  if (transaction === '' || BigInt(transaction) > MAX_BIGINT || BigInt(position) > MAX_BIGINT) {
    throw new DomainError('invalid_argument', 'platform.cursor_malformed', { value: cursor.slice(0, 60) });
  }
  return [transaction, BigInt(position)];
}

/** Number of events that wait to be published. */
export async function countUnpublished(sql: Sql): Promise<number> {
  const [row] = await sql.rows<{ n: bigint }>(`select count(*) as n from outbox where published_time is null`);
  return Number(row?.n ?? 0n);
}
