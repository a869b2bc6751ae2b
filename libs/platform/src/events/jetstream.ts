import {
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type JetStreamClient,
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import { connect, headers as natsHeaders, type NatsConnection } from '@nats-io/transport-node';
import type { Logger } from '../log.js';
import { natsAccess } from './nats-access.js';

/** Stream of all events of the suite. */
export const EVENT_STREAM = 'SLA';
/** Stream of events that could not be handled. */
export const DEAD_LETTER_STREAM = 'SLA_DEAD';
/** Repeats of a message id within this time are dropped by the server; the inbox catches the rest. */
const DUPLICATE_WINDOW_MS = 120_000;
/** Events older than this leave the stream; every service keeps its own in its outbox and gives them out by ReadEvents. */
const MAX_AGE_MS = 30 * 24 * 3_600_000;
/** A server that elects a leader, or a busy machine, takes longer than the library's five seconds to answer. */
const API_TIMEOUT_MS = 30_000;
/** Name of the client's error for a subject without a stream, whose class it does not export. */
const NOBODY_LISTENS = 'JetStreamNotEnabled';
const STREAM_NOT_FOUND = 10_059;
const NAME_IN_USE = 10_058;

/** A connection to NATS with JetStream; reconnects for ever. */
export class JetStream {
  #replicas = 1;
  #connected = true;

  private constructor(
    readonly connection: NatsConnection,
    readonly client: JetStreamClient,
    readonly manager: JetStreamManager,
  ) {}

  /**
   * Waits for the server as long as it takes.
   * @param servers as natsAccess reads them.
   * @throws Error when the server has no JetStream, or does not let us in.
   */
  static async connect(servers: string, name: string, log?: Logger): Promise<JetStream> {
    const connection = await connect({
      ...natsAccess(servers),
      name,
      maxReconnectAttempts: -1,
      waitOnFirstConnect: true,
    });
    const manager = await jetstreamManager(connection, { timeout: API_TIMEOUT_MS });
    const js = new JetStream(connection, jetstream(connection), manager);
    void js.#watch(log);
    return js;
  }

  /** False while the connection is lost. */
  isConnected(): boolean {
    return this.#connected && !this.connection.isClosed();
  }

  async #watch(log: Logger | undefined): Promise<void> {
    for await (const { type } of this.connection.status()) {
      if (type === 'disconnect' && this.#connected) log?.warn('the connection to NATS is lost; trying again for ever');
      if (type === 'reconnect') log?.info('connected to NATS again');
      if (type === 'disconnect' || type === 'reconnect') this.#connected = type === 'reconnect';
    }
  }

  /** Makes the two streams when they are missing; what an operator has configured on existing ones is left alone. */
  async ensureStreams(replicas: number): Promise<void> {
    this.#replicas = replicas;
    await this.#ensure({ name: EVENT_STREAM, subjects: ['sla.*.v1.>'], max_age: nanos(MAX_AGE_MS) });
    // Dead letters wait for an operator, however long that takes.
    await this.#ensure({ name: DEAD_LETTER_STREAM, subjects: ['sla_dead.>'] });
  }

  async #ensure(config: Pick<StreamConfig, 'name' | 'subjects'> & Partial<StreamConfig>): Promise<void> {
    const { streams } = this.manager;
    try {
      await streams.info(config.name);
    } catch (error) {
      if (codeOf(error) !== STREAM_NOT_FOUND) throw error;
      const settings = { retention: RetentionPolicy.Limits, storage: StorageType.File, num_replicas: this.#replicas };
      await streams
        .add({ ...config, ...settings, duplicate_window: nanos(DUPLICATE_WINDOW_MS) })
        .catch((cause: unknown) => {
          // Another replica was faster.
          if (codeOf(cause) !== NAME_IN_USE) throw cause;
        });
    }
  }

  /** Publishes and waits for the acknowledgement of the stream, which is made anew when the server has lost it. */
  async publish(
    subject: string,
    data: Uint8Array,
    messageId: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    const natsHeader = natsHeaders();
    for (const [name, value] of Object.entries(headers)) if (value !== '') natsHeader.set(name, value);
    const send = (): Promise<unknown> => this.client.publish(subject, data, { msgID: messageId, headers: natsHeader });
    try {
      await send();
    } catch (error) {
      // Nobody listens on the subject: the stream is gone, or JetStream is.
      if (!(error instanceof Error) || error.name !== NOBODY_LISTENS) throw error;
      await this.ensureStreams(this.#replicas);
      await send();
    }
  }

  async close(): Promise<void> {
    if (!this.connection.isClosed()) await this.connection.drain();
  }
}

/** JetStream error code of an API error; undefined for others. */
export function codeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, api_error: api } = error as { code?: unknown; api_error?: { err_code?: unknown } };
  if (typeof api?.err_code === 'number') return api.err_code;
  return typeof code === 'number' ? code : undefined;
}
