import { describe, expect, it } from '@jest/globals';
import type { IncomingEvent } from './envelope.js';
import { HeldEvents } from './held-events.js';

const event = (aggregateSequence: bigint, changes: Partial<IncomingEvent> = {}): IncomingEvent => ({
  id: `e${aggregateSequence}`,
  subject: 'sla.a.v1.b',
  tenant: 'demo',
  aggregateId: 'x',
  aggregateSequence,
  correlationId: '',
  causationId: '',
  traceparent: '',
  data: new Uint8Array(1_000),
  ...changes,
});

describe('held events', () => {
  it('follow their predecessor, once', () => {
    const held = new HeldEvents();
    held.hold('c', event(2n));
    held.hold('c', event(2n));
    expect(held.takeAfter('c', event(2n))).toBeUndefined();
    expect(held.takeAfter('c', event(1n))?.id).toBe('e2');
    expect(held.takeAfter('c', event(1n))).toBeUndefined();
  });

  it.each([
    ['tenant', event(1n, { tenant: 'other' }), 'c'],
    ['aggregate', event(1n, { aggregateId: 'y' }), 'c'],
    ['consumer', event(1n), 'd'],
  ])('follow nobody of another %s', (_name, other, consumer) => {
    const held = new HeldEvents();
    held.hold('c', event(2n));
    expect(held.takeAfter(consumer, other)).toBeUndefined();
  });

  it('are forgotten, oldest first, when they weigh too much', () => {
    const held = new HeldEvents(2 * 2_024);
    for (const sequence of [2n, 3n, 3n, 4n]) held.hold('c', event(sequence));
    expect([1n, 2n, 3n].map((sequence) => held.takeAfter('c', event(sequence))?.id)).toEqual([undefined, 'e3', 'e4']);
  });
});
