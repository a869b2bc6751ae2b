import type { Server } from '@grpc/grpc-js';
import type { INestApplication } from '@nestjs/common';
import type { HealthImplementation } from 'grpc-health-check';
import type { JetStreamServer } from '../events/jetstream-server.js';
import type { JetStream } from '../events/jetstream.js';
import type { RpcRuntime } from '../grpc/rpc-runtime.js';
import { stopServing } from '../grpc/server-options.js';
import type { ServiceDefinitionLike } from '../grpc/serves-grpc.js';
import type { OutboxRelay } from '../outbox/relay.js';
import type { Drainable } from './drain.js';
import type { Composition } from './service.js';

/** Calls in work may take this long to end by themselves; then they are ended. */
export const CALL_GRACE_MS = 3_500;
/** Calls that were ended may take this long to answer. */
const CALL_END_MS = 1_000;

export interface DrainParts {
  readonly app: INestApplication;
  readonly servers: readonly Server[];
  readonly services: readonly ServiceDefinitionLike[];
  readonly composition: Composition;
  readonly relay: OutboxRelay;
  readonly events: JetStreamServer;
  readonly runtime: RpcRuntime;
  readonly js: JetStream;
  readonly health: HealthImplementation;
  readonly draining: AbortController;
}

/** In this order: nothing new, finish what is in work, publish it, then close what it stood on. */
export function drainSteps(parts: DrainParts): Drainable['steps'] {
  const { app, composition, relay, events, js } = parts;
  const shut = Promise.withResolvers<void>();
  return [
    ['refuse new work', async () => refuseNewWork(parts, shut.resolve)],
    ['finish calls', () => finishCalls(parts, shut.promise)],
    ['stop taking events', () => events.close()],
    ['stop workers', async () => void (await Promise.all(composition.workers.map((worker) => worker.stop())))],
    ['publish what is left', () => publishRest(relay)],
    ['close servers', () => app.close()],
    ['close NATS', () => js.close()],
    ['close the database', () => composition.close()],
  ];
}

/** `shut` is called when the last connection has ended. */
function refuseNewWork({ draining, health, services, servers, runtime }: DrainParts, shut: () => void): void {
  draining.abort();
  stopServing(health, services);
  // Closes the port and asks connected clients to go elsewhere.
  void Promise.all(servers.map(closed)).then(shut);
  runtime.drain();
}

const closed = (server: Server): Promise<void> => new Promise((resolve) => server.tryShutdown(() => resolve()));

/**
 * Waits for calls in work and ends those that take too long. Their answers are on the way until the connections have
 * ended; connections that stay, such as those with health watches, are cut.
 */
async function finishCalls({ runtime, servers }: DrainParts, shut: Promise<void>): Promise<void> {
  await within(CALL_GRACE_MS, runtime.idle());
  runtime.expire();
  await within(CALL_END_MS, Promise.all([runtime.idle(), shut]));
  for (const server of servers) server.forceShutdown();
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, limit]);
  clearTimeout(timer);
}

async function publishRest(relay: OutboxRelay): Promise<void> {
  await relay.stop();
  await relay.drain();
}
