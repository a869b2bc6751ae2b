import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres, type TestPostgres } from '@sla/testkit';
import { PgDatabase } from './pg-database.js';

const INFRASTRUCTURE = path.resolve(import.meta.dirname, '../../../../libs/platform/sql/infrastructure.sql');
/** A table of effects, as a service would have tables of its own. */
const EFFECTS = `
create table effect (tenant_id text not null, number bigint generated always as identity, what text not null, primary key (tenant_id, number));
alter table effect enable row level security;
alter table effect force row level security;
create policy tenant on effect using (tenant_id = current_setting('sla.tenant', true));
`;

export interface TestStore {
  readonly url: string;
  readonly migrateUrl: string;
  readonly database: PgDatabase;
  close(): Promise<void>;
}

/** Migration folders as a service of the suite has them. */
export function migrationsDir(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'sla-migrations-'));
  mkdirSync(path.join(dir, '20260101000000_infrastructure'));
  cpSync(INFRASTRUCTURE, path.join(dir, '20260101000000_infrastructure', 'migration.sql'));
  mkdirSync(path.join(dir, '20260101000001_effects'));
  writeFileSync(path.join(dir, '20260101000001_effects', 'migration.sql'), EFFECTS);
  return dir;
}

/** A database with platform's tables on a running PostgreSQL, entered as the run role. */
export async function openStore(postgres: TestPostgres, name: string): Promise<TestStore> {
  const dir = migrationsDir();
  const { url, migrateUrl } = await postgres.createDatabase(name, dir);
  rmSync(dir, { recursive: true });
  const database = new PgDatabase(url);
  return { url, migrateUrl, database, close: () => database.close() };
}

export { startPostgres, type TestPostgres };
