import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../log.js';
import { PollingWorker } from './polling-worker.js';

const log = createLogger('test', 'silent');
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const HOUR = 3_600_000;

describe('a polling worker', () => {
  it('turns without a rest while there is something to do', async () => {
    const waiting = [1, 1, 1, 0];
    let turns = 0;
    const worker = new PollingWorker({ name: 'w', idleMs: HOUR, log, turn: async () => waiting[turns++] ?? 0 });
    worker.start();
    await rest(20);
    expect(turns).toBe(4);
    await worker.stop();
  });

  it('looks again at once when it is poked, also while it turns', async () => {
    let turns = 0;
    const release: (() => void)[] = [];
    const turn = async (): Promise<number> => {
      turns++;
      await new Promise<void>((resolve) => release.push(resolve));
      return 0;
    };
    const worker = new PollingWorker({ name: 'w', idleMs: HOUR, log, turn });
    worker.start();
    for (let i = 0; i < 5; i++) worker.poke();
    release.shift()?.();
    await rest(10);
    expect(turns).toBe(2);
    release.shift()?.();
    await rest(10);
    worker.poke();
    await rest(10);
    expect(turns).toBe(3);
    release.shift()?.();
    await worker.stop();
  });

  it('backs off from failures, whoever pokes, and never gives up', async () => {
    let turns = 0;
    const turn = async (): Promise<number> => {
      turns++;
      throw new Error('no');
    };
    const worker = new PollingWorker({ name: 'w', idleMs: 20, log, turn });
    worker.start();
    const poking = setInterval(() => worker.poke(), 1);
    await rest(230); // turns at 0, 40, 120, 280 ms
    clearInterval(poking);
    expect(turns).toBe(3);
    await worker.stop();
  });

  it('ends after the turn in work, and not before', async () => {
    const turn = Promise.withResolvers<number>();
    const worker = new PollingWorker({ name: 'w', idleMs: 1, log, turn: () => turn.promise });
    worker.start();
    let stopped = false;
    const stopping = worker.stop().then(() => (stopped = true));
    await rest(10);
    expect(stopped).toBe(false);
    turn.resolve(1);
    await stopping;
  });
});
