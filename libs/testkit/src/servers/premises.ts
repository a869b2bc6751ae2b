import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { drain, readConfig, startService, type RunningService, type ServiceOptions } from '@sla/platform';
import { createLocalIssuer, type LocalIssuer } from '@sla/platform/issuer';
import { startNats, type TestNats } from './nats.js';
import { freePort } from './ports.js';
import { startPostgres, type TestDatabase, type TestPostgres } from './postgres.js';

/** The schema of a configuration, without importing its library. */
export type Schema = Parameters<typeof readConfig>[0];

export interface StartOptions {
  /** Folder of the service's migrations. */
  readonly migrations: string;
  /** Environment of the service beyond what it needs to run here: tenants, addresses of peers, settings of its own. */
  readonly env?: Readonly<Record<string, string>>;
}

/** One service of several on the same premises. */
export interface Started {
  readonly address: string;
  readonly httpAddress: string;
  readonly service: RunningService;
  readonly database: TestDatabase;
}

/** What services share: a PostgreSQL with a database for each, a nats-server, an issuer, and a folder for files. */
export interface Premises {
  readonly dir: string;
  readonly issuer: LocalIssuer;
  readonly nats: TestNats;
  /** Starts a service in this process. */
  start<S extends Schema>(options: ServiceOptions<S>, how: StartOptions): Promise<Started>;
  /** Brings the services to rest, the last one first, and ends the servers. */
  close(): Promise<void>;
}

export interface PremisesOptions {
  /** More of the configuration of nats-server. */
  readonly nats?: string;
}

/** Opens premises of its own for a test; what has started is ended again when something after it fails. */
export async function openPremises({ nats: config = '' }: PremisesOptions = {}): Promise<Premises> {
  const dir = mkdtempSync(path.join(tmpdir(), 'sla-premises-'));
  const issuer = await createLocalIssuer(path.join(dir, 'issuer'));
  const postgres = await startPostgres();
  const nats = await startNats(config).catch(async (error: unknown) => {
    await postgres.stop();
    throw error;
  });
  const running: RunningService[] = [];
  return {
    dir,
    issuer,
    nats,
    async start(options, how) {
      const started = await startOn({ postgres, nats, issuer }, options, how);
      running.push(started.service);
      return started;
    },
    async close() {
      for (const service of running.splice(0).reverse()) await drain(service, service.log);
      await nats.stop();
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function startOn<S extends Schema>(
  { postgres, nats, issuer }: { readonly postgres: TestPostgres } & Pick<Premises, 'nats' | 'issuer'>,
  options: ServiceOptions<S>,
  { migrations, env = {} }: StartOptions,
): Promise<Started> {
  const database = await postgres.createDatabase(options.name, migrations);
  const settings = readConfig(options.config, {
    SLA_HOST: '127.0.0.1',
    SLA_GRPC_PORT: String(await freePort()),
    SLA_HTTP_PORT: String(await freePort()),
    SLA_LOG_LEVEL: 'silent',
    DATABASE_URL: database.url,
    NATS_URL: nats.url,
    SLA_AUTH_JWKS: issuer.jwksFile,
    ...env,
  }) as Parameters<typeof startService<S>>[1];
  const service = await startService(options, settings);
  const at = (port: number): string => `127.0.0.1:${port}`;
  return { address: at(service.grpcPort), httpAddress: `http://${at(service.httpPort)}`, service, database };
}
