import type { Server } from '@grpc/grpc-js';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { commonV1 } from '@sla/contracts';
import type { Instant } from '@sla/kernel';
import type { z } from 'zod';
import { nodeDigest } from '../digest.js';
import { DeadLetters } from '../events/dead-letters.js';
import { JetStreamServer } from '../events/jetstream-server.js';
import { JetStream } from '../events/jetstream.js';
import { readAccessRules, readDescriptors } from '../grpc/access.js';
import { RpcRuntime } from '../grpc/rpc-runtime.js';
import { grpcServerOptions, healthOf } from '../grpc/server-options.js';
import { createLogger, nestLogger, type Logger } from '../log.js';
import { OutboxRelay } from '../outbox/relay.js';
import { countUnpublished } from '../outbox/read.js';
import { authenticatorOf } from './authenticator-of.js';
import { tenantsOf } from '../identity/installation.js';
import { redacted, type PlatformConfig } from './config.js';
import type { Drainable } from './drain.js';
import { drainSteps } from './drain-steps.js';
import type { Vitals } from './health.controller.js';
import { Metrics } from './metrics.js';
import { rootModule } from './root-module.js';
import type { Composition, ServiceOptions } from './service.js';

/** A running service, as tests hold it. */
export interface RunningService extends Drainable {
  readonly log: Logger;
  readonly grpcPort: number;
  readonly httpPort: number;
}

/** What every process of the suite has, whatever it is made for. */
interface Engine {
  readonly js: JetStream;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly runtime: RpcRuntime;
  readonly now: () => Instant;
  readonly composition: Composition;
  readonly deadLetters: DeadLetters;
  readonly events: JetStreamServer;
  readonly relay: OutboxRelay;
  readonly draining: AbortController;
}

/**
 * Starts a service in this process: calls, events and workers. Resolves when it is ready.
 * @throws Error when it cannot start; what was opened is closed again.
 */
export async function startService<S extends z.ZodObject>(
  options: ServiceOptions<S>,
  config: z.infer<S> & PlatformConfig,
): Promise<RunningService> {
  const log = createLogger(options.name, config.SLA_LOG_LEVEL);
  log.info({ config: redacted(config) }, 'starting');
  const js = await JetStream.connect(config.NATS_URL, options.name, log);
  let engine: Engine | undefined;
  try {
    engine = await engineOf(options, config, js, log);
    return await serve(options, config, engine);
  } catch (error) {
    await engine?.events.close();
    await engine?.composition.close();
    await js.close();
    throw error;
  }
}

async function engineOf<S extends z.ZodObject>(
  { name, compose }: ServiceOptions<S>,
  config: z.infer<S> & PlatformConfig,
  js: JetStream,
  log: Logger,
): Promise<Engine> {
  const replicas = config.SLA_NATS_REPLICAS;
  await js.ensureStreams(replicas);
  const metrics = new Metrics(name);
  const now = (): Instant => Date.now() as Instant;
  const runtime = new RpcRuntime({
    rules: readAccessRules(),
    authenticator: authenticatorOf(config, Date.now),
    digest: nodeDigest,
    log,
    observe: metrics.observeCall.bind(metrics),
  });
  // The composition root gets the way to poke a relay that needs the composition's database.
  const poked: { relay?: OutboxRelay } = {};
  const poke = (): void => poked.relay?.poke();
  const composition = await compose({ config, log, digest: nodeDigest, now, metrics, poke });
  const { database } = composition;
  const relay = (poked.relay = new OutboxRelay({
    database,
    publisher: js,
    now,
    log,
    published: metrics.observePublished.bind(metrics),
  }));
  const isTenant = tenantsOf(config.SLA_TENANTS);
  const deadLetters = new DeadLetters(js, name, isTenant);
  const observe = metrics.observeDelivery.bind(metrics);
  const events = new JetStreamServer({
    service: name,
    js,
    replicas,
    database,
    deadLetters,
    isTenant,
    now,
    log,
    observe,
  });
  metrics.watchOutbox(() => database.inSystem(countUnpublished));
  return { js, log, metrics, runtime, now, composition, deadLetters, events, relay, draining: new AbortController() };
}

async function serve<S extends z.ZodObject>(
  options: ServiceOptions<S>,
  config: z.infer<S> & PlatformConfig,
  engine: Engine,
): Promise<RunningService> {
  const { log, runtime, composition, events, relay, js, draining } = engine;
  const services = [...options.services, commonV1.OperationsServiceService];
  const health = healthOf(services);
  const servers: Server[] = [];
  const app = await NestFactory.create(moduleOf(engine), {
    logger: nestLogger(log),
    abortOnError: false,
  });
  const created = (server: Server): void => void servers.push(server);
  const grpc = grpcServerOptions({ config, services, health, descriptors: readDescriptors(), created });
  app.connectMicroservice(grpc, { inheritAppConfig: true });
  app.connectMicroservice({ strategy: events }, { inheritAppConfig: true });
  await listen(app, config);
  for (const worker of [relay, ...composition.workers]) worker.start();
  const [grpcPort, httpPort] = [config.SLA_GRPC_PORT, config.SLA_HTTP_PORT];
  log.info({ grpcPort, httpPort }, 'ready');
  const steps = drainSteps({ app, servers, services, composition, relay, events, runtime, js, health, draining });
  return { log, steps, grpcPort, httpPort };
}

async function listen(app: INestApplication, config: PlatformConfig): Promise<void> {
  try {
    await app.startAllMicroservices();
    await app.listen(config.SLA_HTTP_PORT, config.SLA_HOST);
  } catch (error) {
    await app.close();
    throw error;
  }
}

function moduleOf({ js, composition, deadLetters, events, runtime, metrics, now, draining }: Engine) {
  const { database } = composition;
  const vitals: Vitals = {
    draining: draining.signal,
    metrics,
    check: async () => void (await database.inSystem((sql) => sql.rows('select 1 as ok'))),
    eventsConnected: () => js.isConnected(),
  };
  const operations = {
    database,
    deadLetters,
    digest: nodeDigest,
    now,
    redeliver: events.handleOne.bind(events),
  };
  return rootModule(composition.module, runtime, vitals, operations);
}
