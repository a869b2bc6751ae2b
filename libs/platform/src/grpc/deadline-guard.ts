import { ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import { DomainError } from '@sla/kernel';
import { localeOf } from './rpc-call.js';
import { failureOf } from './status.js';

/** Deadlines farther away are refused: no call of the suite works that long, and timers overflow at 24.8 days. */
export const MAX_DEADLINE_MS = 3_600_000;
/** Where the library's 32-bit arithmetic wraps around; a deadline beyond half of it arrives as one in the past. */
const OVERFLOW_MS = 2 ** 32;

/**
 * Refuses calls whose deadline is farther away than MAX_DEADLINE_MS, before anything else happens to them.
 * It must be an interceptor: grpc-js computes the deadline in 32 bits and ends a call with one of 30 days within a millisecond.
 */
export const deadlineGuard: ServerInterceptor = (_method, call) => {
  const remainingMs = remaining(Number(call.getDeadline()), Date.now());
  if (remainingMs <= MAX_DEADLINE_MS) return new ServerInterceptingCall(call);
  const params = { seconds: Math.round(remainingMs / 1000), max: MAX_DEADLINE_MS / 1000 };
  const refusal = new DomainError('invalid_argument', 'platform.deadline_too_long', params);
  return new ServerInterceptingCall(call, {
    start: (next) =>
      next({ onReceiveMetadata: (metadata) => call.sendStatus(failureOf(refusal, localeOf(metadata), '')) }),
  });
};

/** Milliseconds until a deadline; Infinity, which is no deadline at all, counts as none left to wait for. */
export function remaining(deadline: number, now: number): number {
  if (!Number.isFinite(deadline)) return 0;
  // Timeouts on the wire are never negative: a deadline clearly in the past has wrapped around.
  return deadline < now - 1_000 ? deadline - now + OVERFLOW_MS : deadline - now;
}
