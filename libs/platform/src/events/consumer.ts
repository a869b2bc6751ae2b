import { AckPolicy, DeliverPolicy, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import type { Logger } from '../log.js';
import { outsideTraces } from '../telemetry/trace.js';
import { consumerName } from './consumer-name.js';
import { codeOf, EVENT_STREAM, type JetStream } from './jetstream.js';
import { backOffMs } from './settlement.js';

/** How long a message may go without a word from us before another replica gets it. */
export const ACK_WAIT_MS = 30_000;
/**
 * Events of one upstream service that may be held or in work at a time. Events that wait behind a dead letter of their
 * aggregate count; when so many wait, nothing more is delivered until the dead letters are dealt with.
 */
export const MAX_PENDING = 20_000;
/** Messages asked for in advance. */
const PREFETCH = 64;
/** How long one request for messages stands; a lost consumer is noticed after as long. */
const PULL_EXPIRES_MS = 10_000;
/** JetStream: a durable of that name exists with another configuration (2.9 and before; 2.10 and after). */
const EXISTS_OTHERWISE = [10_013, 10_148];

export interface ConsumerOptions {
  readonly js: JetStream;
  readonly service: string;
  readonly upstream: string;
  readonly replicas: number;
  readonly log: Logger;
  /** Takes a message in; the next one follows when this resolves. */
  readonly take: (message: JsMsg) => Promise<void>;
}

/** A durable pull consumer that is made again when the server has lost it, and listens until it is stopped. */
export class DurableConsumer {
  readonly name: string;
  #messages: ConsumerMessages | undefined;
  #stopping = false;
  #loop: Promise<void> = Promise.resolve();
  readonly #stop = new AbortController();

  constructor(private readonly options: ConsumerOptions) {
    this.name = consumerName(options.service, options.upstream);
  }

  /** Resolves when the consumer exists. */
  async start(): Promise<void> {
    await this.#ensure();
    this.#loop = outsideTraces(() => this.#run());
  }

  /** Takes no more messages. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#stop.abort();
    this.#messages?.stop();
    await this.#loop;
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#stopping; failures++) {
      try {
        await this.#listen();
        failures = 0;
      } catch (error) {
        this.options.log.warn({ err: error, consumer: this.name }, 'the consumer was lost; connecting it again');
      }
      if (!this.#stopping) await rest(backOffMs(failures + 1), this.#stop.signal);
    }
  }

  async #listen(): Promise<void> {
    const { js, take } = this.options;
    await this.#ensure();
    const consumer = await js.client.consumers.get(EVENT_STREAM, this.name);
    const messages = await consumer.consume({
      max_messages: PREFETCH,
      expires: PULL_EXPIRES_MS,
      abort_on_missing_resource: true,
    });
    this.#messages = messages;
    if (this.#stopping) messages.stop();
    for await (const message of messages) await take(message);
  }

  async #ensure(): Promise<void> {
    const { js, upstream, replicas } = this.options;
    await js.ensureStreams(replicas);
    const config = {
      durable_name: this.name,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      ack_wait: nanos(ACK_WAIT_MS),
      max_ack_pending: MAX_PENDING,
      filter_subject: `sla.${upstream}.v1.>`,
    };
    const { consumers } = js.manager;
    await consumers.add(EVENT_STREAM, config).catch(async (error: unknown) => {
      if (!EXISTS_OTHERWISE.includes(codeOf(error) ?? 0)) throw error;
      // An earlier release made it with other limits; its place in the stream stays.
      await consumers.update(EVENT_STREAM, this.name, config);
    });
  }
}

const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
