import { connect, headers as natsHeaders, type NatsConnection } from '@nats-io/transport-node';
import {
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type JetStreamClient,
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream';

/** Stream of all events of the suite. */
export const EVENT_STREAM = 'SLA';
/** Stream of events that could not be handled. */
export const DEAD_LETTER_STREAM = 'SLA_DEAD';
/** Repeats of a message id within this time are dropped by the server; the inbox catches the rest. */
const DUPLICATE_WINDOW_MS = 120_000;
const NOT_FOUND = 10_059;
const NAME_IN_USE = 10_058;

/** A connection to NATS with JetStream; reconnects for ever. */
export class JetStream {
  private constructor(
    readonly connection: NatsConnection,
    readonly client: JetStreamClient,
    readonly manager: JetStreamManager,
  ) {}

  static async connect(servers: string, name: string): Promise<JetStream> {
    const connection = await connect({
      servers: servers.split(','),
      name,
      maxReconnectAttempts: -1,
      waitOnFirstConnect: true,
    });
    return new JetStream(connection, jetstream(connection), await jetstreamManager(connection));
  }

  /** Makes the two streams when they are missing; what an operator has configured on existing ones is left alone. */
  async ensureStreams(replicas: number): Promise<void> {
    await this.#ensure({ name: EVENT_STREAM, subjects: ['sla.*.v1.>'], num_replicas: replicas });
    await this.#ensure({ name: DEAD_LETTER_STREAM, subjects: ['sla_dead.>'], num_replicas: replicas });
  }

  async #ensure(config: Pick<StreamConfig, 'name' | 'subjects' | 'num_replicas'>): Promise<void> {
    try {
      await this.manager.streams.info(config.name);
    } catch (error) {
      if (codeOf(error) !== NOT_FOUND) throw error;
      await this.manager.streams
        .add({
          ...config,
          retention: RetentionPolicy.Limits,
          storage: StorageType.File,
          duplicate_window: DUPLICATE_WINDOW_MS * 1e6,
        })
        .catch((cause: unknown) => {
          // Another replica was faster.
          if (codeOf(cause) !== NAME_IN_USE) throw cause;
        });
    }
  }

  /** Publishes and waits for the acknowledgement of the stream. */
  async publish(
    subject: string,
    data: Uint8Array,
    messageId: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    const natsHeader = natsHeaders();
    for (const [name, value] of Object.entries(headers)) if (value !== '') natsHeader.set(name, value);
    await this.client.publish(subject, data, { msgID: messageId, headers: natsHeader });
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
