import type { Admission } from '../inbox/admit.js';

/** Failures of a handler after which an event is given up. */
export const MAX_FAILURES = 8;
/** Longest rest before an event is delivered again. */
export const MAX_BACK_OFF_MS = 30_000;

/** An event that no attempt can handle, because it is not what it says it is. */
export class UnusableEvent extends Error {
  override readonly name = 'UnusableEvent';
}

/** What becomes of a delivery. */
export type Settlement =
  | { readonly verb: 'acknowledge' }
  /** Deliver again later: before its turn, or after a failure. */
  | { readonly verb: 'return'; readonly afterMs: number }
  | { readonly verb: 'give_up'; readonly reason: string };

/** What became of the handler. */
export type Outcome =
  | { readonly admission: Admission }
  /** `failures` counts this one. */
  | { readonly error: unknown; readonly failures: number };

/** An event that came before its predecessors is held however long that takes; one that fails is given up in the end. */
export function settle(outcome: Outcome, deliveries: number): Settlement {
  if ('admission' in outcome) {
    return outcome.admission === 'gap' ? { verb: 'return', afterMs: backOffMs(deliveries) } : { verb: 'acknowledge' };
  }
  const { error, failures } = outcome;
  if (error instanceof UnusableEvent || failures >= MAX_FAILURES) return { verb: 'give_up', reason: reasonOf(error) };
  return { verb: 'return', afterMs: backOffMs(failures) };
}

/** 0.2 s, 0.4 s, 0.8 s, … up to MAX_BACK_OFF_MS. */
export const backOffMs = (attempts: number): number => Math.min(MAX_BACK_OFF_MS, 100 * 2 ** Math.min(attempts, 20));

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
