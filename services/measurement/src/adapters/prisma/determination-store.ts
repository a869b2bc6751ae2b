import { DomainError, type Instant } from '@sla/kernel';
import type { Sql } from '@sla/platform';
import { hasNul } from '../../domain/check-text.js';
import type { Determination } from '../../domain/determination.js';
import type { PendingSamples } from '../../domain/pending.js';
import type {
  DeterminationName,
  DeterminationQuery,
  DeterminationStore,
  PendingWindow,
  SeenDetermination,
  WorkKey,
} from '../../usecases/ports.js';
import { toDetermination, type DeterminationRow } from './mapping.js';

const SEPARATOR = '\n';

/** Revisions of determinations in PostgreSQL. */
export class SqlDeterminationStore implements DeterminationStore {
  constructor(
    private readonly sql: Sql,
    private readonly tenant: string,
  ) {}

  async newest(key: WorkKey): Promise<Determination | undefined> {
    const [row] = await this.sql.rows<DeterminationRow>(
      `select * from determination where tenant_id = $1 and agreement_id = $2 and objective_id = $3 and window_start = $4::bigint
       order by revision desc limit 1`,
      this.tenant,
      key.agreementId,
      key.objectiveId,
      BigInt(key.windowStart),
    );
    return row && toDetermination(row);
  }

  async find(name: DeterminationName): Promise<Determination | undefined> {
    const [row] = await this.sql.rows<DeterminationRow>(
      `select * from determination where tenant_id = $1 and agreement_id = $2 and objective_id = $3 and window_label = $4
         and ($5::int = 0 or revision = $5::int) and ($6::int is null or version = $6::int) order by window_start desc, revision desc limit 1`,
      this.tenant,
      name.agreementId,
      name.objectiveId,
      name.windowLabel,
      name.revision,
      name.version ?? null,
    );
    return row && toDetermination(row);
  }

  async save(d: Determination): Promise<void> {
    await this.sql.execute(
      `insert into determination (tenant_id, agreement_id, objective_id, window_start, revision, window_end, window_label, freeze_at, version,
         content_hash, phase, verdict, figures, result_hash, evidence_hash, hour_hashes, as_of_seq, disputes, historical, risk_announced,
         breach_announced, trace_id, correlation_id, restatement_reason)
       values ($1, $2, $3, $4::bigint, $5::int, $6::bigint, $7, $8::bigint, $9::int, $10, $11, $12, $13, $14, $15, $16, $17::bigint, $18, $19,
         $20, $21, $22, $23, $24)
       on conflict (tenant_id, agreement_id, objective_id, window_start, revision) do update set
         window_end = excluded.window_end, window_label = excluded.window_label, freeze_at = excluded.freeze_at, version = excluded.version,
         content_hash = excluded.content_hash, phase = excluded.phase, verdict = excluded.verdict, figures = excluded.figures,
         result_hash = excluded.result_hash, evidence_hash = excluded.evidence_hash, hour_hashes = excluded.hour_hashes,
         as_of_seq = excluded.as_of_seq, disputes = excluded.disputes, historical = excluded.historical,
         risk_announced = excluded.risk_announced, breach_announced = excluded.breach_announced, trace_id = excluded.trace_id,
         correlation_id = excluded.correlation_id, restatement_reason = excluded.restatement_reason`,
      this.tenant,
      d.agreementId,
      d.objectiveId,
      BigInt(d.window.start),
      d.revision,
      BigInt(d.window.end),
      d.windowLabel,
      BigInt(d.freezeAt),
      d.version,
      d.contentHash,
      d.phase,
      d.verdict,
      JSON.stringify(d.figures),
      d.resultHash,
      d.evidenceHash,
      Buffer.from(d.hourHashes),
      d.asOfSeq,
      JSON.stringify(d.disputes),
      d.historical,
      d.riskAnnounced,
      d.breachAnnounced,
      d.traceId,
      d.correlationId,
      d.restatementReason,
    );
  }

  async list(
    query: DeterminationQuery,
  ): Promise<{ readonly determinations: readonly SeenDetermination[]; readonly next: string }> {
    const [agreement = '', objective = '', start = '', revision = '0'] = afterOf(query.after, 4);
    const rows = await this.sql.rows<DeterminationRow & { readonly pending: bigint }>(
      `select d.*, coalesce((select p.samples from pending_restatement p where p.tenant_id = d.tenant_id and p.agreement_id = d.agreement_id
         and p.objective_id = d.objective_id and p.window_start = d.window_start), 0) as pending
       from determination d where tenant_id = $1 and ($2::text[] is null or agreement_id = any($2::text[])) and ($3 = '' or objective_id = $3)
         and ($4::bigint is null or (window_end > $4::bigint and window_start < $5::bigint))
         and ($6 or not exists (select 1 from determination n where n.tenant_id = d.tenant_id and n.agreement_id = d.agreement_id
              and n.objective_id = d.objective_id and n.window_start = d.window_start and n.revision > d.revision))
         and (agreement_id, objective_id, window_start, revision) > ($7, $8, $9::bigint, $10::int)
       order by agreement_id, objective_id, window_start, revision limit $11::int`,
      this.tenant,
      query.agreementIds ?? null,
      query.objectiveId ?? '',
      query.overlapping === undefined ? null : BigInt(query.overlapping.start),
      query.overlapping === undefined ? null : BigInt(query.overlapping.end),
      query.allRevisions,
      agreement,
      objective,
      start === '' ? -(2n ** 62n) : BigInt(start),
      Number(revision),
      query.limit + 1,
    );
    const page = rows
      .slice(0, query.limit)
      .map((row) => ({ determination: toDetermination(row), pending: Number(row.pending) }));
    const last = page.at(-1)?.determination;
    const more = rows.length > query.limit && last !== undefined;
    return {
      determinations: page,
      next: more ? [last.agreementId, last.objectiveId, last.window.start, last.revision].join(SEPARATOR) : '',
    };
  }

  async addPending(pending: readonly PendingSamples[]): Promise<void> {
    if (pending.length === 0) return;
    await this.sql.execute(
      `insert into pending_restatement as p (tenant_id, agreement_id, objective_id, window_start, window_label, samples, first_at, last_at)
       select $1, * from unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[])
       on conflict (tenant_id, agreement_id, objective_id, window_start) do update set samples = p.samples + excluded.samples,
         first_at = least(p.first_at, excluded.first_at), last_at = greatest(p.last_at, excluded.last_at)`,
      this.tenant,
      pending.map((p) => p.agreementId),
      pending.map((p) => p.objectiveId),
      pending.map((p) => BigInt(p.windowStart)),
      pending.map((p) => p.windowLabel),
      pending.map((p) => BigInt(p.samples)),
      pending.map((p) => BigInt(p.first)),
      pending.map((p) => BigInt(p.last)),
    );
  }

  async pending(
    agreementIds: readonly string[] | undefined,
    after: string,
    limit: number,
  ): Promise<{ readonly pending: readonly PendingWindow[]; readonly next: string }> {
    const [agreement = '', objective = '', start = ''] = afterOf(after, 3);
    const rows = await this.sql.rows<{
      agreement_id: string;
      objective_id: string;
      window_start: bigint;
      window_label: string;
      samples: bigint;
      first_at: bigint;
      last_at: bigint;
      revision: number;
      version: number;
    }>(
      `select p.*, coalesce(n.revision, 0) as revision, coalesce(n.version, 0) as version
       from pending_restatement p left join lateral (select d.revision, d.version from determination d
         where d.tenant_id = p.tenant_id and d.agreement_id = p.agreement_id and d.objective_id = p.objective_id
           and d.window_start = p.window_start order by d.revision desc limit 1) n on true
       where p.tenant_id = $1 and ($2::text[] is null or p.agreement_id = any($2::text[]))
         and (p.agreement_id, p.objective_id, p.window_start) > ($3, $4, $5::bigint)
       order by p.agreement_id, p.objective_id, p.window_start limit $6::int`,
      this.tenant,
      agreementIds ?? null,
      agreement,
      objective,
      start === '' ? -(2n ** 62n) : BigInt(start),
      limit + 1,
    );
    const page = rows.slice(0, limit).map((row) => ({
      agreementId: row.agreement_id,
      objectiveId: row.objective_id,
      windowStart: Number(row.window_start) as Instant,
      windowLabel: row.window_label,
      samples: Number(row.samples),
      first: Number(row.first_at) as Instant,
      last: Number(row.last_at) as Instant,
      revision: row.revision,
      version: row.version,
    }));
    const last = page.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { pending: page, next: more ? [last.agreementId, last.objectiveId, last.windowStart].join(SEPARATOR) : '' };
  }

  async pendingOf(key: WorkKey): Promise<number> {
    const [row] = await this.sql.rows<{ samples: bigint }>(
      `select samples from pending_restatement where tenant_id = $1 and agreement_id = $2 and objective_id = $3 and window_start = $4::bigint`,
      this.tenant,
      key.agreementId,
      key.objectiveId,
      BigInt(key.windowStart),
    );
    return Number(row?.samples ?? 0n);
  }

  async clearPending(key: WorkKey): Promise<void> {
    await this.sql.execute(
      `delete from pending_restatement where tenant_id = $1 and agreement_id = $2 and objective_id = $3 and window_start = $4::bigint`,
      this.tenant,
      key.agreementId,
      key.objectiveId,
      BigInt(key.windowStart),
    );
  }
}

/** @throws DomainError invalid_argument when the token is none of ours. */
export function afterOf(token: string, parts: number): readonly string[] {
  if (token === '') return [];
  const values = token.split(SEPARATOR);
  const [, , start = '', revision = '0'] = values;
  // What does not fit into the columns that it is compared with was never given out.
  const fits = /^-?\d{1,15}$/.test(start) && /^\d{1,9}$/.test(revision) && !hasNul(token);
  if (values.length !== parts || !fits) throw new DomainError('invalid_argument', 'platform.page_token_malformed');
  return values;
}
