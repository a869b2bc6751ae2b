import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

export interface MigrationOptions {
  /** Connection of the role that owns the database. */
  readonly url: string;
  /** Folder with one folder per migration, each with a migration.sql, as Prisma writes them. */
  readonly dir: string;
  /** Role that the service runs as; gets rights on rows, never on tables. */
  readonly runRole: string;
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Key of the advisory lock that lets one replica migrate at a time: "sla" in ASCII, then 1. */
const LOCK_KEY = 0x736c6101;

const HISTORY = `create table if not exists _prisma_migrations (
  id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
  logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;

/**
 * Applies the migrations that are missing, each in a transaction of its own, and keeps Prisma's standard history table,
 * so that the stock \`prisma migrate\` works on the same database.
 * @returns names of the migrations applied now.
 * @throws Error when an applied migration has changed or is gone: the database would no longer be what the files say.
 */
export async function applyMigrations(options: MigrationOptions): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: options.url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
    await client.query(HISTORY);
    const missing = await missingMigrations(client, readMigrations(options.dir));
    for (const migration of missing) await apply(client, migration);
    await grant(client, options.runRole);
    return missing.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

function readMigrations(dir: string): readonly Migration[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(dir, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

async function missingMigrations(client: pg.Client, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    'select migration_name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  for (const { migration_name: name, checksum } of rows) {
    const file = migrations.find((migration) => migration.name === name);
    if (file === undefined) throw new Error(`migration ${name} is applied but its file is gone; restore the file`);
    if (file.checksum !== checksum)
      throw new Error(`migration ${name} has changed since it was applied; restore the file and add a new migration`);
  }
  return migrations.filter((migration) => !rows.some((row) => row.migration_name === migration.name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query(
      'insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) values ($1, $2, now(), $3, 1)',
      [randomUUID(), checksum, name],
    );
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new Error(
      `migration ${name} failed and was rolled back: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

async function grant(client: pg.Client, runRole: string): Promise<void> {
  const role = client.escapeIdentifier(runRole);
  await client.query(`grant usage on schema public to ${role}`);
  await client.query(`grant select, insert, update, delete on all tables in schema public to ${role}`);
  await client.query(`grant usage, select on all sequences in schema public to ${role}`);
  await client.query(`revoke all on _prisma_migrations from ${role}`);
}

if (import.meta.main) {
  const dir = process.argv[2] ?? 'prisma/migrations';
  const { DATABASE_MIGRATE_URL: url, SLA_RUN_ROLE: runRole } = process.env;
  if (url === undefined || runRole === undefined) throw new Error('set DATABASE_MIGRATE_URL and SLA_RUN_ROLE');
  const applied = await applyMigrations({ url, dir, runRole });
  process.stdout.write(applied.length === 0 ? 'the database is up to date\n' : `applied ${applied.join(', ')}\n`);
}
