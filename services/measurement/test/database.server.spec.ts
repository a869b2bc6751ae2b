import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyAuditChain } from '@sla/platform';
import pg from 'pg';
import { defined, type Caller } from '@sla/kernel';
import { openDispute } from '../src/usecases/disputes.js';
import { at, column, count } from './batches.js';
import { digest } from './fake-ports.js';
import { openPostgresWorld, type PostgresWorld } from './postgres-world.js';
import { probeColumn, Stage } from './stage.js';

const TENANT = 'tenant-1';
/** Every table of a tenant; a new one must be named here, and is then held to the same. */
const TABLES = [
  'agreement_version',
  'audit',
  'audit_head',
  'deadline',
  'determination',
  'dispute',
  'evaluation_work',
  'inbox',
  'inbox_aggregate',
  'outbox',
  'outbox_aggregate',
  'pending_restatement',
  'registry',
  'request',
  'sample_batch',
  'series',
  'series_block',
  'series_sequence',
  'source',
];
/** What workers look at across tenants. */
const SEEN_BY_WORKERS = new Set([
  'deadline',
  'evaluation_work',
  'inbox',
  'inbox_aggregate',
  'outbox',
  'outbox_aggregate',
]);

const UPSERT = `insert into determination select * from determination where phase = 'final'
  on conflict (tenant_id, agreement_id, objective_id, window_start, revision) do update set verdict = 'met'`;

describe('what the database itself holds', () => {
  const stage = new Stage();
  let world: PostgresWorld;
  let client: pg.Client;

  beforeAll(async () => {
    await stage.open(async (clock) => (world = await openPostgresWorld(clock)));
    client = new pg.Client({ connectionString: world.url });
    await client.connect();
    stage.newTenant();
    await fill(stage, world);
  });
  afterAll(async () => {
    await client.end();
    await world.close();
  });

  /** Runs a statement as the run role in a tenant and rolls it back; answers the rows that it touched, or the refusal. */
  async function attempt(setting: readonly [string, string] | undefined, statement: string): Promise<number | string> {
    await client.query('begin');
    try {
      if (setting !== undefined) await client.query(`select set_config($1, $2, true)`, [...setting]);
      return (await client.query(statement)).rowCount ?? 0;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      await client.query('rollback');
    }
  }
  const asTenant = (statement: string) => attempt(['sla.tenant', TENANT], statement);

  it('is every table of a tenant', async () => {
    const { rows } = await client.query<{ table_name: string }>(
      `select table_name from information_schema.columns where table_schema = 'public' and column_name = 'tenant_id' order by 1`,
    );
    expect(rows.map((row) => row.table_name)).toEqual(TABLES);
    const others = await client.query(
      `select relname from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'public' and relkind = 'r'
         and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and attname = 'tenant_id') order by 1`,
    );
    expect(others.rows.map((row: { relname: string }) => row.relname)).toEqual(['_prisma_migrations', 'relay_shard']);
  });

  it('is entered by a role that owns nothing and bypasses nothing', async () => {
    const { rows } = await client.query(
      `select rolsuper, rolbypassrls, (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned
         from pg_roles where rolname = current_user`,
    );
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, owned: 0 }]);
  });

  it.each(TABLES)('%s shows rows to its tenant only', async (table) => {
    const all = `select * from ${table}`;
    expect(await attempt(undefined, all)).toBe(0);
    expect(await attempt(['sla.tenant', 'other'], all)).toBe(0);
    expect(await asTenant(all)).toBeGreaterThan(0);
  });

  it.each(TABLES)('%s shows rows in the scope of workers only where these must look', async (table) => {
    const seen = await attempt(['sla.scope', 'system'], `select * from ${table}`);
    expect(Number(seen) > 0).toBe(SEEN_BY_WORKERS.has(table));
  });

  it.each(TABLES)('row-level security of %s cannot be switched off', async (table) => {
    expect(await asTenant(`alter table ${table} disable row level security`)).toContain('must be owner');
    expect(await asTenant(`alter table ${table} no force row level security`)).toContain('must be owner');
    expect(await asTenant(`create policy everything on ${table} using (true)`)).toContain('must be owner');
  });

  it.each([
    ['insert a row', `insert into source values ('other', 'x', 0)`],
    ['move a row', `update source set tenant_id = 'other'`],
    ['send a batch', `insert into sample_batch values ('other', 'x', 'k', 'h', '{}', '', 0)`],
    ['write a determination', `update determination set tenant_id = 'other' where phase = 'open'`],
  ])('nobody can %s in another tenant', async (_name, statement) => {
    expect(await asTenant(statement)).toContain('row-level security');
  });

  it.each([
    ['the verdict', `update determination set verdict = 'met' where phase in ('final', 'restated')`],
    ['the phase', `update determination set phase = 'open' where phase in ('final', 'restated')`],
    ['the figures', `update determination set figures = '{}' where phase = 'final'`],
    ['the reason', `update determination set restatement_reason = '' where phase = 'restated'`],
    ['anything by an upsert', UPSERT],
    ['a final determination out of existence', `delete from determination where phase = 'final'`],
    ['raw evidence', `update sample_batch set payload = ''`],
    ['raw evidence out of existence', `delete from sample_batch`],
    ['an audit entry', `update audit set reason = 'other'`],
    ['an audit entry out of existence', `delete from audit`],
    ['an event', `update outbox set data = ''`],
  ])('nobody changes %s', async (_name, statement) => {
    expect(await asTenant(statement)).toContain('never changed or deleted');
  });

  it.each([
    ['truncate determination', 'permission denied'],
    ['drop table determination cascade', 'must be owner'],
    ['alter table determination disable trigger all', 'must be owner'],
    ['drop trigger determination_is_history on determination', 'must be owner'],
    [`set session_replication_role = 'replica'`, 'permission denied'],
  ])('%s: %s', async (statement, refusal) => {
    expect(await asTenant(statement)).toContain(refusal);
  });

  it('an open determination may change', async () => {
    expect(await asTenant(`update determination set verdict = 'missed' where phase = 'open'`)).toBeGreaterThan(0);
  });

  it('state, event and audit entry are kept together or not at all', async () => {
    const before = await stage.world.events(TENANT);
    const audit = await stage.world.audit(TENANT);
    const determination = defined(
      (await stage.list()).find(({ phase }) => phase === 'open'),
      'an open window',
    );
    const half = world.ports.uow.run(stage.service, async (tx) => {
      await tx.determinations.save({ ...determination, verdict: 'missed' });
      await tx.publish({ type: 'slo_breach_withdrawn', determination });
      await tx.audit({ action: 'test', resource: 'test', beforeHash: '', afterHash: '', reason: '' });
      throw new Error('the power went out');
    });
    await expect(half).rejects.toThrow('the power went out');
    expect(await stage.world.events(TENANT)).toEqual(before);
    expect(await stage.world.audit(TENANT)).toEqual(audit);
    expect(await stage.list()).toContainEqual(determination);
  });

  it('the audit chain is unbroken', async () => {
    const verdict = await world.database.inTenant(TENANT, (sql) => verifyAuditChain(sql, digest, TENANT));
    expect(verdict).toEqual({ verified: BigInt((await stage.world.audit(TENANT)).length) });
    expect(verdict.verified).toBeGreaterThan(2n);
  });

  it('a batch says who sent it', async () => {
    const rows = await world.database.inTenant(TENANT, (sql) => sql.rows('select distinct subject from sample_batch'));
    expect(rows).toEqual([{ subject: 'ingest@nobody' }]);
  });
});

/** At least one row in every table. */
async function fill(stage: Stage, world: PostgresWorld): Promise<void> {
  await stage.adopt();
  await stage.ingest([probeColumn('03-01 up', '03-03T12 up')]);
  await stage.ingest([column('shop.orders', count('03-01', 1, 1))]);
  await stage.ingest([{ ...probeColumn('03-01 up 1', '03-02 up 2'), series: 'numbered.probe' }]);
  await stage.evaluate();
  await stage.ingest([probeColumn('03-01T04 down', '03-01T05 up')]);
  await stage.restate('2026-03-01');
  await stage.ingest([probeColumn('03-01T06 down', '03-01T07 up')]);
  await stage.evaluate();
  const request = { method: 'OpenDispute', requestId: 'r', fingerprint: 'f' };
  const caller: Caller = { ...stage.customer, request };
  const claim = { agreementId: 'shop', series: 'shop.probe', claim: 'down', reason: 'nobody could pay' } as const;
  await openDispute(world.ports)(caller, { ...claim, interval: { start: at('03-03'), end: at('03-03T01') } });
  await stage.advance('probe', '03-03T13');
  await world.database.inTenant(TENANT, async (sql) => {
    await sql.execute(`insert into inbox values ($1, 'c', 'e', 0)`, TENANT);
    await sql.execute(`insert into inbox_aggregate values ($1, 'c', 'a', 1)`, TENANT);
    await sql.execute(`insert into deadline values ($1, 'k', 'd', 0, 0)`, TENANT);
  });
}
