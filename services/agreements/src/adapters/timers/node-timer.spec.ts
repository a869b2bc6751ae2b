import { describe, expect, it } from '@jest/globals';
import { nodeTimer } from './node-timer.js';

const LONG_MS = 60_000;

describe('waiting', () => {
  it('ends after its time', async () => {
    const began = performance.now();
    await nodeTimer.wait(20, new AbortController().signal);
    expect(performance.now() - began).toBeGreaterThanOrEqual(18);
  });

  it('ends with the signal, before or during the wait', async () => {
    const controller = new AbortController();
    const waiting = nodeTimer.wait(LONG_MS, controller.signal);
    controller.abort();
    await waiting;
    await nodeTimer.wait(LONG_MS, controller.signal);
  });
});
