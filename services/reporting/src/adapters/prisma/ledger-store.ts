import { defined, type Instant } from '@sla/kernel';
import type { Sql } from '@sla/platform';
import { bookedBy, type Booked, type LedgerEntry } from '../../domain/booking.js';
import type { LedgerStore } from '../../usecases/ports.js';
import { toEntry, type LedgerRow } from './mapping.js';
import { cursorNumber, cursorOf, cursorParts } from './paging.js';

/** The ledger in PostgreSQL: rows are only ever added. */
export class SqlLedgerStore implements LedgerStore {
  constructor(
    private readonly sql: Sql,
    private readonly tenant: string,
  ) {}

  async booked(agreementId: string, creditId: string, windowStart: Instant): Promise<Booked> {
    const rows = await this.sql.rows<LedgerRow>(
      `select * from ledger_entry where tenant_id = $1 and agreement_id = $2 and credit_id = $3 and window_start = $4::bigint order by number, id`,
      this.tenant,
      agreementId,
      creditId,
      BigInt(windowStart),
    );
    return bookedBy(rows.map(toEntry));
  }

  async append(e: LedgerEntry): Promise<void> {
    const [head] = await this.sql.rows<{ number: bigint }>(
      `insert into ledger_head as h (tenant_id, number) values ($1, 1) on conflict (tenant_id) do update set number = h.number + 1 returning number`,
      this.tenant,
    );
    await this.sql.execute(
      `insert into ledger_entry (tenant_id, id, number, agreement_id, credit_id, objective_id, window_start, window_label, debit_account, credit_account,
         amount_minor, currency, determination_revision, result_hash, corrects, reason, booked_time)
       values ($1, $2, $3::bigint, $4, $5, $6, $7::bigint, $8, $9, $10, $11::bigint, $12, $13::int, $14, $15, $16, $17::bigint)`,
      this.tenant,
      e.id,
      BigInt(defined(head, 'the number of the entry').number),
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

  async ofWindows(agreementId: string, windowStarts: readonly Instant[]): Promise<readonly LedgerEntry[]> {
    const rows = await this.sql.rows<LedgerRow>(
      `select * from ledger_entry where tenant_id = $1 and agreement_id = $2 and window_start = any($3::bigint[]) order by number, id`,
      this.tenant,
      agreementId,
      windowStarts.map(BigInt),
    );
    return rows.map(toEntry);
  }

  async list(
    agreementIds: readonly string[] | undefined,
    after: string,
    limit: number,
  ): ReturnType<LedgerStore['list']> {
    const [number, id = ''] = cursorParts(after, 2);
    const rows = await this.sql.rows<LedgerRow>(
      `select * from ledger_entry where tenant_id = $1 and ($2::text[] is null or agreement_id = any($2::text[])) and (number, id) > ($3::bigint, $4)
       order by number, id limit $5::int`,
      this.tenant,
      agreementIds ?? null,
      cursorNumber(number, 0n),
      id,
      limit + 1,
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { entries: page.map(toEntry), next: more ? cursorOf(String(last.number), last.id) : '' };
  }
}
