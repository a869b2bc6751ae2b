import type { Logger } from '../log.js';
import { outsideTraces } from '../telemetry/trace.js';
import type { Worker } from './worker.js';

/** A worker that fails again and again looks this rarely, at the most. */
export const MAX_BACK_OFF_MS = 10_000;

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
  #poked = false;
  #loop: Promise<void> = Promise.resolve();
  #failures = 0;
  #wake: (() => void) | undefined;

  constructor(private readonly options: PollingOptions) {}

  start(): void {
    this.#loop = outsideTraces(() => this.#run());
  }

  /** Looks again now: there may be something to do. A worker that backs off from failures keeps to that. */
  poke(): void {
    this.#poked = true;
    if (this.#failures === 0) this.#wake?.();
  }

  /** Ends after the turn in work. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake?.();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#poked = false;
      const restMs = await this.#turn();
      if (restMs > 0 && !this.#stopping && !(this.#poked && this.#failures === 0)) await this.#rest(restMs);
    }
  }

  async #turn(): Promise<number> {
    const { turn, idleMs, log, name } = this.options;
    try {
      const done = await turn();
      this.#failures = 0;
      return done > 0 ? 0 : idleMs;
    } catch (error) {
      this.#failures++;
      log.warn({ err: error, worker: name, failures: this.#failures }, 'a turn failed; trying again');
      return Math.min(MAX_BACK_OFF_MS, idleMs * 2 ** this.#failures);
    }
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
