import type { Instant } from '@sla/kernel';
import type { Sql } from '@sla/platform';
import type { ComparedRow } from '../../domain/edition.js';
import type { Edition, EditionStore, EditionSummary, EditionWork, EditionWorkStore } from '../../usecases/ports.js';
import { cursorNumber, cursorOf, cursorParts } from './paging.js';

interface SummaryRow {
  readonly summary: string;
  readonly body_hash: string;
}

interface StoredSummary {
  readonly summary: EditionSummary;
  readonly rows: readonly ComparedRow[];
}

/** Issued reports in PostgreSQL: rows are only ever added. */
export class SqlEditionStore implements EditionStore {
  constructor(
    private readonly sql: Sql,
    private readonly tenant: string,
  ) {}

  async newest(agreementId: string, period: string): ReturnType<EditionStore['newest']> {
    const [row] = await this.sql.rows<SummaryRow>(
      `select summary, body_hash from report_edition where tenant_id = $1 and agreement_id = $2 and period = $3 order by edition desc limit 1`,
      this.tenant,
      agreementId,
      period,
    );
    return row && { ...(JSON.parse(row.summary) as StoredSummary), bodyHash: row.body_hash };
  }

  async add({ summary, bodyHash, rows, json, csv, html }: Edition): Promise<void> {
    await this.sql.execute(
      `insert into report_edition (tenant_id, agreement_id, period, edition, body_hash, json, csv, html, summary, issued_time)
       values ($1, $2, $3, $4::int, $5, $6, $7, $8, $9, $10::bigint)`,
      this.tenant,
      summary.agreementId,
      summary.period,
      summary.edition,
      bodyHash,
      json,
      csv,
      html,
      JSON.stringify({ summary, rows } satisfies StoredSummary),
      BigInt(summary.issuedAt),
    );
  }

  async read(
    agreementId: string,
    period: string,
    edition: number,
    format: 'json' | 'csv' | 'html',
  ): ReturnType<EditionStore['read']> {
    const [row] = await this.sql.rows<SummaryRow & { content: string }>(
      `select summary, body_hash, ${format} as content from report_edition
       where tenant_id = $1 and agreement_id = $2 and period = $3 and ($4::int = 0 or edition = $4::int) order by edition desc limit 1`,
      this.tenant,
      agreementId,
      period,
      edition,
    );
    return row && { summary: (JSON.parse(row.summary) as StoredSummary).summary, content: row.content };
  }

  async list(query: Parameters<EditionStore['list']>[0]): ReturnType<EditionStore['list']> {
    const [time, agreement = '', period = '', edition] = cursorParts(query.after, 4);
    const rows = await this.sql.rows<SummaryRow>(
      `select summary, body_hash from report_edition where tenant_id = $1 and ($2::text[] is null or agreement_id = any($2::text[])) and ($3 = '' or period = $3)
         and ($4::bigint is null or (issued_time, agreement_id, period, edition) < ($4::bigint, $5, $6, $7::bigint))
       order by issued_time desc, agreement_id desc, period desc, edition desc limit $8::int`,
      this.tenant,
      query.agreementIds ?? null,
      query.period,
      time === undefined ? null : cursorNumber(time, 0n),
      agreement,
      period,
      cursorNumber(edition, 0n),
      query.limit + 1,
    );
    const editions = rows.slice(0, query.limit).map((row) => (JSON.parse(row.summary) as StoredSummary).summary);
    const last = editions.at(-1);
    const more = rows.length > query.limit && last !== undefined;
    return { editions, next: more ? cursorOf(last.issuedAt, last.agreementId, last.period, last.edition) : '' };
  }
}

/** Causes that one edition is linked to. */
const MAX_LINKS = 32;

/** Periods for which an edition may be due, in PostgreSQL. */
export class SqlEditionWorkStore implements EditionWorkStore {
  constructor(
    private readonly sql: Sql,
    private readonly tenant: string,
  ) {}

  async mark(
    work: EditionWork,
    cause: { readonly correlationId: string; readonly traceparent: string; readonly now: Instant },
  ): Promise<void> {
    await this.sql.execute(
      `insert into edition_work as w (tenant_id, agreement_id, period, generation, not_before, failures, correlation_id, traceparents)
       values ($1, $2, $3, 1, $4::bigint, 0, $5, case when $6 = '' then '{}'::text[] else array[$6] end)
       on conflict (tenant_id, agreement_id, period) do update set generation = w.generation + 1, not_before = excluded.not_before,
         correlation_id = excluded.correlation_id, traceparents = (excluded.traceparents || w.traceparents)[1:${MAX_LINKS}]`,
      this.tenant,
      work.agreementId,
      work.period,
      BigInt(cause.now),
      cause.correlationId,
      cause.traceparent,
    );
  }

  async generation(work: EditionWork): Promise<bigint | undefined> {
    const [row] = await this.sql.rows<{ generation: bigint }>(
      `select generation from edition_work where tenant_id = $1 and agreement_id = $2 and period = $3`,
      this.tenant,
      work.agreementId,
      work.period,
    );
    return row && BigInt(row.generation);
  }

  async done(work: EditionWork, generation: bigint): Promise<void> {
    await this.sql.execute(
      `delete from edition_work where tenant_id = $1 and agreement_id = $2 and period = $3 and generation = $4::bigint`,
      this.tenant,
      work.agreementId,
      work.period,
      generation,
    );
  }

  async postpone(work: EditionWork, until: Instant): Promise<void> {
    await this.sql.execute(
      `update edition_work set failures = failures + 1, not_before = $4::bigint where tenant_id = $1 and agreement_id = $2 and period = $3`,
      this.tenant,
      work.agreementId,
      work.period,
      BigInt(until),
    );
  }
}

/** A period that waits, with what caused it: for the worker that looks across tenants. */
export interface WaitingEdition extends EditionWork {
  readonly tenant: string;
  readonly failures: number;
  readonly correlationId: string;
  readonly traceparents: readonly string[];
}

/** Periods that wait, of all tenants. Read in the scope "system". */
export async function waitingEditions(sql: Sql, now: Instant, limit: number): Promise<readonly WaitingEdition[]> {
  const rows = await sql.rows<{
    tenant_id: string;
    agreement_id: string;
    period: string;
    failures: number;
    correlation_id: string;
    traceparents: string[];
  }>(
    `select tenant_id, agreement_id, period, failures, correlation_id, traceparents from edition_work where not_before <= $1::bigint
     order by not_before, period limit $2::int`,
    BigInt(now),
    limit,
  );
  return rows.map((row) => ({
    tenant: row.tenant_id,
    agreementId: row.agreement_id,
    period: row.period,
    failures: row.failures,
    correlationId: row.correlation_id,
    traceparents: row.traceparents,
  }));
}
