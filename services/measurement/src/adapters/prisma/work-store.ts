import type { Instant } from '@sla/kernel';
import type { Sql } from '@sla/platform';
import type { WorkItem } from '../../domain/work.js';
import type { ObjectiveKey, TakenWork, WorkCause, WorkKey, WorkStore } from '../../usecases/ports.js';

/** Traces that one evaluation is linked to; more causes than this are known by their batches only. */
export const MAX_LINKS = 16;

/** Windows that wait for evaluation, in PostgreSQL. */
export class SqlWorkStore implements WorkStore {
  constructor(
    private readonly sql: Sql,
    private readonly tenant: string,
  ) {}

  async mark(items: readonly WorkItem[], cause: WorkCause): Promise<void> {
    const unique = [...new Map(items.map((item) => [keyText(item), item])).values()].sort((a, b) =>
      keyText(a) < keyText(b) ? -1 : 1,
    );
    if (unique.length === 0) return;
    // In the order of the key, so that two transactions never wait for each other in a circle.
    await this.sql.execute(
      `insert into evaluation_work as w (tenant_id, agreement_id, objective_id, window_start, version, historical, correlation_id, traceparents)
       select $1, u.agreement_id, u.objective_id, u.window_start, u.version, $6, $7, case when $8 = '' then '{}'::text[] else array[$8] end
       from unnest($2::text[], $3::text[], $4::bigint[], $5::int[]) as u(agreement_id, objective_id, window_start, version)
       on conflict (tenant_id, agreement_id, objective_id, window_start) do update set
         version = excluded.version, historical = w.historical and excluded.historical, due_at = 0, correlation_id = excluded.correlation_id,
         traceparents = (excluded.traceparents || w.traceparents)[1:${MAX_LINKS}]`,
      this.tenant,
      unique.map((item) => item.agreementId),
      unique.map((item) => item.objectiveId),
      unique.map((item) => BigInt(item.windowStart)),
      unique.map((item) => item.version),
      cause.historical,
      cause.correlationId,
      cause.traceparent,
    );
  }

  async markUnsettled(objectives: readonly ObjectiveKey[], watermark: Instant, cause: WorkCause): Promise<void> {
    const rows = await this.sql.rows<{
      agreement_id: string;
      objective_id: string;
      window_start: bigint;
      version: number;
    }>(
      `select agreement_id, objective_id, window_start, version from determination
       where tenant_id = $1 and (agreement_id, objective_id) in (select * from unnest($2::text[], $3::text[]))
         and ((phase = 'open' and window_end <= $4::bigint) or (phase = 'provisional' and freeze_at <= $4::bigint))`,
      this.tenant,
      objectives.map(({ agreementId }) => agreementId),
      objectives.map(({ objectiveId }) => objectiveId),
      BigInt(watermark),
    );
    await this.mark(
      rows.map((row) => ({
        agreementId: row.agreement_id,
        objectiveId: row.objective_id,
        windowStart: Number(row.window_start) as Instant,
        version: row.version,
      })),
      cause,
    );
  }

  async take(key: WorkKey): Promise<TakenWork | undefined> {
    const [row] = await this.sql.rows<{ version: number; historical: boolean }>(
      `select version, historical from evaluation_work
       where tenant_id = $1 and agreement_id = $2 and objective_id = $3 and window_start = $4::bigint for update skip locked`,
      this.tenant,
      key.agreementId,
      key.objectiveId,
      BigInt(key.windowStart),
    );
    return row && { ...key, version: row.version, historical: row.historical };
  }

  async done(key: WorkKey): Promise<void> {
    await this.sql.execute(
      `delete from evaluation_work where tenant_id = $1 and agreement_id = $2 and objective_id = $3 and window_start = $4::bigint`,
      this.tenant,
      key.agreementId,
      key.objectiveId,
      BigInt(key.windowStart),
    );
  }

  async postpone(key: WorkKey, until: Instant): Promise<void> {
    await this.sql.execute(
      `update evaluation_work set due_at = $5::bigint
       where tenant_id = $1 and agreement_id = $2 and objective_id = $3 and window_start = $4::bigint`,
      this.tenant,
      key.agreementId,
      key.objectiveId,
      BigInt(key.windowStart),
      BigInt(until),
    );
  }

  async waiting(now: Instant): Promise<number> {
    const [row] = await this.sql.rows<{ n: bigint }>(
      `select count(*) as n from evaluation_work where tenant_id = $1 and due_at <= $2::bigint`,
      this.tenant,
      BigInt(now),
    );
    return Number(row?.n ?? 0n);
  }
}

const keyText = (key: WorkKey): string =>
  `${key.agreementId}\0${key.objectiveId}\0${String(key.windowStart).padStart(16, '0')}`;

/** A window that waits, with what caused it: for the worker that looks across tenants. */
export interface WaitingWork extends WorkKey {
  readonly tenant: string;
  readonly correlationId: string;
  readonly traceparents: readonly string[];
}

/** Some windows that wait at an instant, of all tenants. Read in the scope "system"; nothing is taken yet. */
export async function waitingWork(sql: Sql, limit: number, now: Instant): Promise<readonly WaitingWork[]> {
  const rows = await sql.rows<{
    tenant_id: string;
    agreement_id: string;
    objective_id: string;
    window_start: bigint;
    correlation_id: string;
    traceparents: string[];
  }>(
    `select tenant_id, agreement_id, objective_id, window_start, correlation_id, traceparents from evaluation_work
     where due_at <= $2::bigint order by window_start limit $1::int`,
    limit,
    BigInt(now),
  );
  return rows.map((row) => ({
    tenant: row.tenant_id,
    agreementId: row.agreement_id,
    objectiveId: row.objective_id,
    windowStart: Number(row.window_start) as Instant,
    correlationId: row.correlation_id,
    traceparents: row.traceparents,
  }));
}
