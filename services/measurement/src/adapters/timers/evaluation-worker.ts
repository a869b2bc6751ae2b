import type { Caller, TenantId } from '@sla/kernel';
import {
  currentTraceId,
  currentTraceparent,
  inSpan,
  PollingWorker,
  type Database,
  type Logger,
  type Worker,
} from '@sla/platform';
import type { evaluateWindow } from '../../usecases/evaluate-window.js';
import type { WorkKey } from '../../usecases/ports.js';

/** A window that waits, as the store lists it. */
export interface Waiting extends WorkKey {
  readonly tenant: string;
  readonly correlationId: string;
  readonly traceparents: readonly string[];
}

export interface EvaluationWorkerParts {
  readonly database: Database;
  readonly waiting: (limit: number) => Promise<readonly Waiting[]>;
  readonly evaluate: ReturnType<typeof evaluateWindow>;
  readonly atOnce: number;
  readonly log: Logger;
}

const IDLE_MS = 100;
/** Windows looked up per turn and concurrent evaluation. */
const LOOK_AHEAD = 8;

/** Evaluates what waits, with any number of replicas: a window is taken by its row lock. */
export const evaluationWorker = (parts: EvaluationWorkerParts): Worker =>
  new PollingWorker({
    name: 'evaluation',
    idleMs: IDLE_MS,
    log: parts.log,
    turn: async () => {
      const queue = [...(await parts.waiting(parts.atOnce * LOOK_AHEAD))];
      const found = queue.length;
      const lanes = Array.from({ length: Math.min(parts.atOnce, found) }, () => lane(queue, parts));
      await Promise.all(lanes);
      return found;
    },
  });

async function lane(queue: Waiting[], parts: EvaluationWorkerParts): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) await evaluateOne(next, parts);
}

/** The span hangs below the newest cause and is linked to the others. */
async function evaluateOne(work: Waiting, { evaluate }: EvaluationWorkerParts): Promise<void> {
  const [parent, ...links] = work.traceparents;
  const attributes = {
    'sla.tenant': work.tenant,
    'sla.agreement': work.agreementId,
    'sla.objective': work.objectiveId,
    'sla.correlation_id': work.correlationId,
  };
  await inSpan(
    'evaluate objective',
    { root: true, links, attributes, ...(parent === undefined ? {} : { parent }) },
    async (span) => {
      const outcome = await evaluate(callerOf(work), work, { traceId: currentTraceId() });
      span.setAttribute('sla.window', outcome?.windowLabel ?? '');
      span.setAttribute('sla.verdict', outcome?.verdict ?? 'unchanged');
    },
  );
}

function callerOf(work: Waiting): Caller {
  const traceparent = currentTraceparent();
  return {
    principal: { subject: 'measurement', tenant: work.tenant as TenantId, roles: ['service'], kind: 'service' },
    locale: 'en',
    correlationId: work.correlationId,
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}
