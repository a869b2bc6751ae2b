import { Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { commonV1 } from '@sla/contracts';
import type { Digest, Instant } from '@sla/kernel';
import type { HealthImplementation } from 'grpc-health-check';
import type { z } from 'zod';
import { nodeDigest } from '../digest.js';
import { DeadLetters } from '../events/dead-letters.js';
import { JetStream } from '../events/jetstream.js';
import { JetStreamServer } from '../events/jetstream-server.js';
import { readAccessRules, readDescriptors } from '../grpc/access.js';
import { RpcRuntime } from '../grpc/rpc-runtime.js';
import { RPC_RUNTIME, type ServiceDefinitionLike } from '../grpc/serves-grpc.js';
import { grpcServerOptions, healthOf } from '../grpc/server-options.js';
import { Authenticator } from '../identity/authenticator.js';
import { keySource } from '../identity/key-source.js';
import { createLogger, nestLogger, type Logger } from '../log.js';
import { OPERATIONS, OperationsController } from '../operations/operations.controller.js';
import { OutboxRelay } from '../outbox/relay.js';
import type { Database } from '../sql/sql.js';
import { readApiKeys, readConfig, type PlatformConfig } from './config.js';
import { drainOnSignal, type Drainable } from './drain.js';
import { HealthController, VITALS, type Vitals } from './health.controller.js';
import { Metrics } from './metrics.js';
import type { Worker } from './worker.js';

/** What platform offers to a service's composition root. */
export interface Platform<C extends PlatformConfig> {
  readonly config: C;
  readonly log: Logger;
  readonly digest: Digest;
  readonly now: () => Instant;
  readonly metrics: Metrics;
  /** Publish soon: something was committed. */
  readonly poke: () => void;
}

/** What a composition root hands back. */
export interface Composition {
  readonly module: DynamicModule;
  readonly database: Database;
  /** Background work that starts when the service is ready and stops before the database closes. */
  readonly workers: readonly Worker[];
  close(): Promise<void>;
}

export interface ServiceOptions<S extends z.ZodObject> {
  readonly name: string;
  /** Platform's keys extended by the service's own. */
  readonly config: S;
  readonly services: readonly ServiceDefinitionLike[];
  readonly compose: (platform: Platform<z.infer<S> & PlatformConfig>) => Promise<Composition>;
}

/** Runs a service until it is asked to stop. A process that cannot start says why and exits with 1. */
export async function runService<S extends z.ZodObject>(options: ServiceOptions<S>): Promise<void> {
  try {
    const config = readConfig(options.config, process.env) as z.infer<S> & PlatformConfig;
    const service = await startService(options, config);
    drainOnSignal(service, service.log);
  } catch (error) {
    process.stderr.write(
      `${options.name} does not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  }
}

/** A running service, as tests hold it. */
export interface RunningService extends Drainable {
  readonly log: Logger;
  readonly grpcPort: number;
  readonly httpPort: number;
}

/** Starts a service in this process. */
export async function startService<S extends z.ZodObject>(
  options: ServiceOptions<S>,
  config: z.infer<S> & PlatformConfig,
): Promise<RunningService> {
  const log = createLogger(options.name, config.SLA_LOG_LEVEL);
  const now = (): Instant => Date.now() as Instant;
  const js = await JetStream.connect(config.NATS_URL, options.name);
  await js.ensureStreams(config.SLA_NATS_REPLICAS);
  const metrics = new Metrics(options.name);
  const parts: { relay?: OutboxRelay; events?: JetStreamServer } = {};
  const composition = await options.compose({
    config,
    log,
    digest: nodeDigest,
    now,
    metrics,
    poke: () => parts.relay?.poke(),
  });
  const { database } = composition;
  const draining = new AbortController();
  const runtime = rpcRuntime(config, log, metrics);
  const deadLetters = new DeadLetters(js, options.name);
  const events = (parts.events = new JetStreamServer({ service: options.name, js, database, deadLetters, now, log }));
  const relay = (parts.relay = new OutboxRelay({ database, publisher: js, now, log }));
  const vitals: Vitals = { draining: draining.signal, metrics, check: () => check(database, js) };
  const operations = { database, deadLetters, digest: nodeDigest, now, redeliver: events.handleOne.bind(events) };
  const services = [...options.services, commonV1.OperationsServiceService];
  const health = healthOf(services);
  const root = rootModule(composition.module, runtime, vitals, operations);
  const app = await NestFactory.create(root, { logger: nestLogger(log), abortOnError: false });
  app.connectMicroservice(grpcServerOptions({ config, services, health, descriptors: readDescriptors() }), {
    inheritAppConfig: true,
  });
  app.connectMicroservice({ strategy: events }, { inheritAppConfig: true });
  await app.startAllMicroservices();
  await app.listen(config.SLA_HTTP_PORT, config.SLA_HOST);
  for (const worker of [relay, ...composition.workers]) worker.start();
  log.info({ grpcPort: config.SLA_GRPC_PORT, httpPort: config.SLA_HTTP_PORT }, 'ready');
  const steps = drainSteps({ app, composition, relay, events, runtime, js, health, draining });
  return { log, steps, grpcPort: config.SLA_GRPC_PORT, httpPort: config.SLA_HTTP_PORT };
}

function rpcRuntime(config: PlatformConfig, log: Logger, metrics: Metrics): RpcRuntime {
  const authenticator = new Authenticator({
    issuer: config.SLA_AUTH_ISSUER,
    audience: config.SLA_AUTH_AUDIENCE,
    keys: keySource(config.SLA_AUTH_JWKS, Date.now),
    apiKeys: readApiKeys(config.SLA_API_KEYS_FILE),
    tenants: config.SLA_TENANTS,
  });
  const observe = metrics.observeCall.bind(metrics);
  return new RpcRuntime({ rules: readAccessRules(), authenticator, digest: nodeDigest, log, observe });
}

async function check(database: Database, js: JetStream): Promise<void> {
  await database.inSystem((sql) => sql.rows('select 1 as ok'));
  if (js.connection.isClosed()) throw new Error('the connection to NATS is closed');
  await js.connection.flush();
}

function rootModule(module: DynamicModule, runtime: RpcRuntime, vitals: Vitals, operations: object): DynamicModule {
  class ServiceRoot {}
  Module({})(ServiceRoot);
  class PlatformModule {}
  Module({})(PlatformModule);
  const shared: DynamicModule = {
    module: PlatformModule,
    global: true,
    controllers: [HealthController, OperationsController],
    providers: [
      { provide: RPC_RUNTIME, useValue: runtime },
      { provide: VITALS, useValue: vitals },
      { provide: OPERATIONS, useValue: operations },
    ],
    exports: [RPC_RUNTIME],
  };
  return { module: ServiceRoot, imports: [shared, module] };
}

interface Parts {
  readonly app: INestApplication;
  readonly composition: Composition;
  readonly relay: OutboxRelay;
  readonly events: JetStreamServer;
  readonly runtime: RpcRuntime;
  readonly js: JetStream;
  readonly health: HealthImplementation;
  readonly draining: AbortController;
}

/** In this order: nothing new, finish what is in work, publish it, then close what it stood on. */
function drainSteps(parts: Parts): Drainable['steps'] {
  const { app, composition, relay, events, runtime, js, health, draining } = parts;
  return [
    [
      'say not ready',
      async () => {
        draining.abort();
        runtime.drain();
        health.setStatus('', 'NOT_SERVING');
      },
    ],
    ['stop taking events', () => events.close()],
    [
      'stop workers',
      async () => {
        await Promise.all(composition.workers.map((worker) => worker.stop()));
      },
    ],
    ['finish calls', () => runtime.idle()],
    [
      'end calls that go on',
      async () => {
        runtime.expire();
        await runtime.idle();
      },
    ],
    [
      'publish what is left',
      async () => {
        await relay.stop();
        await relay.drain();
      },
    ],
    ['close servers', () => app.close()],
    ['close NATS', () => js.close()],
    ['close the database', () => composition.close()],
  ];
}
