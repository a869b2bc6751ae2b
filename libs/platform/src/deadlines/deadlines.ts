import type { Instant } from '@sla/kernel';
import { shardOf } from '../outbox/append.js';
import type { Sql } from '../sql/sql.js';

/** Virtual shards of deadlines; a replica that owns some claims only those. */
export const DEADLINE_SHARDS = 1_024;

export interface Deadline {
  readonly tenant: string;
  readonly kind: string;
  readonly key: string;
  readonly dueAt: Instant;
  /** Grows with every change of the deadline; who acts on an old generation must not. */
  readonly generation: bigint;
  readonly traceparent: string;
}

/** Sets or moves a deadline of the current tenant; a move makes a new generation, the same instant again changes nothing. */
export async function setDeadline(
  sql: Sql,
  tenant: string,
  kind: string,
  key: string,
  dueAt: Instant,
  traceparent = '',
): Promise<void> {
  await sql.execute(
    `insert into deadline (tenant_id, kind, key, shard, due_at, traceparent) values ($1, $2, $3, $4::smallint, $5::bigint, $6)
     on conflict (tenant_id, kind, key) do update set due_at = excluded.due_at, generation = deadline.generation + 1
     where deadline.due_at <> excluded.due_at`,
    tenant,
    kind,
    key,
    shardOf(`${tenant}/${kind}/${key}`, DEADLINE_SHARDS),
    BigInt(dueAt),
    traceparent,
  );
}

/** Removes a deadline of the current tenant; nothing happens when there is none. */
export async function clearDeadline(sql: Sql, tenant: string, kind: string, key: string): Promise<void> {
  await sql.execute(`delete from deadline where tenant_id = $1 and kind = $2 and key = $3`, tenant, kind, key);
}

interface DeadlineRow {
  readonly tenant_id: string;
  readonly kind: string;
  readonly key: string;
  readonly due_at: bigint;
  readonly generation: bigint;
  readonly traceparent: string;
}

/** Deadlines of a kind that are due, across tenants, earliest first. Read in the scope "system"; nothing is claimed yet. */
export async function dueDeadlines(sql: Sql, kind: string, now: Instant, limit: number): Promise<readonly Deadline[]> {
  const rows = await sql.rows<DeadlineRow>(
    `select tenant_id, kind, key, due_at, generation, traceparent from deadline
     where kind = $1 and due_at < $2::bigint order by due_at limit $3::int`,
    kind,
    BigInt(now),
    limit,
  );
  return rows.map((row) => ({
    tenant: row.tenant_id,
    kind: row.kind,
    key: row.key,
    dueAt: Number(row.due_at) as Instant,
    generation: BigInt(row.generation),
    traceparent: row.traceparent,
  }));
}

/**
 * Takes a deadline for good, in the tenant's transaction that acts on it: true for exactly one replica.
 * False when another one has it, or when it was moved since it was read.
 */
export async function takeDeadline(sql: Sql, deadline: Deadline): Promise<boolean> {
  const rows = await sql.rows<{ key: string }>(
    `select key from deadline where tenant_id = $1 and kind = $2 and key = $3 and generation = $4::bigint for update skip locked`,
    deadline.tenant,
    deadline.kind,
    deadline.key,
    deadline.generation,
  );
  if (rows.length === 0) return false;
  await clearDeadline(sql, deadline.tenant, deadline.kind, deadline.key);
  return true;
}
