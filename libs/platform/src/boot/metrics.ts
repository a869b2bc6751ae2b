import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Measures that every service offers at /metrics; the names are listed in the README of this library. */
export class Metrics {
  readonly registry = new Registry();
  readonly #calls: Counter<'method' | 'code'>;
  readonly #callSeconds: Histogram<'method'>;
  readonly #deliveries: Counter<'subject' | 'outcome'>;
  readonly #deliverySeconds: Histogram<'subject'>;
  readonly #published: Counter<'subject'>;

  constructor(service: string) {
    const registers = [this.registry];
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
    this.#calls = new Counter({
      name: 'sla_rpc_calls_total',
      help: 'Calls served, by method and gRPC status code.',
      labelNames: ['method', 'code'],
      registers,
    });
    this.#callSeconds = new Histogram({
      name: 'sla_rpc_seconds',
      help: 'Time to serve a call, in seconds.',
      labelNames: ['method'],
      buckets: SECONDS_BUCKETS,
      registers,
    });
    this.#deliveries = new Counter({
      name: 'sla_event_deliveries_total',
      help: 'Deliveries of events, by what became of them: acknowledge, return or give_up (a dead letter).',
      labelNames: ['subject', 'outcome'],
      registers,
    });
    this.#deliverySeconds = new Histogram({
      name: 'sla_event_seconds',
      help: 'Time to handle a delivery, in seconds.',
      labelNames: ['subject'],
      buckets: SECONDS_BUCKETS,
      registers,
    });
    this.#published = new Counter({
      name: 'sla_events_published_total',
      help: 'Events that the relay has published.',
      labelNames: ['subject'],
      registers,
    });
  }

  observeCall(method: string, code: number, seconds: number): void {
    this.#calls.inc({ method, code: String(code) });
    this.#callSeconds.observe({ method }, seconds);
  }

  observeDelivery(subject: string, outcome: string, seconds: number): void {
    this.#deliveries.inc({ subject, outcome });
    this.#deliverySeconds.observe({ subject }, seconds);
  }

  observePublished(subject: string): void {
    this.#published.inc({ subject });
  }

  /** Shows the number of events that wait to be published, read when somebody looks; absent when it cannot be read. */
  watchOutbox(count: () => Promise<number>): void {
    new Gauge({
      name: 'sla_outbox_unpublished',
      help: 'Events decided here that wait to be published.',
      registers: [this.registry],
      async collect() {
        await count().then(
          (waiting) => this.set(waiting),
          () => this.remove(),
        );
      },
    });
  }
}
