import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { agreementsV1, commonV1, measurementV1, reportingV1 } from '@sla/contracts';
import { fixedToken, grpcClient } from '@sla/platform/client';
import { createLocalIssuer, type LocalIssuer, type TokenSubject } from '@sla/platform/issuer';
import { freePort, startPostgres, type TestDatabase, type TestPostgres } from '@sla/testkit';
import { KillableNats } from '../platform/nats-server.js';
import { root, ServiceProcess } from './service-process.js';

export const SERVICES = ['agreements', 'measurement', 'reporting'] as const;
export type Service = (typeof SERVICES)[number];
export const TENANT = 'demo';
const TOKEN_SECONDS = 3_600;

export const PEOPLE = {
  provider: { subject: 'nora', tenant: TENANT, party: 'northwind', roles: ['provider_manager'] },
  customer: { subject: 'anna', tenant: TENANT, party: 'acme', roles: ['customer_manager'] },
  operator: { subject: 'otto', tenant: TENANT, roles: ['operator', 'auditor'] },
  probes: { subject: 'probes', tenant: TENANT, roles: ['ingest'], kind: 'service' },
} as const satisfies Record<string, TokenSubject>;
export type Person = keyof typeof PEOPLE;

type Replicas = Readonly<Partial<Record<Service, number>>>;

/** PostgreSQL, NATS and the services as processes, each with as many replicas as wanted, in a folder that is removed at the end. */
export class Suite {
  private constructor(
    readonly dir: string,
    readonly nats: KillableNats,
    readonly databases: Readonly<Record<Service, TestDatabase>>,
    private readonly postgres: TestPostgres,
    private readonly issuer: LocalIssuer,
    private readonly processes: Readonly<Record<Service, readonly ServiceProcess[]>>,
  ) {}

  static async start(replicas: Replicas = {}): Promise<Suite> {
    const dir = mkdtempSync(path.join(tmpdir(), 'sla-suite-'));
    const [postgres, nats] = [await startPostgres(), await KillableNats.start()];
    const databases = {} as Record<Service, TestDatabase>;
    for (const service of SERVICES) {
      const migrations = path.join(root, 'services', service, 'prisma/migrations');
      databases[service] = await postgres.createDatabase(service, migrations);
    }
    const issuer = await createLocalIssuer(path.join(dir, 'issuer'));
    const processes = await processesOf(dir, { databases, nats, issuer, replicas });
    const suite = new Suite(dir, nats, databases, postgres, issuer, processes);
    try {
      await Promise.all(suite.all().map((process) => process.start()));
    } catch (error) {
      await suite.stop();
      throw error;
    }
    return suite;
  }

  all(): readonly ServiceProcess[] {
    return SERVICES.flatMap((service) => this.processes[service]);
  }

  replicas(service: Service): readonly ServiceProcess[] {
    return this.processes[service];
  }

  /** Every replica of a service; gRPC spreads its calls over them. */
  address(service: Service): string {
    const addresses = this.processes[service].map(({ address }) => address);
    return addresses.length === 1 ? addresses.join('') : `ipv4:${addresses.join(',')}`;
  }

  token(person: Person): Promise<string> {
    return this.issuer.mint(PEOPLE[person], TOKEN_SECONDS);
  }

  async clients(person: Person) {
    const token = fixedToken(await this.token(person));
    const to = (service: Service) => ({ address: this.address(service), token });
    const clients = {
      agreements: grpcClient(agreementsV1.AgreementsServiceService, to('agreements')),
      ingest: grpcClient(measurementV1.IngestServiceService, to('measurement')),
      measurement: grpcClient(measurementV1.MeasurementServiceService, to('measurement')),
      reporting: grpcClient(reportingV1.ReportingServiceService, to('reporting')),
      measurementOperations: grpcClient(commonV1.OperationsServiceService, to('measurement')),
      reportingOperations: grpcClient(commonV1.OperationsServiceService, to('reporting')),
    };
    return { ...clients, close: () => Object.values(clients).forEach((client) => client.close()) };
  }

  /** The file that tells slactl where the services are and who calls. */
  async contextFile(person: Person): Promise<string> {
    const file = path.join(this.dir, `context.${person}.json`);
    const { party = '' } = PEOPLE[person] as TokenSubject;
    const addresses = Object.fromEntries(SERVICES.map((service) => [service, this.address(service)]));
    const traces = path.join(this.dir, 'traces');
    writeFileSync(file, JSON.stringify({ ...addresses, token: await this.token(person), party, traces }));
    return file;
  }

  async stop(): Promise<void> {
    await Promise.all(this.all().map((process) => process.stop()));
    await this.nats.killAndForget();
    await this.postgres.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export type SuiteClients = Awaited<ReturnType<Suite['clients']>>;

interface Surroundings {
  readonly databases: Readonly<Record<Service, TestDatabase>>;
  readonly nats: KillableNats;
  readonly issuer: LocalIssuer;
  readonly replicas: Replicas;
}

async function processesOf(
  dir: string,
  { databases, nats, issuer, replicas }: Surroundings,
): Promise<Readonly<Record<Service, readonly ServiceProcess[]>>> {
  mkdirSync(path.join(dir, 'traces'));
  const tokenFile = path.join(dir, 'service.token');
  const service = { subject: 'suite', tenant: TENANT, roles: ['service'], kind: 'service' } as const;
  writeFileSync(tokenFile, await issuer.mint(service, TOKEN_SECONDS));
  const ports = new Map<string, number>();
  const grpcPort = async (name: Service): Promise<number> => {
    const port = ports.get(name) ?? (await freePort());
    ports.set(name, port);
    return port;
  };
  const shared = {
    NATS_URL: nats.url,
    SLA_AUTH_JWKS: issuer.jwksFile,
    SLA_SERVICE_TOKEN_FILE: tokenFile,
    SLA_TENANTS: TENANT,
    SLA_DATABASE_POOL: '6',
    SLA_AGREEMENTS_ADDRESS: `127.0.0.1:${await grpcPort('agreements')}`,
    SLA_MEASUREMENT_ADDRESS: `127.0.0.1:${await grpcPort('measurement')}`,
    SLA_TRACE_DIR: path.join(dir, 'traces'),
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  };
  const made = {} as Record<Service, ServiceProcess[]>;
  for (const name of SERVICES) {
    made[name] = [];
    for (let i = 0; i < (replicas[name] ?? 1); i++) {
      made[name].push(
        new ServiceProcess({
          service: name,
          env: { ...shared, DATABASE_URL: databases[name].url },
          grpcPort: i === 0 ? await grpcPort(name) : await freePort(),
          httpPort: await freePort(),
          logFile: path.join(dir, `${name}.${i}.log`),
        }),
      );
    }
  }
  return made;
}
