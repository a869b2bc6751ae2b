import type { Logger } from '../log.js';
import { outsideTraces } from '../telemetry/trace.js';
import type { Worker } from './run-service.js';

const MAX_BACK_OFF_MS = 10_000;

export interface PollingOptions {
  /** For the log. */
  readonly name: string;
  readonly idleMs: number;
  readonly log: Logger;
  /** Does what there is to do and answers how much it was; 0 means that nothing is waiting. */
  readonly turn: () => Promise<number>;
}

/** Turns as long as there is something to do, rests when there is not, and backs off from failures without ever giving up. */
export class PollingWorker implements Worker {
  #stopping = false;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #failures = 0;

  constructor(private readonly options: PollingOptions) {}

  start(): void {
    this.#schedule(0);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(ms: number): void {
    if (this.#stopping) return;
    this.#timer = outsideTraces(() => setTimeout(() => (this.#running = this.#turn()), ms));
  }

  async #turn(): Promise<void> {
    const { turn, idleMs, log, name } = this.options;
    try {
      const done = await turn();
      this.#failures = 0;
      this.#schedule(done > 0 ? 0 : idleMs);
    } catch (error) {
      this.#failures++;
      log.warn({ err: error, worker: name }, 'a turn failed; trying again');
      this.#schedule(Math.min(MAX_BACK_OFF_MS, idleMs * 2 ** this.#failures));
    }
  }
}
