import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Controller, Inject, Module } from '@nestjs/common';
import { agreementsV1, commonV1, EVENTS, measurementV1 } from '@sla/contracts';
import type { Role } from '@sla/kernel';
import {
  drain,
  grpcClient,
  OnEvent,
  platformConfig,
  receive,
  RPC_RUNTIME,
  RpcRuntime,
  ServesGrpc,
  startService,
  type Admission,
  type ClientOptions,
  type GrpcClient,
  type GrpcController,
  type IncomingEvent,
  type RpcCall,
  type RunningService,
  type ServiceOptions,
  type Sql,
  type Worker,
} from '@sla/platform';
import { createLocalIssuer, type LocalIssuer } from '@sla/platform/issuer';
import { freePort } from '@sla/testkit';
import { NOW } from './fixtures.js';
import type { TestStore } from './infrastructure.js';

const { getAgreement, watchAgreements, freezeVersion } = agreementsV1.AgreementsServiceService;
const { streamBatches } = measurementV1.IngestServiceService;
/** Parts of real contracts, one rpc of each shape: the access rules of the suite hold for them. */
export const PROBED = { getAgreement, watchAgreements, freezeVersion };
export const INGESTED = { streamBatches };

/** What the probe does; each test says. */
export interface Behaviour {
  get: (request: agreementsV1.GetAgreementRequest, call: RpcCall) => Promise<agreementsV1.GetAgreementResponse>;
  freeze: (request: agreementsV1.FreezeVersionRequest, call: RpcCall) => Promise<agreementsV1.FreezeVersionResponse>;
  watch: (
    request: agreementsV1.WatchAgreementsRequest,
    call: RpcCall,
  ) => AsyncIterable<agreementsV1.WatchAgreementsResponse>;
  stream: (
    requests: AsyncIterable<measurementV1.StreamBatchesRequest>,
    call: RpcCall,
  ) => Promise<measurementV1.StreamBatchesResponse>;
  /** The effect of an event, in its transaction. */
  frozen: (message: agreementsV1.VersionFrozen, event: IncomingEvent, sql: Sql) => Promise<void>;
}
const BEHAVIOUR = Symbol('behaviour');
const STORE = Symbol('store');

export const SUMS: measurementV1.StreamBatchesResponse = {
  batches: 0n,
  replayed: 0n,
  accepted: 0n,
  duplicates: 0n,
  conflicting: 0n,
  pendingRestatement: 0n,
};

const idle = (): Behaviour => ({
  get: () => Promise.resolve({ agreement: undefined }),
  freeze: () => Promise.resolve({ agreement: undefined }),
  async *watch() {
    yield { agreement: undefined, caughtUp: true };
  },
  stream: async (requests) => {
    let batches = 0n;
    for await (const _request of requests) batches++;
    return { ...SUMS, batches };
  },
  frozen: () => Promise.resolve(),
});

@Controller()
@ServesGrpc(PROBED)
class ProbeController implements GrpcController<typeof PROBED> {
  constructor(
    @Inject(RPC_RUNTIME) readonly rpc: RpcRuntime,
    @Inject(BEHAVIOUR) private readonly behaviour: Behaviour,
  ) {}

  getAgreement(request: agreementsV1.GetAgreementRequest, call: RpcCall) {
    return this.behaviour.get(request, call);
  }

  freezeVersion(request: agreementsV1.FreezeVersionRequest, call: RpcCall) {
    return this.behaviour.freeze(request, call);
  }

  watchAgreements(request: agreementsV1.WatchAgreementsRequest, call: RpcCall) {
    return this.behaviour.watch(request, call);
  }
}

@Controller()
@ServesGrpc(INGESTED)
class IngestController implements GrpcController<typeof INGESTED> {
  constructor(
    @Inject(RPC_RUNTIME) readonly rpc: RpcRuntime,
    @Inject(BEHAVIOUR) private readonly behaviour: Behaviour,
  ) {}

  streamBatches(requests: AsyncIterable<measurementV1.StreamBatchesRequest>, call: RpcCall) {
    return this.behaviour.stream(requests, call);
  }
}

@Controller()
class EventsController {
  constructor(
    @Inject(BEHAVIOUR) private readonly behaviour: Behaviour,
    @Inject(STORE) private readonly store: TestStore,
  ) {}

  @OnEvent(EVENTS.versionFrozen)
  async versionFrozen(message: agreementsV1.VersionFrozen, event: IncomingEvent): Promise<Admission> {
    return receive(this.store.database, 'measurement', event, NOW, (sql) => this.behaviour.frozen(message, event, sql));
  }
}

@Module({})
class ProbeModule {}

export interface ProbeSettings {
  readonly workers?: readonly Worker[];
  readonly env?: Readonly<Record<string, string>>;
}

type Definition = Parameters<typeof grpcClient>[0];

export interface ProbeCaller extends Omit<ClientOptions, 'address' | 'tenant'> {
  readonly tenant?: string;
  readonly roles?: readonly Role[];
  /** Tenant named in the metadata. */
  readonly actFor?: string;
}

/** A service of the suite in this process that does what the test says. */
export interface Probe {
  readonly behaviour: Behaviour;
  readonly service: RunningService;
  readonly address: string;
  readonly httpAddress: string;
  readonly issuer: LocalIssuer;
  readonly dir: string;
  client<S extends Definition>(definition: S, caller?: ProbeCaller): Promise<GrpcClient<S>>;
  token(caller?: ProbeCaller): Promise<string>;
  operations(tenant?: string): Promise<GrpcClient<typeof commonV1.OperationsServiceService>>;
  /** Brings it to rest; answers the steps that did not end. */
  drain(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function startProbe(store: TestStore, natsUrl: string, settings: ProbeSettings = {}): Promise<Probe> {
  const dir = mkdtempSync(path.join(tmpdir(), 'sla-probe-'));
  const issuer = await createLocalIssuer(dir);
  const behaviour = idle();
  const config = platformConfig.parse({
    SLA_HOST: '127.0.0.1',
    SLA_GRPC_PORT: await freePort(),
    SLA_HTTP_PORT: await freePort(),
    SLA_LOG_LEVEL: process.env['PROBE_LOG'] ?? 'silent',
    DATABASE_URL: store.url,
    NATS_URL: natsUrl,
    SLA_AUTH_JWKS: issuer.jwksFile,
    ...settings.env,
  });
  const service = await startService(optionsOf(store, behaviour, settings.workers ?? []), config);
  const address = `127.0.0.1:${service.grpcPort}`;
  const clients: { close(): void }[] = [];
  const token = ({ tenant = 'demo', roles = ['auditor', 'provider_manager', 'ingest'] }: ProbeCaller = {}) =>
    issuer.mint({ subject: 'prober', tenant, roles }, 600);
  const probe: Probe = {
    behaviour,
    service,
    address,
    httpAddress: `http://127.0.0.1:${service.httpPort}`,
    issuer,
    dir,
    token,
    async client(definition, caller = {}) {
      const { tenant: _tenant, roles: _roles, actFor, ...options } = caller;
      const minted = await token(caller);
      const actsFor = actFor === undefined ? {} : { tenant: actFor };
      const client = grpcClient(definition, { address, token: async () => minted, ...actsFor, ...options });
      clients.push(client);
      return client;
    },
    operations: (tenant = 'demo') =>
      probe.client(commonV1.OperationsServiceService, { tenant, roles: ['operator', 'auditor'] }),
    drain: () => drain(service, service.log),
    async close() {
      for (const client of clients) client.close();
      await drain(service, service.log);
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return probe;
}

const optionsOf = (
  store: TestStore,
  behaviour: Behaviour,
  workers: readonly Worker[],
): ServiceOptions<typeof platformConfig> => ({
  name: 'measurement',
  config: platformConfig,
  services: [PROBED, INGESTED],
  compose: () =>
    Promise.resolve({
      module: {
        module: ProbeModule,
        controllers: [ProbeController, IngestController, EventsController],
        providers: [
          { provide: BEHAVIOUR, useValue: behaviour },
          { provide: STORE, useValue: store },
        ],
      },
      database: store.database,
      workers,
      // The store belongs to the test, which looks into it after the service has ended.
      close: () => Promise.resolve(),
    }),
});

/** Writes a file into a folder and answers its path. */
export function writeInto(dir: string, name: string, content: string): string {
  const file = path.join(dir, name);
  writeFileSync(file, content);
  return file;
}
