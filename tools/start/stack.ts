import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import path from 'node:path';
import { createLocalIssuer, type LocalIssuer } from '@sla/platform/issuer';
import { applyMigrations } from '@sla/platform/migrate';
import { root } from '../bootstrap/bootstrap.mjs';
import { say } from '../bootstrap/say.mjs';
import { findNatsServer } from '../nats/find.mjs';
import { freePort, startPostgres, type LocalPostgres } from './postgres.ts';
import { startService, stopService, type RunningService } from './processes.ts';

/** Where everything lives that a local suite keeps: .local, or the folder that SLA_LOCAL names. */
export const local = path.resolve(process.env['SLA_LOCAL'] ?? path.join(root, '.local'));
export const SERVICES = ['agreements', 'measurement', 'reporting'] as const;
export type Service = (typeof SERVICES)[number];
export const TENANT = 'demo';
/** Connections of one service to its database: services of a laptop need few. */
export const POOL_SIZE = 6;
const FIRST_GRPC_PORT = 50_051;
const SERVICE_TOKEN_SECONDS = 7 * 24 * 3_600;

export interface Stack {
  readonly issuer: LocalIssuer;
  readonly addresses: Readonly<Record<Service, string>>;
  readonly health: Readonly<Record<Service, string>>;
  readonly natsUrl: string;
  readonly postgresPort: number;
  /** Process ids of everything that runs, the servers included. */
  pids(): readonly number[];
  stop(): Promise<void>;
}

/** PostgreSQL, NATS and the services, in this order; what has started is stopped again when something after it fails, or `stopped` aborts. */
export async function startStack(stopped: AbortSignal): Promise<Stack> {
  const started: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of started.splice(0).reverse()) await step();
  };
  try {
    return await startAll(started, stop, stopped);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(
  started: (() => Promise<void>)[],
  stop: () => Promise<void>,
  stopped: AbortSignal,
): Promise<Stack> {
  say('Starting PostgreSQL …', '正在启动 PostgreSQL …');
  const postgres = await startPostgres(local, await freePort(), SERVICES);
  started.push(() => postgres.stop());
  stopped.throwIfAborted();
  say('Starting NATS with JetStream …', '正在启动 NATS（JetStream）…');
  const nats = await startNats();
  started.push(nats.stop);
  stopped.throwIfAborted();
  say('Migrating the databases …', '正在迁移数据库 …');
  for (const service of SERVICES) await migrate(postgres, service);
  const issuer = await createLocalIssuer(path.join(local, 'issuer'));
  const tokenFile = await writeServiceToken(issuer);
  stopped.throwIfAborted();
  say(`Starting ${SERVICES.join(', ')} …`, `正在启动 ${SERVICES.join('、')} …`);
  const ports = await portsOf();
  const running: RunningService[] = [];
  started.push(async () => void (await Promise.all(running.map(stopService))));
  const shared = { NATS_URL: nats.url, SLA_AUTH_JWKS: issuer.jwksFile, SLA_SERVICE_TOKEN_FILE: tokenFile };
  await Promise.all(SERVICES.map(async (service) => running.push(await startOne(service, postgres, ports, shared))));
  stopped.throwIfAborted();
  const at = <T>(pick: (service: Service) => T): Record<Service, T> =>
    Object.fromEntries(SERVICES.map((service) => [service, pick(service)])) as Record<Service, T>;
  return {
    issuer,
    addresses: at((service) => `127.0.0.1:${ports[service].grpc}`),
    health: at((service) => `http://127.0.0.1:${ports[service].http}/readyz`),
    natsUrl: nats.url,
    postgresPort: postgres.port,
    pids: () => [
      ...running.map(({ process: child }) => child.pid ?? 0),
      nats.pid,
      postgres.pid,
      ...childrenOf(postgres.pid),
      process.pid,
    ],
    stop,
  };
}

type Ports = Readonly<Record<Service, { readonly grpc: number; readonly http: number }>>;

function startOne(
  service: Service,
  postgres: LocalPostgres,
  ports: Ports,
  shared: Readonly<Record<string, string>>,
): Promise<RunningService> {
  return startService({
    name: service,
    cwd: path.join(root, 'services', service),
    httpPort: ports[service].http,
    logDir: path.join(local, 'logs'),
    env: {
      ...shared,
      DATABASE_URL: postgres.runUrl(service),
      SLA_DATABASE_POOL: String(POOL_SIZE),
      SLA_HOST: '127.0.0.1',
      SLA_GRPC_PORT: String(ports[service].grpc),
      SLA_HTTP_PORT: String(ports[service].http),
      SLA_TENANTS: TENANT,
      SLA_AGREEMENTS_ADDRESS: `127.0.0.1:${ports.agreements.grpc}`,
      SLA_MEASUREMENT_ADDRESS: `127.0.0.1:${ports.measurement.grpc}`,
      SLA_TRACE_DIR: path.join(local, 'traces'),
      OTEL_SERVICE_NAME: service,
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      NODE_OPTIONS: '--max-old-space-size=192 --max-semi-space-size=16',
    },
  });
}

async function migrate(postgres: LocalPostgres, service: Service): Promise<void> {
  const dir = path.join(root, 'services', service, 'prisma/migrations');
  await applyMigrations({ url: postgres.migrateUrl(service), dir, runRole: postgres.runRole(service) });
}

async function writeServiceToken(issuer: LocalIssuer): Promise<string> {
  const file = path.join(local, 'service.token');
  const token = await issuer.mint(
    { subject: 'services', tenant: TENANT, roles: ['service'], kind: 'service' },
    SERVICE_TOKEN_SECONDS,
  );
  writeFileSync(file, token, { mode: 0o600 });
  return file;
}

/** The well-known ports where they are free, others where they are not. */
async function portsOf(): Promise<Ports> {
  const entries = [];
  for (const [i, service] of SERVICES.entries()) {
    const wanted = FIRST_GRPC_PORT + i;
    entries.push([service, { grpc: (await isFree(wanted)) ? wanted : await freePort(), http: await freePort() }]);
  }
  return Object.fromEntries(entries) as Ports;
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createConnection({ host: '127.0.0.1', port });
    probe.once('connect', () => {
      probe.destroy();
      resolve(false);
    });
    probe.once('error', () => resolve(true));
  });

async function startNats(): Promise<{ readonly url: string; readonly pid: number; stop(): Promise<void> }> {
  const binary = findNatsServer();
  const port = await freePort();
  mkdirSync(path.join(local, 'logs'), { recursive: true });
  const args = [
    '-a',
    '127.0.0.1',
    '-p',
    String(port),
    '-js',
    '-sd',
    path.join(local, 'jetstream'),
    '-l',
    path.join(local, 'logs/nats.log'),
  ];
  const child = spawn(binary, args, { stdio: 'ignore', detached: true });
  await untilConnected(port, child);
  return {
    url: `nats://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

async function untilConnected(port: number, child: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while (await isFree(port)) {
    if (child.exitCode !== null || Date.now() > giveUpAt)
      throw new Error(`nats-server did not start; see ${path.join(local, 'logs/nats.log')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Server processes that PostgreSQL has forked. */
function childrenOf(pid: number): readonly number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
}
