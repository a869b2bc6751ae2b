import { canonicalJson, sha256Hex, type Caller, type Digest, type Instant } from '@sla/kernel';
import type { Sql } from '../sql/sql.js';

/** What the caller of appendAudit knows of a change. */
export interface AuditRecord {
  readonly action: string;
  readonly resource: string;
  readonly beforeHash: string;
  readonly afterHash: string;
  readonly reason: string;
}

export interface AuditRow {
  readonly number: bigint;
  readonly time: bigint;
  readonly subject: string;
  readonly party: string;
  readonly action: string;
  readonly resource: string;
  readonly before_hash: string;
  readonly after_hash: string;
  readonly reason: string;
  readonly entry_hash: string;
}

/** Appends to the tenant's chain; the head row puts concurrent writers in one order. */
export async function appendAudit(
  sql: Sql,
  digest: Digest,
  caller: Caller,
  record: AuditRecord,
  now: Instant,
): Promise<void> {
  const tenant = caller.principal.tenant;
  await sql.execute(
    `insert into audit_head (tenant_id, number, entry_hash) values ($1, 0, '') on conflict do nothing`,
    tenant,
  );
  const [head] = await sql.rows<{ number: bigint; entry_hash: string }>(
    `select number, entry_hash from audit_head where tenant_id = $1 for update`,
    tenant,
  );
  const row = {
    number: BigInt(head?.number ?? 0n) + 1n,
    time: BigInt(now),
    subject: caller.principal.subject,
    party: caller.principal.party ?? '',
    action: record.action,
    resource: record.resource,
    before_hash: record.beforeHash,
    after_hash: record.afterHash,
    reason: record.reason,
  };
  const hash = entryHash(digest, tenant, row, head?.entry_hash ?? '');
  await sql.execute(
    `insert into audit (tenant_id, number, time, subject, party, action, resource, before_hash, after_hash, reason, entry_hash)
     values ($1, $2::bigint, $3::bigint, $4, $5, $6, $7, $8, $9, $10, $11)`,
    tenant,
    row.number,
    row.time,
    row.subject,
    row.party,
    row.action,
    row.resource,
    row.before_hash,
    row.after_hash,
    row.reason,
    hash,
  );
  await sql.execute(
    `update audit_head set number = $2::bigint, entry_hash = $3 where tenant_id = $1`,
    tenant,
    row.number,
    hash,
  );
}

type Unhashed = Omit<AuditRow, 'entry_hash'>;

function entryHash(digest: Digest, tenant: string, row: Unhashed, previous: string): string {
  const entry = { ...row, number: String(row.number), time: String(row.time), tenant, previous };
  return sha256Hex(digest, canonicalJson(entry));
}

/** True when every hash follows from the entry before it; `previous` is the hash before the first row ('' for number 1). */
export function isUnbroken(digest: Digest, tenant: string, rows: readonly AuditRow[], previous: string): boolean {
  let before = previous;
  for (const { entry_hash, ...row } of rows) {
    if (entryHash(digest, tenant, row, before) !== entry_hash) return false;
    before = entry_hash;
  }
  return true;
}

const AUDIT_COLUMNS = 'number, time, subject, party, action, resource, before_hash, after_hash, reason, entry_hash';

/** Entries after a number, in order. */
export async function readAudit(sql: Sql, tenant: string, after: bigint, limit: number): Promise<readonly AuditRow[]> {
  return sql.rows<AuditRow>(
    `select ${AUDIT_COLUMNS} from audit where tenant_id = $1 and number > $2::bigint order by number limit $3::int`,
    tenant,
    after,
    limit,
  );
}

/** Hash of one entry; '' for number 0, which stands before the chain. */
export async function auditHashAt(sql: Sql, tenant: string, number: bigint): Promise<string> {
  const [row] = await sql.rows<{ entry_hash: string }>(
    `select entry_hash from audit where tenant_id = $1 and number = $2::bigint`,
    tenant,
    number,
  );
  return row?.entry_hash ?? '';
}

/** Number of the last entry that was ever written; 0 when there is none. */
export async function auditHeadNumber(sql: Sql, tenant: string): Promise<bigint> {
  const [head] = await sql.rows<{ number: bigint }>(`select number from audit_head where tenant_id = $1`, tenant);
  return BigInt(head?.number ?? 0n);
}

/** The outcome of a check of a whole chain. */
export interface AuditVerdict {
  /** Entries that follow from each other, from the first on. */
  readonly verified: bigint;
  /** Number of the first entry that does not follow from the one before it, or is missing at the end; absent when all do. */
  readonly brokenAt?: bigint;
}

const VERIFY_PAGE = 1_000;

/** Recomputes the whole chain of a tenant and compares its end with the head: nothing was changed, and nothing cut off. */
export async function verifyAuditChain(sql: Sql, digest: Digest, tenant: string): Promise<AuditVerdict> {
  let verified = 0n;
  let hash = '';
  for (;;) {
    const rows = await readAudit(sql, tenant, verified, VERIFY_PAGE);
    for (const { entry_hash, ...row } of rows) {
      const follows = BigInt(row.number) === verified + 1n && entryHash(digest, tenant, row, hash) === entry_hash;
      if (!follows) return { verified, brokenAt: verified + 1n };
      verified++;
      hash = entry_hash;
    }
    if (rows.length < VERIFY_PAGE) break;
  }
  const [head] = await sql.rows<{ number: bigint; entry_hash: string }>(
    `select number, entry_hash from audit_head where tenant_id = $1`,
    tenant,
  );
  const complete = BigInt(head?.number ?? 0n) === verified && (head?.entry_hash ?? '') === hash;
  return complete ? { verified } : { verified, brokenAt: verified + 1n };
}
