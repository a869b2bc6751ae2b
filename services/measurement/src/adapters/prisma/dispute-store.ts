import { DomainError, isResourceId, type Interval } from '@sla/kernel';
import type { Sql } from '@sla/platform';
import type { DisputeRecord } from '../../domain/dispute.js';
import type { DisputeStore } from '../../usecases/ports.js';
import { toDispute, type DisputeRow } from './mapping.js';

/** Disputes in PostgreSQL. */
export class SqlDisputeStore implements DisputeStore {
  constructor(
    private readonly sql: Sql,
    private readonly tenant: string,
  ) {}

  async add(d: DisputeRecord): Promise<void> {
    await this.sql.execute(
      `insert into dispute (tenant_id, id, agreement_id, series, start_at, end_at, claim, opened_by, reason, state, resolution, created_time, opened_watermark)
       values ($1, $2, $3, $4, $5::bigint, $6::bigint, $7, $8, $9, $10, $11, $12::bigint, $13::bigint)`,
      this.tenant,
      d.id,
      d.agreementId,
      d.series,
      BigInt(d.interval.start),
      BigInt(d.interval.end),
      d.claim,
      d.openedBy,
      d.reason,
      d.state,
      d.resolution,
      BigInt(d.createdAt),
      BigInt(d.openedWatermark),
    );
  }

  async lock(id: string): Promise<DisputeRecord | undefined> {
    const [row] = await this.sql.rows<DisputeRow>(
      `select * from dispute where tenant_id = $1 and id = $2 for update`,
      this.tenant,
      id,
    );
    return row && toDispute(row);
  }

  async save(d: DisputeRecord): Promise<void> {
    await this.sql.execute(
      `update dispute set state = $3, resolution = $4, resolved_watermark = $5::bigint where tenant_id = $1 and id = $2`,
      this.tenant,
      d.id,
      d.state,
      d.resolution,
      d.resolvedWatermark === undefined ? null : BigInt(d.resolvedWatermark),
    );
  }

  async touching(agreementId: string, series: string, span: Interval): Promise<readonly DisputeRecord[]> {
    const rows = await this.sql.rows<DisputeRow>(
      `select * from dispute where tenant_id = $1 and agreement_id = $2 and series = $3 and start_at < $5::bigint and end_at > $4::bigint
       order by created_time, id`,
      this.tenant,
      agreementId,
      series,
      BigInt(span.start),
      BigInt(span.end),
    );
    return rows.map(toDispute);
  }

  async list(
    agreementIds: readonly string[] | undefined,
    after: string,
    limit: number,
  ): Promise<{ readonly disputes: readonly DisputeRecord[]; readonly next: string }> {
    if (after !== '' && !isResourceId(after))
      throw new DomainError('invalid_argument', 'platform.page_token_malformed');
    const rows = await this.sql.rows<DisputeRow>(
      `select * from dispute d where tenant_id = $1 and ($2::text[] is null or agreement_id = any($2::text[]))
         and ($3 = '' or (created_time, id) > (select created_time, id from dispute l where l.tenant_id = $1 and l.id = $3))
       order by created_time, id limit $4::int`,
      this.tenant,
      agreementIds ?? null,
      after,
      limit + 1,
    );
    const page = rows.slice(0, limit).map(toDispute);
    return { disputes: page, next: rows.length > limit ? (page.at(-1)?.id ?? '') : '' };
  }
}
