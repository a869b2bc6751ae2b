import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SerialQueues } from './serial-queues.js';

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('work in lanes', () => {
  it('keeps the order of every lane and never takes in more than its limit', async () => {
    const pieces = fc.array(fc.record({ lane: fc.constantFrom('a', 'b', 'c'), ms: fc.nat(2) }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 5 }), async (work, limit) => {
        const queues = new SerialQueues(limit);
        const done = new Map<string, number[]>();
        let [running, most] = [0, 0];
        for (const [i, { lane, ms }] of work.entries()) {
          queues.push(lane, async () => {
            most = Math.max(most, ++running);
            await rest(ms);
            done.set(lane, [...(done.get(lane) ?? []), i]);
            running--;
          });
          await queues.room();
        }
        await queues.idle();
        for (const order of done.values()) expect(order).toEqual(order.toSorted((a, b) => a - b));
        expect([...done.values()].flat()).toHaveLength(work.length);
        expect(most).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 25 },
    );
  });

  it('lets lanes run beside each other', async () => {
    const queues = new SerialQueues(3);
    const both = Promise.withResolvers<void>();
    queues.push('a', () => both.promise);
    queues.push('b', async () => both.resolve());
    await queues.idle();
  });
});
