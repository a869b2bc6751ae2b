import type { Instant } from '@sla/kernel';
import type { Sql } from '@sla/platform';
import type { Booked } from '../../domain/booking.js';
import type { LedgerEntry, LedgerStore } from '../../usecases/ports.js';
import { toEntry, type LedgerRow } from './mapping.js';
import { cursorNumber } from './paging.js';

/** The ledger in PostgreSQL: rows are only ever added. */
export class SqlLedgerStore implements LedgerStore {
  constructor(
    private readonly sql: Sql,
    private readonly tenant: string,
  ) {}

  async booked(agreementId: string, creditId: string, windowStart: Instant): Promise<Booked> {
    const rows = await this.sql.rows<LedgerRow>(
      `select * from ledger_entry where tenant_id = $1 and agreement_id = $2 and credit_id = $3 and window_start = $4::bigint order by number`,
      this.tenant,
      agreementId,
      creditId,
      BigInt(windowStart),
    );
    const signed = (row: LedgerRow): bigint =>
      row.credit_account.startsWith('customer/') ? BigInt(row.amount_minor) : -BigInt(row.amount_minor);
    return { netMinor: rows.reduce((sum, row) => sum + signed(row), 0n), lastEntry: rows.at(-1)?.id ?? '' };
  }

  async append(e: LedgerEntry): Promise<void> {
    await this.sql.execute(
      `insert into ledger_entry (tenant_id, id, number, agreement_id, credit_id, objective_id, window_start, window_label, debit_account, credit_account,
         amount_minor, currency, determination_revision, result_hash, corrects, reason, booked_time)
       values ($1, $2, (select coalesce(max(number), 0) + 1 from ledger_entry where tenant_id = $1), $3, $4, $5, $6::bigint, $7, $8, $9,
         $10::bigint, $11, $12::int, $13, $14, $15, $16::bigint)`,
      this.tenant,
      e.id,
      e.agreementId,
      e.creditId,
      e.objectiveId,
      BigInt(e.windowStart),
      e.windowLabel,
      e.debitAccount,
      e.creditAccount,
      e.amountMinor,
      e.currency,
      e.determinationRevision,
      e.resultHash,
      e.corrects,
      e.reason,
      BigInt(e.bookedAt),
    );
  }

  async list(
    agreementIds: readonly string[] | undefined,
    after: string,
    limit: number,
  ): ReturnType<LedgerStore['list']> {
    const rows = await this.sql.rows<LedgerRow>(
      `select * from ledger_entry where tenant_id = $1 and ($2::text[] is null or agreement_id = any($2::text[])) and number > $3::bigint
       order by number, id limit $4::int`,
      this.tenant,
      agreementIds ?? null,
      cursorNumber(after === '' ? undefined : after, 0n),
      limit + 1,
    );
    const page = rows.slice(0, limit);
    return { entries: page.map(toEntry), next: rows.length > limit ? String(page.at(-1)?.number ?? '') : '' };
  }
}
