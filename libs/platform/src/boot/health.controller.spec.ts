import { describe, expect, it } from '@jest/globals';
import { HealthController, type Vitals } from './health.controller.js';
import { Metrics } from './metrics.js';

const vitals = (changes: Partial<Vitals>): Vitals => ({
  draining: new AbortController().signal,
  metrics: new Metrics('test'),
  check: () => Promise.resolve(),
  eventsConnected: () => true,
  ...changes,
});

describe('readiness', () => {
  it.each<[string, Partial<Vitals>, object]>([
    ['all is well', {}, { status: 'ok', events: 'connected' }],
    ['NATS is away', { eventsConnected: () => false }, { status: 'ok', events: 'disconnected' }],
  ])('%s: ready', async (_name, changes, answer) => {
    expect(await new HealthController(vitals(changes)).ready()).toEqual(answer);
  });

  it.each<[string, Partial<Vitals>, string]>([
    ['the service drains', { draining: AbortSignal.abort() }, 'draining'],
    ['the database fails', { check: () => Promise.reject(new Error('host db.internal')) }, 'database does not answer'],
    ['the database hangs', { check: () => new Promise(() => undefined) }, 'database does not answer'],
  ])('%s: not ready', async (_name, changes, reason) => {
    const refusal = await new HealthController(vitals(changes)).ready().catch((error: unknown) => String(error));
    expect(refusal).toContain(reason);
    expect(refusal).not.toContain('internal');
  });
});

describe('metrics', () => {
  it('are counted by name', async () => {
    const metrics = new Metrics('test');
    metrics.observeCall('S/M', 0, 0.1);
    metrics.observeDelivery('sla.a.v1.b', 'give_up', 0.1);
    metrics.observePublished('sla.a.v1.b');
    metrics.watchOutbox(() => Promise.resolve(3));
    const text = await metrics.registry.metrics();
    expect(text).toContain('sla_rpc_calls_total{method="S/M",code="0",service="test"} 1');
    expect(text).toContain('sla_event_deliveries_total{subject="sla.a.v1.b",outcome="give_up",service="test"} 1');
    expect(text).toContain('sla_events_published_total{subject="sla.a.v1.b",service="test"} 1');
    expect(text).toContain('sla_outbox_unpublished{service="test"} 3');
  });

  it('show no figure that could not be read', async () => {
    const metrics = new Metrics('test');
    metrics.watchOutbox(() => Promise.reject(new Error('no database')));
    expect(await metrics.registry.metrics()).not.toMatch(/^sla_outbox_unpublished\{/m);
  });
});
