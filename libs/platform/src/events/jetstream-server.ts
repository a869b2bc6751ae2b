import { AckPolicy, DeliverPolicy, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { Instant } from '@sla/kernel';
import { lastValueFrom } from 'rxjs';
import { follow, type Admission } from '../inbox/admit.js';
import type { Logger } from '../log.js';
import type { Database } from '../sql/sql.js';
import { inSpan, SpanKind } from '../telemetry/trace.js';
import type { DeadLetters } from './dead-letters.js';
import { incomingEvent, type IncomingEvent } from './envelope.js';
import { codeOf, EVENT_STREAM, type JetStream } from './jetstream.js';
import { JETSTREAM } from './on-event.js';

/** Failures of a handler after which an event is given up. */
export const MAX_DELIVERIES = 8;
/** Messages of one consumer that are worked on at a time. */
export const MAX_IN_FLIGHT = 64;
const ACK_WAIT_MS = 30_000;
const MAX_BACK_OFF_MS = 30_000;
const CONSUMER_EXISTS = 10_148;

export interface JetStreamServerOptions {
  readonly service: string;
  readonly js: JetStream;
  readonly database: Database;
  readonly deadLetters: DeadLetters;
  readonly now: () => Instant;
  readonly log: Logger;
}

/**
 * Nest transport over durable pull consumers, one per upstream service. Events of one aggregate are handled one after another,
 * aggregates beside each other. A message is acknowledged after the handler's transaction; a gap is held, a failure backs off
 * and ends as a dead letter. Kinds of events without a handler only move their aggregate forward.
 */
export class JetStreamServer extends Server implements CustomTransportStrategy {
  override readonly transportId = JETSTREAM;
  override readonly propagatesEventHandlerErrors = true;
  readonly #streams: ConsumerMessages[] = [];
  readonly #queues = new Map<string, Promise<void>>();

  constructor(private readonly options: JetStreamServerOptions) {
    super();
    this.initializeSerializer({});
    this.initializeDeserializer({});
  }

  async listen(done: (error?: unknown) => void): Promise<void> {
    try {
      for (const upstream of this.#upstreams()) await this.#consume(upstream);
      done();
    } catch (error) {
      done(error);
    }
  }

  /** Services whose events we handle, from the subjects `sla.<service>.v1.<event>`. */
  #upstreams(): readonly string[] {
    return [...new Set([...this.messageHandlers.keys()].map((subject) => subject.split('.')[1] ?? ''))];
  }

  async #consume(upstream: string): Promise<void> {
    const { js, service } = this.options;
    const name = `${service}-from-${upstream}`;
    await js.manager.consumers
      .add(EVENT_STREAM, {
        durable_name: name,
        ack_policy: AckPolicy.Explicit,
        deliver_policy: DeliverPolicy.All,
        ack_wait: ACK_WAIT_MS * 1e6,
        max_ack_pending: 4 * MAX_IN_FLIGHT,
        filter_subject: `sla.${upstream}.v1.>`,
      })
      .catch((error: unknown) => {
        if (codeOf(error) !== CONSUMER_EXISTS) throw error;
      });
    const consumer = await js.client.consumers.get(EVENT_STREAM, name);
    const messages = await consumer.consume({ max_messages: MAX_IN_FLIGHT });
    this.#streams.push(messages);
    void this.#run(messages, name).catch((error: unknown) =>
      this.options.log.error({ err: error, consumer: name }, 'consumer ended'),
    );
  }

  async #run(messages: ConsumerMessages, consumer: string): Promise<void> {
    for await (const message of messages) {
      this.#enqueue(message, consumer);
      while (this.#queues.size >= MAX_IN_FLIGHT) await Promise.race(this.#queues.values());
    }
  }

  #enqueue(message: JsMsg, consumer: string): void {
    const event = incomingEvent(message.subject, (name) => message.headers?.get(name) ?? '', message.data);
    const key = `${consumer}/${event ? `${event.tenant}/${event.aggregateId}` : message.seq}`;
    const before = this.#queues.get(key) ?? Promise.resolve();
    const after: Promise<void> = before
      .then(() => this.#dispatch(message, event, consumer))
      .catch((error: unknown) =>
        this.options.log.error({ err: error, subject: message.subject }, 'event left unacknowledged'),
      )
      .finally(() => {
        if (this.#queues.get(key) === after) this.#queues.delete(key);
      });
    this.#queues.set(key, after);
  }

  async #dispatch(message: JsMsg, event: IncomingEvent | undefined, consumer: string): Promise<void> {
    if (event === undefined)
      return this.#giveUp(message, consumer, 'the message carries no CloudEvents attributes of ours');
    try {
      const admission = await this.handleOne(event, consumer);
      if (admission === 'gap') message.nak(backOffMs(message.info.deliveryCount));
      else message.ack();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const { deliveryCount } = message.info;
      this.options.log.warn(
        { err: error, subject: event.subject, eventId: event.id, deliveries: deliveryCount },
        'event handler failed',
      );
      if (deliveryCount >= MAX_DELIVERIES) await this.#giveUp(message, consumer, reason);
      else message.nak(backOffMs(deliveryCount));
    }
  }

  async #giveUp(message: JsMsg, consumer: string, reason: string): Promise<void> {
    await this.options.deadLetters.keep(message, consumer, reason);
    message.term(reason.slice(0, 200));
  }

  /** Handles one event now; also the way of an operator's retry. */
  async handleOne(event: IncomingEvent, consumer: string): Promise<Admission> {
    const handler = this.messageHandlers.get(event.subject);
    if (handler === undefined) return this.#passBy(event, consumer);
    const attributes = {
      'messaging.system': 'nats',
      'messaging.destination.name': event.subject,
      'messaging.operation.type': 'process',
      'messaging.message.id': event.id,
      'messaging.consumer.group.name': consumer,
      'sla.tenant': event.tenant,
      'sla.correlation_id': event.correlationId,
    };
    const parent = event.traceparent === '' ? {} : { parent: event.traceparent };
    return inSpan(
      `process ${event.subject}`,
      { kind: SpanKind.CONSUMER, attributes, root: true, ...parent },
      async () => {
        const outcome: unknown = await lastValueFrom(this.transformToObservable(await handler(event.data, event)));
        return outcome === 'gap' || outcome === 'duplicate' ? outcome : 'new';
      },
    );
  }

  async #passBy(event: IncomingEvent, consumer: string): Promise<Admission> {
    const { tenant, id: eventId, aggregateId, aggregateSequence } = event;
    const arrival = { tenant, consumer, eventId, aggregateId, aggregateSequence };
    await this.options.database.inTenant(tenant, async (sql) => {
      await sql.execute(
        `insert into inbox_aggregate (tenant_id, consumer, aggregate_id, last_sequence) values ($1, $2, $3, 0) on conflict do nothing`,
        tenant,
        consumer,
        aggregateId,
      );
      await follow(sql, arrival, this.options.now());
    });
    return 'new';
  }

  /** Stops pulling and waits for what is in work. */
  async close(): Promise<void> {
    for (const messages of this.#streams) messages.stop();
    await Promise.all(this.#queues.values());
  }

  on(): never {
    throw new Error('the JetStream transport has no own events');
  }

  unwrap<T>(): T {
    return this.options.js as T;
  }
}

/** 0.2 s, 0.4 s, 0.8 s, … up to half a minute. */
const backOffMs = (deliveries: number): number => Math.min(MAX_BACK_OFF_MS, 100 * 2 ** deliveries);
