import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { applyMigrations } from '@sla/platform/migrate';
import pg from 'pg';
import { migrationsDir, startPostgres, type TestPostgres } from './infrastructure.js';

describe('migrations on a real PostgreSQL', () => {
  let postgres: TestPostgres;
  let dir: string;
  let target: { readonly url: string; readonly dir: string; readonly runRole: string };
  let runUrl: string;
  let databases = 0;

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  beforeEach(async () => {
    dir = migrationsDir();
    const database = await postgres.createDatabase(`migrated${++databases}`, dir);
    target = { url: database.migrateUrl, dir, runRole: database.runRole };
    runUrl = database.url;
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const add = (name: string, sql: string): void => {
    mkdirSync(path.join(dir, name));
    writeFileSync(path.join(dir, name, 'migration.sql'), sql);
  };
  const query = async (url: string, text: string): Promise<readonly unknown[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  };

  it('are applied once, in order, and are kept in the table that Prisma keeps', async () => {
    add('20260102_second', 'create table later (tenant_id text primary key); insert into earlier values (1);');
    add('20260101_first', 'create table earlier (n int);');
    expect(await applyMigrations(target)).toEqual(['20260101_first', '20260102_second']);
    expect(await applyMigrations(target)).toEqual([]);
    const history = await query(
      target.url,
      'select migration_name, length(checksum) as checksum, applied_steps_count, rolled_back_at from _prisma_migrations order by started_at',
    );
    expect(history).toHaveLength(4);
    expect(history[3]).toEqual({
      migration_name: '20260102_second',
      checksum: 64,
      applied_steps_count: 1,
      rolled_back_at: null,
    });
  });

  it('are applied by one of several replicas that start together', async () => {
    add('20260101_slow', 'create table slow (n int); select pg_sleep(0.3);');
    const applied = await Promise.all([applyMigrations(target), applyMigrations(target), applyMigrations(target)]);
    expect(applied.flat()).toEqual(['20260101_slow']);
  });

  it('that fail leave nothing behind, and say why', async () => {
    add('20260101_half', 'create table half (n int); select 1 / 0;');
    await expect(applyMigrations(target)).rejects.toThrow(
      'migration 20260101_half failed and was rolled back: division by zero',
    );
    await expect(query(target.url, 'select * from half')).rejects.toThrow('does not exist');
    writeFileSync(path.join(dir, '20260101_half', 'migration.sql'), 'create table half (n int);');
    expect(await applyMigrations(target)).toEqual(['20260101_half']);
  });

  it('that were changed after they were applied are refused', async () => {
    appendFileSync(path.join(dir, '20260101000001_effects', 'migration.sql'), '-- one more word');
    await expect(applyMigrations(target)).rejects.toThrow('20260101000001_effects has changed since it was applied');
  });

  it('that are gone are refused', async () => {
    rmSync(path.join(dir, '20260101000001_effects'), { recursive: true });
    await expect(applyMigrations(target)).rejects.toThrow('20260101000001_effects is applied but its file is gone');
  });

  it('give the run role rows and nothing else', async () => {
    await query(runUrl, 'select * from effect');
    await expect(query(runUrl, 'create table mine (n int)')).rejects.toThrow('permission denied');
    await expect(query(runUrl, 'alter table effect disable row level security')).rejects.toThrow('must be owner');
    await expect(query(runUrl, 'truncate audit')).rejects.toThrow('permission denied');
    await expect(query(runUrl, 'select * from _prisma_migrations')).rejects.toThrow('permission denied');
    await expect(query(runUrl, 'alter table audit disable trigger audit_is_history')).rejects.toThrow('must be owner');
  });

  it('run in an image, through the package as it is installed', () => {
    const root = path.resolve(import.meta.dirname, '../../../..');
    const program = path.join(root, 'node_modules/@sla/platform/dist/migrate.js');
    const run = (env: Readonly<Record<string, string>>) =>
      spawnSync(process.execPath, [program, dir], {
        env: { PATH: process.env['PATH'] ?? '', ...env },
        encoding: 'utf8',
      });
    add('20260101_new', 'create table fresh (n int);');
    const env = { DATABASE_MIGRATE_URL: target.url, SLA_RUN_ROLE: target.runRole };
    expect(run(env)).toMatchObject({ status: 0, stdout: 'applied 20260101_new\n' });
    expect(run(env)).toMatchObject({ status: 0, stdout: 'the database is up to date\n' });
    expect(run({}).stderr).toContain('set DATABASE_MIGRATE_URL and SLA_RUN_ROLE');
  });
});
