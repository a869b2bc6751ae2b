import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readAudit, verifyAuditChain } from '@sla/platform';
import pg from 'pg';
import { waitingEditions } from '../src/adapters/prisma/edition-store.js';
import { findingOf, missedBy, monthOf } from '../src/domain/web-shop.fixture.js';
import { asking, digest } from './fake-ports.js';
import { openPostgresWorld, type PostgresWorld } from './postgres-world.js';
import { Stage } from './stage.js';

const ORDERS = findingOf({ objectiveId: 'orders', unit: 'events', good: '1000', budgetTotal: '5', budgetLeft: '5' });
/** What nobody sees without a tenant, workers included. */
const DOMAIN_TABLES = [
  'agreement_version',
  'compliance',
  'credit',
  'ledger_entry',
  'ledger_head',
  'report_edition',
  'request',
  'audit',
  'audit_head',
];
/** What workers of all tenants poll. */
const WORK_TABLES = ['edition_work', 'outbox', 'outbox_aggregate', 'inbox', 'inbox_aggregate', 'deadline'];

describe('what the database itself holds', () => {
  const stage = new Stage();
  let world: PostgresWorld;
  let client: pg.Client;

  beforeAll(async () => {
    await stage.open(async (clock, measurement) => (world = await openPostgresWorld(clock, measurement)));
    stage.newTenant();
    client = new pg.Client({ connectionString: world.url });
    await client.connect();
    await stage.adopt();
    await stage.record(missedBy(60), ORDERS);
    await stage.issue(asking(stage.provider, 'request-1'), { reason: 'first' });
    await stage.record(missedBy(1_400, { revision: 2, phase: 'restated', restatementReason: 'late outage' }));
    await stage.record(missedBy(30, { revision: 3, phase: 'restated', restatementReason: 'false alarm' }));
    await stage.issue(stage.customer, { reason: 'second' });
    await stage.record(missedBy(90, { window: monthOf(4), windowLabel: '2026-04' }));
  });
  afterAll(async () => {
    await client.end();
    await stage.world.close();
  });

  /** Runs a statement as the run role in a tenant or scope and rolls it back; answers the rows that it touched, or the refusal. */
  async function attempt(where: { tenant?: string; scope?: string }, statement: string): Promise<number | string> {
    await client.query('begin');
    try {
      await client.query(`select set_config('sla.tenant', $1, true), set_config('sla.scope', $2, true)`, [
        where.tenant ?? '',
        where.scope ?? '',
      ]);
      return (await client.query(statement)).rowCount ?? 0;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      await client.query('rollback');
    }
  }
  const mine = (): { tenant: string } => ({ tenant: stage.tenant });

  it('connects as a role that owns nothing and bypasses nothing', async () => {
    const { rows } = await client.query(
      `select rolsuper, rolbypassrls, (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned
         from pg_roles where rolname = current_user`,
    );
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, owned: 0 }]);
  });

  it('knows every table of the schema: a new one has to be named here', async () => {
    const { rows } = await client.query<{ name: string; forced: boolean }>(
      `select relname as name, relrowsecurity and relforcerowsecurity as forced from pg_class
       where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`,
    );
    const forced = rows.filter((row) => row.forced).map((row) => row.name);
    expect(forced).toEqual([...DOMAIN_TABLES, ...WORK_TABLES].sort());
    const open = rows.filter((row) => !row.forced).map((row) => row.name);
    expect(open).toEqual(['_prisma_migrations', 'relay_shard']);
  });

  it.each([...DOMAIN_TABLES, ...WORK_TABLES])('%s shows no row without a tenant, nor to another one', async (table) => {
    expect(await attempt({}, `select * from ${table}`)).toBe(0);
    expect(await attempt({ tenant: 'other' }, `select * from ${table}`)).toBe(0);
  });

  it.each(DOMAIN_TABLES)('%s shows rows to its tenant, and none to workers', async (table) => {
    expect(await attempt(mine(), `select * from ${table}`)).toBeGreaterThan(0);
    expect(await attempt({ scope: 'system' }, `select * from ${table}`)).toBe(0);
  });

  it('the balances of accounts are seen by their tenant only', async () => {
    expect(await attempt({}, `select * from ledger_balance`)).toBe(0);
    expect(await attempt({ scope: 'system' }, `select * from ledger_balance`)).toBe(0);
    expect(await attempt(mine(), `select * from ledger_balance`)).toBe(2);
  });

  it.each([
    ['the amount of a booking', `update ledger_entry set amount_minor = 1`, 'never changed or deleted'],
    ['the account of a booking', `update ledger_entry set credit_account = 'me'`, 'never changed or deleted'],
    ['a booking out of existence', `delete from ledger_entry`, 'never changed or deleted'],
    ['the text of an edition', `update report_edition set json = '{}'`, 'never changed or deleted'],
    ['the page of an edition', `update report_edition set html = ''`, 'never changed or deleted'],
    ['the hash of an edition', `update report_edition set body_hash = ''`, 'never changed or deleted'],
    ['an edition out of existence', `delete from report_edition`, 'never changed or deleted'],
    ['the audit', `update audit set reason = ''`, 'never changed or deleted'],
    ['what was announced', `update outbox set data = ''`, 'never changed or deleted'],
    ['all bookings at once', `truncate ledger_entry`, 'permission denied'],
    ['all editions at once', `truncate report_edition`, 'permission denied'],
    ['the triggers', `alter table ledger_entry disable trigger all`, 'must be owner'],
    ['the policies', `alter table ledger_entry no force row level security`, 'must be owner'],
    [
      'an edition that exists',
      `insert into report_edition select * from report_edition where edition = 1`,
      'duplicate key',
    ],
  ])('the run role cannot change %s', async (_name, statement, refusal) => {
    expect(await attempt(mine(), statement)).toEqual(expect.stringContaining(refusal));
  });

  it.each([
    [
      'a booking for another tenant',
      `insert into ledger_entry select 'other', id, number, agreement_id, credit_id, objective_id, window_start, window_label, debit_account,
         credit_account, amount_minor, currency, determination_revision, result_hash, corrects, reason, booked_time from ledger_entry`,
      'row-level security',
    ],
    ['a finding for another tenant', `update compliance set tenant_id = 'other'`, 'row-level security'],
    [
      'a booking of nothing',
      `insert into ledger_entry select tenant_id, id || 'x', number, agreement_id, credit_id, objective_id, window_start, window_label,
         debit_account, credit_account, 0, currency, determination_revision, result_hash, corrects, reason, booked_time from ledger_entry`,
      'check constraint',
    ],
  ])('takes no %s', async (_name, statement, refusal) => {
    expect(await attempt(mine(), statement)).toEqual(expect.stringContaining(refusal));
  });

  it('sums to zero per currency, and the customer holds what is owed', async () => {
    await client.query('begin');
    await client.query(`select set_config('sla.tenant', $1, true)`, [stage.tenant]);
    const { rows: sums } = await client.query(
      'select currency, sum(balance_minor)::text as sum from ledger_balance group by currency',
    );
    const { rows: balances } = await client.query(
      'select account, balance_minor::text as balance from ledger_balance order by account',
    );
    await client.query('rollback');
    expect(sums).toEqual([{ currency: 'CNY', sum: '0' }]);
    expect(balances).toEqual([
      { account: 'customer/acme/receivable', balance: '180000' },
      { account: 'provider/northwind/service-credits', balance: '-180000' },
    ]);
  });

  it('keeps an audit chain that verifies, with an entry for each edition', async () => {
    const rows = await world.database.inTenant(stage.tenant, (sql) => readAudit(sql, stage.tenant, 0n, 100));
    expect(rows.map(({ action, reason }) => [action, reason])).toEqual([
      ['reporting.edition.issued', 'first'],
      ['reporting.edition.issued', 'second'],
    ]);
    const verdict = await world.database.inTenant(stage.tenant, (sql) => verifyAuditChain(sql, digest, stage.tenant));
    expect(verdict).toEqual({ verified: 2n });
  });

  it('shows waiting periods to workers across tenants, those that are due only', async () => {
    const first = stage.tenant;
    stage.newTenant();
    await stage.adopt();
    await stage.record(ORDERS);
    const waiting = (at: number): Promise<readonly string[]> =>
      world.database.inSystem(async (sql) =>
        (await waitingEditions(sql, at as never, 10)).map(({ tenant, period }) => `${tenant} ${period}`).sort(),
      );
    const due = stage.clock.now();
    expect(await waiting(due)).toEqual([`${first} 2026-03`, `${first} 2026-04`, `${stage.tenant} 2026-03`]);
    expect(await waiting(due - 1)).toEqual([]);
  });
});
