import type { Caller } from '@sla/kernel';
import type { WorkCause } from '../ports.js';

/** What sets evaluations off: the call or event in whose transaction windows are marked. */
export const causeOf = (caller: Caller, historical: boolean): WorkCause => ({
  historical,
  correlationId: caller.correlationId,
  traceparent: caller.traceparent ?? '',
});
