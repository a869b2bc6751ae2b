import type { Caller, Instant, TenantId } from '@sla/kernel';
import { currentTraceId, currentTraceparent, inSpan, PollingWorker, type Logger, type Worker } from '@sla/platform';
import type { issueWhenComplete } from '../../usecases/issue-edition.js';
import type { EditionWork } from '../../usecases/ports.js';

export interface WaitingEdition extends EditionWork {
  readonly tenant: string;
  readonly failures: number;
  readonly correlationId: string;
  readonly traceparents: readonly string[];
}

export interface EditionWorkerParts {
  readonly waiting: (limit: number) => Promise<readonly WaitingEdition[]>;
  readonly issue: ReturnType<typeof issueWhenComplete>;
  readonly postpone: (work: WaitingEdition, until: Instant) => Promise<void>;
  readonly now: () => Instant;
  readonly log: Logger;
}

const IDLE_MS = 200;
const PERIODS_PER_TURN = 16;
const FIRST_BACK_OFF_MS = 500;
const MAX_BACK_OFF_MS = 60_000;

/** Issues the editions that are due. A failure puts the period off and leaves no half edition. */
export const editionWorker = (parts: EditionWorkerParts): Worker =>
  new PollingWorker({
    name: 'editions',
    idleMs: IDLE_MS,
    log: parts.log,
    turn: async () => {
      const waiting = await parts.waiting(PERIODS_PER_TURN);
      for (const work of waiting) await issueOne(work, parts);
      return waiting.length;
    },
  });

async function issueOne(work: WaitingEdition, parts: EditionWorkerParts): Promise<void> {
  const [parent, ...links] = work.traceparents;
  const attributes = {
    'sla.tenant': work.tenant,
    'sla.agreement': work.agreementId,
    'sla.period': work.period,
    'sla.correlation_id': work.correlationId,
  };
  const settings = { root: true, links, attributes, ...(parent === undefined ? {} : { parent }) };
  await inSpan('issue report edition', settings, async (span) => {
    const { issued } = await parts.issue(callerOf(work), work, currentTraceId());
    span.setAttribute('sla.issued', issued);
  }).catch(async (error: unknown) => {
    parts.log.warn(
      { err: error, agreement: work.agreementId, period: work.period },
      'the edition could not be issued; trying again',
    );
    const pause = Math.min(MAX_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** work.failures);
    await parts.postpone(work, (parts.now() + pause) as Instant);
  });
}

function callerOf(work: WaitingEdition): Caller {
  const traceparent = currentTraceparent();
  return {
    principal: { subject: 'reporting', tenant: work.tenant as TenantId, roles: ['service'], kind: 'service' },
    locale: 'en',
    correlationId: work.correlationId,
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}
