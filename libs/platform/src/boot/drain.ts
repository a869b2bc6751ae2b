import type { Logger } from '../log.js';
import { flushTelemetry } from '../telemetry/flush.js';

/** A process that can be brought to rest, step by step. */
export interface Drainable {
  readonly steps: readonly (readonly [what: string, step: () => Promise<void>])[];
}

/** A step that takes longer than this is left behind: one open stream must not hold the process until it is killed. */
export const STEP_LIMIT_MS = 5_000;
/** The whole drain; Kubernetes kills after 30 s by default. */
export const DRAIN_LIMIT_MS = 20_000;

/** Brings everything to rest in order; answers the steps that did not end in time or failed. */
export async function drain(
  drainable: Drainable,
  log: Logger,
  stepLimitMs = STEP_LIMIT_MS,
): Promise<readonly string[]> {
  const unfinished: string[] = [];
  for (const [what, step] of drainable.steps) {
    const startedAt = performance.now();
    const outcome = await withLimit(step, stepLimitMs).catch((error: unknown) => {
      log.error({ err: error, step: what }, 'a step of the drain failed');
      return 'failed' as const;
    });
    if (outcome !== 'done') unfinished.push(what);
    if (outcome === 'late') log.warn({ step: what, limitMs: stepLimitMs }, 'a step of the drain took too long');
    log.debug({ step: what, outcome, ms: Math.round(performance.now() - startedAt) }, 'a step of the drain');
  }
  return unfinished;
}

async function withLimit(step: () => Promise<void>, ms: number): Promise<'done' | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), ms)));
  try {
    return await Promise.race([step().then(() => 'done' as const), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Drains on SIGTERM and SIGINT and ends the process: 0 when everything came to rest, 1 otherwise. A second signal ends it at once. */
export function drainOnSignal(drainable: Drainable, log: Logger): void {
  let draining = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (draining) process.exit(1);
    draining = true;
    log.info({ signal }, 'draining');
    setTimeout(() => process.exit(1), DRAIN_LIMIT_MS).unref();
    const whole = { steps: [...drainable.steps, ['send telemetry', flushTelemetry] as const] };
    void drain(whole, log).then((unfinished) => {
      log.info({ unfinished }, 'drained');
      process.exit(unfinished.length === 0 ? 0 : 1);
    });
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
