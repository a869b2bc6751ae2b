import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** Measures that every service offers at /metrics. */
export class Metrics {
  readonly registry = new Registry();
  readonly #calls: Counter<'method' | 'code'>;
  readonly #seconds: Histogram<'method'>;

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
    this.#calls = new Counter({
      name: 'sla_rpc_calls_total',
      help: 'Calls served, by method and gRPC status code.',
      labelNames: ['method', 'code'],
      registers: [this.registry],
    });
    this.#seconds = new Histogram({
      name: 'sla_rpc_seconds',
      help: 'Time to serve a call, in seconds.',
      labelNames: ['method'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [this.registry],
    });
  }

  observeCall(method: string, code: number, seconds: number): void {
    this.#calls.inc({ method, code: String(code) });
    this.#seconds.observe({ method }, seconds);
  }
}
