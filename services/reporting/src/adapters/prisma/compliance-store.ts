import { measurementV1 } from '@sla/contracts';
import type { Instant, Interval } from '@sla/kernel';
import type { Sql } from '@sla/platform';
import type { Finding } from '../../domain/finding.js';
import type { ComplianceLine, ComplianceStore, StoredCredit } from '../../usecases/ports.js';
import { packFinding } from './convert.js';
import { toCredit, toFinding, type CreditRow } from './mapping.js';
import { cursorNumber, cursorOf, cursorParts } from './paging.js';

interface ComplianceRow {
  readonly message: Uint8Array;
}

/** Less than the start of any window. */
const BEFORE_ALL = -(2n ** 62n);

/** The compliance table in PostgreSQL. */
export class SqlComplianceStore implements ComplianceStore {
  constructor(
    private readonly sql: Sql,
    private readonly tenant: string,
  ) {}

  async get(agreementId: string, objectiveId: string, windowStart: Instant): Promise<Finding | undefined> {
    const [row] = await this.sql.rows<ComplianceRow>(
      `select message from compliance where tenant_id = $1 and agreement_id = $2 and objective_id = $3 and window_start = $4::bigint for update`,
      this.tenant,
      agreementId,
      objectiveId,
      BigInt(windowStart),
    );
    return row && toFinding(row.message);
  }

  async save(f: Finding): Promise<void> {
    await this.sql.execute(
      `insert into compliance (tenant_id, agreement_id, objective_id, window_start, window_end, window_label, revision, phase, message)
       values ($1, $2, $3, $4::bigint, $5::bigint, $6, $7::int, $8, $9)
       on conflict (tenant_id, agreement_id, objective_id, window_start) do update set window_end = excluded.window_end,
         window_label = excluded.window_label, revision = excluded.revision, phase = excluded.phase, message = excluded.message`,
      this.tenant,
      f.agreementId,
      f.objectiveId,
      BigInt(f.window.start),
      BigInt(f.window.end),
      f.windowLabel,
      f.revision,
      f.phase,
      Buffer.from(measurementV1.Determination.encode(packFinding(f)).finish()),
    );
  }

  async saveCredit(c: StoredCredit): Promise<void> {
    await this.sql.execute(
      `insert into credit (tenant_id, agreement_id, credit_id, window_start, objective_id, window_label, state, amount_minor, low_minor, high_minor,
         currency, percent, revision, explanation)
       values ($1, $2, $3, $4::bigint, $5, $6, $7, $8::bigint, $9::bigint, $10::bigint, $11, $12, $13::int, $14)
       on conflict (tenant_id, agreement_id, credit_id, window_start) do update set state = excluded.state, amount_minor = excluded.amount_minor,
         low_minor = excluded.low_minor, high_minor = excluded.high_minor, percent = excluded.percent, revision = excluded.revision,
         explanation = excluded.explanation`,
      this.tenant,
      c.agreementId,
      c.creditId,
      BigInt(c.windowStart),
      c.objectiveId,
      c.windowLabel,
      c.state,
      c.amountMinor,
      c.lowMinor,
      c.highMinor,
      c.currency,
      c.percent,
      c.revision,
      JSON.stringify(c.explanation),
    );
  }

  async credit(agreementId: string, creditId: string, windowLabel: string): Promise<StoredCredit | undefined> {
    const [row] = await this.sql.rows<CreditRow>(
      `select * from credit where tenant_id = $1 and agreement_id = $2 and credit_id = $3 and window_label = $4
       order by window_start desc limit 1`,
      this.tenant,
      agreementId,
      creditId,
      windowLabel,
    );
    return row && toCredit(row);
  }

  async list(query: Parameters<ComplianceStore['list']>[0]): ReturnType<ComplianceStore['list']> {
    const [agreement = '', objective = '', start] = cursorParts(query.after, 3);
    const rows = await this.sql.rows<ComplianceRow>(
      `select message from compliance where tenant_id = $1 and ($2::text[] is null or agreement_id = any($2::text[]))
         and ($3::bigint is null or (window_end > $3::bigint and window_start < $4::bigint))
         and (agreement_id, objective_id, window_start) > ($5, $6, $7::bigint)
       order by agreement_id, objective_id, window_start limit $8::int`,
      this.tenant,
      query.agreementIds ?? null,
      query.overlapping === undefined ? null : BigInt(query.overlapping.start),
      query.overlapping === undefined ? null : BigInt(query.overlapping.end),
      agreement,
      objective,
      cursorNumber(start, BEFORE_ALL),
      query.limit + 1,
    );
    const lines = await this.#withCredits(rows.slice(0, query.limit).map((row) => toFinding(row.message)));
    const last = lines.at(-1)?.finding;
    const more = rows.length > query.limit && last !== undefined;
    return { lines, next: more ? cursorOf(last.agreementId, last.objectiveId, last.window.start) : '' };
  }

  async endingIn(agreementId: string, span: Interval): Promise<readonly ComplianceLine[]> {
    const rows = await this.sql.rows<ComplianceRow>(
      `select message from compliance where tenant_id = $1 and agreement_id = $2 and window_end > $3::bigint and window_end <= $4::bigint
       order by objective_id, window_start`,
      this.tenant,
      agreementId,
      BigInt(span.start),
      BigInt(span.end),
    );
    return this.#withCredits(rows.map((row) => toFinding(row.message)));
  }

  async #withCredits(findings: readonly Finding[]): Promise<readonly ComplianceLine[]> {
    const agreements = [...new Set(findings.map((finding) => finding.agreementId))];
    const rows = await this.sql.rows<CreditRow>(
      `select * from credit where tenant_id = $1 and agreement_id = any($2::text[]) order by credit_id`,
      this.tenant,
      agreements,
    );
    const credits = Map.groupBy(
      rows.map(toCredit),
      (credit) => `${credit.agreementId}/${credit.objectiveId}/${credit.windowStart}`,
    );
    return findings.map((finding) => ({
      finding,
      credits: credits.get(`${finding.agreementId}/${finding.objectiveId}/${finding.window.start}`) ?? [],
    }));
  }
}
