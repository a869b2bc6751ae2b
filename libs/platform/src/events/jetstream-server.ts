import type { JsMsg } from '@nats-io/jetstream';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { Instant } from '@sla/kernel';
import { lastValueFrom } from 'rxjs';
import { inCallScope } from '../call-scope.js';
import type { IsTenant } from '../identity/installation.js';
import { admit, arrivalOf, type Admission } from '../inbox/admit.js';
import type { Logger } from '../log.js';
import type { Database } from '../sql/sql.js';
import { inSpan, SpanKind } from '../telemetry/trace.js';
import { ACK_WAIT_MS, DurableConsumer } from './consumer.js';
import type { DeadLetters } from './dead-letters.js';
import { incomingEvent, type IncomingEvent } from './envelope.js';
import type { JetStream } from './jetstream.js';
import { HeldEvents } from './held-events.js';
import { JETSTREAM } from './on-event.js';
import { SerialQueues } from './serial-queues.js';
import { settle, UnusableEvent, type Outcome, type Settlement } from './settlement.js';

/** Messages of one consumer that are worked on, or wait for their turn in this process, at a time. */
export const MAX_IN_FLIGHT = 128;
/** Characters of a foreign text that a reason repeats. */
const MAX_SHOWN = 60;
/** Failing events that a process keeps count of. */
const MAX_COUNTED = 10_000;

export interface JetStreamServerOptions {
  readonly service: string;
  readonly js: JetStream;
  readonly replicas: number;
  readonly database: Database;
  readonly deadLetters: DeadLetters;
  readonly isTenant: IsTenant;
  readonly now: () => Instant;
  readonly log: Logger;
  /** Told what became of every delivery, and how long it took. */
  readonly observe?: (subject: string, outcome: Settlement['verb'], seconds: number) => void;
}

/**
 * Nest transport over durable pull consumers, one per upstream service. Events of one aggregate are handled one after another,
 * aggregates beside each other. A message is acknowledged after the handler's transaction; a gap is held, a failure backs off
 * and ends as a dead letter. Kinds of events without a handler only move their aggregate forward.
 */
export class JetStreamServer extends Server implements CustomTransportStrategy {
  override readonly transportId = JETSTREAM;
  override readonly propagatesEventHandlerErrors = true;
  readonly #consumers: DurableConsumer[] = [];
  readonly #queues: SerialQueues[] = [];
  /** Failures of events by consumer and stream sequence: deliveries do not tell, since held events are delivered often. */
  readonly #failures = new Map<string, number>();

  readonly #held = new HeldEvents();

  constructor(private readonly options: JetStreamServerOptions) {
    super();
    this.initializeSerializer({});
    this.initializeDeserializer({});
  }

  async listen(done: (error?: unknown) => void): Promise<void> {
    try {
      await Promise.all(this.#upstreams().map((upstream) => this.#follow(upstream)));
      done();
    } catch (error) {
      done(error);
    }
  }

  /** Services whose events we handle, from the subjects `sla.<service>.v1.<event>`. */
  #upstreams(): readonly string[] {
    return [...new Set([...this.messageHandlers.keys()].map((subject) => subject.split('.')[1] ?? ''))];
  }

  async #follow(upstream: string): Promise<void> {
    const { js, service, replicas, log } = this.options;
    const queues = new SerialQueues(MAX_IN_FLIGHT);
    const take = async (message: JsMsg): Promise<void> => {
      this.#enqueue(queues, message, consumer.name);
      await queues.room();
    };
    const consumer = new DurableConsumer({ js, service, upstream, replicas, log, take });
    this.#queues.push(queues);
    this.#consumers.push(consumer);
    await consumer.start();
  }

  #enqueue(queues: SerialQueues, message: JsMsg, consumer: string): void {
    const event = incomingEvent(message.subject, (name) => message.headers?.get(name) ?? '', message.data);
    const lane = event ? `${event.tenant}/${event.aggregateId}` : `#${message.seq}`;
    // Also while it waits for its turn: a long handler before it must not have it delivered to another replica.
    const alive = setInterval(() => message.working(), ACK_WAIT_MS / 3);
    queues.push(lane, () => this.#deliver(message, event, consumer).finally(() => clearInterval(alive)));
  }

  async #deliver(message: JsMsg, event: IncomingEvent | undefined, consumer: string): Promise<void> {
    const startedAt = performance.now();
    const settlement = settle(await this.#attempt(message, event, consumer), message.info.deliveryCount);
    try {
      await this.#carryOut(settlement, message, consumer);
      this.options.observe?.(message.subject, settlement.verb, (performance.now() - startedAt) / 1000);
    } catch (error) {
      // Nothing was said to the server, so it delivers the message again.
      this.options.log.error({ err: error, subject: message.subject }, 'event left unacknowledged');
    }
  }

  async #attempt(message: JsMsg, event: IncomingEvent | undefined, consumer: string): Promise<Outcome> {
    const key = `${consumer}/${message.seq}`;
    try {
      if (event === undefined) throw new UnusableEvent('the message carries no CloudEvents attributes of ours');
      // Whoever may publish could name any tenant; a service works for those of its installation, as it does for calls.
      if (!this.options.isTenant(event.tenant)) {
        throw new UnusableEvent(`the tenant “${event.tenant.slice(0, MAX_SHOWN)}” is none of this installation`);
      }
      const admission = await this.handleOne(event, consumer);
      this.#failures.delete(key);
      return { admission };
    } catch (error) {
      const failures = this.#countFailure(key);
      const { subject, seq } = message;
      this.options.log.warn({ err: error, subject, seq, eventId: event?.id, failures }, 'event handler failed');
      return { error, failures };
    }
  }

  #countFailure(key: string): number {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.delete(key);
    this.#failures.set(key, failures);
    // Events that another replica has settled meanwhile stay behind here; the oldest go first.
    if (this.#failures.size > MAX_COUNTED) this.#failures.delete(this.#failures.keys().next().value ?? '');
    return failures;
  }

  async #carryOut(settlement: Settlement, message: JsMsg, consumer: string): Promise<void> {
    if (settlement.verb === 'acknowledge') return message.ack();
    if (settlement.verb === 'return') return message.nak(settlement.afterMs);
    await this.options.deadLetters.keep(message, consumer, settlement.reason);
    this.#failures.delete(`${consumer}/${message.seq}`);
    // Without a reason: nats-server before 2.10 does not understand one and would deliver the message for ever.
    message.term();
  }

  /** Handles one event now, and those that waited for it; also the way of an operator's retry. */
  async handleOne(event: IncomingEvent, consumer: string): Promise<Admission> {
    const admission = await this.#handleInScope(event, consumer);
    if (admission === 'gap') this.#held.hold(consumer, event);
    if (admission === 'new') await this.#followUp(event, consumer);
    return admission;
  }

  async #followUp(done: IncomingEvent, consumer: string): Promise<void> {
    const { log } = this.options;
    for (let next = this.#held.takeAfter(consumer, done); next; next = this.#held.takeAfter(consumer, next)) {
      const { subject, id: eventId } = next;
      // The server delivers a held event again in any case; that attempt counts, and backs off.
      const admission = await this.#handleInScope(next, consumer).catch((error: unknown) => {
        log.warn({ err: error, subject, eventId }, 'a held event could not follow at once');
      });
      if (admission !== 'new') return;
    }
  }

  #handleInScope(event: IncomingEvent, consumer: string): Promise<Admission> {
    const scope = { tenant: event.tenant, correlationId: event.correlationId };
    return inCallScope(scope, () => this.#handle(event, consumer));
  }

  async #handle(event: IncomingEvent, consumer: string): Promise<Admission> {
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
    const options = { kind: SpanKind.CONSUMER, attributes, root: true, ...parent };
    return inSpan(`process ${event.subject}`, options, async (span) => {
      const answer: unknown = await lastValueFrom(this.transformToObservable(await handler(event.data, event)));
      const admission = answer === 'gap' || answer === 'duplicate' ? answer : 'new';
      span.setAttribute('sla.admission', admission);
      return admission;
    });
  }

  /** An event that we have no use for still takes its turn, so that the ones behind it do. */
  #passBy(event: IncomingEvent, consumer: string): Promise<Admission> {
    const { database, now } = this.options;
    return database.inTenant(event.tenant, (sql) => admit(sql, arrivalOf(event, consumer), now()));
  }

  /** Stops pulling and waits for what is in work. */
  async close(): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.stop()));
    await Promise.all(this.#queues.map((queues) => queues.idle()));
  }

  on(): never {
    throw new Error('the JetStream transport has no own events');
  }

  unwrap<T>(): T {
    return this.options.js as T;
  }
}
