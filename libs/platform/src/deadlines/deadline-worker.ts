import type { Instant } from '@sla/kernel';
import { PollingWorker } from '../boot/polling-worker.js';
import type { Worker } from '../boot/service.js';
import { inCallScope } from '../call-scope.js';
import type { Logger } from '../log.js';
import type { Database } from '../sql/sql.js';
import { inSpan } from '../telemetry/trace.js';
import { dueDeadlines, type Deadline } from './deadlines.js';

/** Deadlines looked up at a time. */
export const DEADLINE_BATCH = 100;
/** A deadline whose handler failed is left alone for so long; the others go on. */
export const RETRY_AFTER_MS = 30_000;
const IDLE_MS = 500;

export interface DeadlineWorkerOptions {
  readonly kind: string;
  readonly database: Database;
  readonly now: () => Instant;
  readonly log: Logger;
  /**
   * Acts on a deadline in one transaction of its tenant, which begins with `takeDeadline` and does nothing when that
   * says false: another replica was faster, or the deadline was moved.
   */
  readonly handle: (deadline: Deadline) => Promise<void>;
}

/** Watches the deadlines of one kind, with any number of replicas. Nothing is timed by the process: a restart loses nothing. */
export function deadlineWorker(options: DeadlineWorkerOptions): Worker {
  const failing = new Map<string, number>();
  return new PollingWorker({
    name: `deadlines ${options.kind}`,
    idleMs: IDLE_MS,
    log: options.log,
    turn: () => handleDue(options, failing),
  });
}

const keyOf = ({ tenant, key, generation }: Deadline): string => `${tenant}/${key}/${generation}`;

async function handleDue(options: DeadlineWorkerOptions, failing: Map<string, number>): Promise<number> {
  const { database, kind, now } = options;
  for (const [key, retryAt] of failing) if (retryAt <= now()) failing.delete(key);
  const limit = DEADLINE_BATCH + failing.size;
  const due = await database.inSystem((sql) => dueDeadlines(sql, kind, now(), limit));
  let handled = 0;
  for (const deadline of due.filter((candidate) => !failing.has(keyOf(candidate)))) {
    if (await handledWell(options, deadline)) handled++;
    else failing.set(keyOf(deadline), now() + RETRY_AFTER_MS);
  }
  return handled;
}

async function handledWell({ kind, handle, log }: DeadlineWorkerOptions, deadline: Deadline): Promise<boolean> {
  const { tenant, key, traceparent } = deadline;
  const parent = traceparent === '' ? {} : { parent: traceparent };
  const attributes = { 'sla.tenant': tenant, 'sla.deadline': key };
  try {
    await inCallScope({ tenant, correlationId: '' }, () =>
      inSpan(`deadline ${kind}`, { root: true, attributes, ...parent }, () => handle(deadline)),
    );
    return true;
  } catch (error) {
    log.warn({ err: error, kind, key }, 'a deadline could not be handled; trying again');
    return false;
  }
}
