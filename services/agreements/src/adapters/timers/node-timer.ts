import { setTimeout } from 'node:timers/promises';
import type { Timer } from '../../usecases/ports.js';

/** Real time, in real milliseconds. */
export const nodeTimer: Timer = {
  async wait(ms, signal) {
    if (signal.aborted) return;
    await setTimeout(ms, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  },
};
