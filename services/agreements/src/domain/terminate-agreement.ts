import { DomainError, defined, formatInstant, type Instant } from '@sla/kernel';
import { effectiveVersion, type Agreement } from './agreement.js';
import type { AgreementEvent } from './events.js';
import { requireNotTerminated } from './store-draft.js';
import { nextState } from './transitions.js';

/** Longest reason accepted, in characters. */
export const MAX_REASON_LENGTH = 2_000;

export interface TerminateAgreement {
  /** First instant without force; absent means `at`. */
  readonly effectiveAt?: Instant;
  readonly reason: string;
  readonly at: Instant;
}

/**
 * Ends the agreement; nothing is deleted. The end is not in the past, so no determination loses its ground,
 * and it is not before the start of the version that was activated last: a scheduled amendment is not undone in silence.
 * @throws DomainError invalid_argument, failed_precondition.
 */
export function decideTerminate(agreement: Agreement, command: TerminateAgreement): readonly AgreementEvent[] {
  const reason = requireReason(command.reason);
  requireNotTerminated(agreement);
  const current = effectiveVersion(agreement);
  if (current === undefined) {
    throw new DomainError('failed_precondition', 'agreements.nothing_in_force', { id: agreement.id });
  }
  nextState(agreement, current, 'terminate');
  const end = command.effectiveAt ?? command.at;
  const span = defined(current.effective, `the time of force of version ${current.number}`);
  const refuse = (key: string, limit: Instant): DomainError =>
    new DomainError('failed_precondition', key, {
      id: agreement.id,
      version: current.number,
      at: formatInstant(end),
      limit: formatInstant(limit),
    });
  if (end < command.at) throw refuse('agreements.terminate_in_past', command.at);
  if (end < span.start) throw refuse('agreements.terminate_before_start', span.start);
  if (span.end !== undefined && end >= span.end) throw refuse('agreements.terminate_after_end', span.end);
  return [
    {
      type: 'agreement_terminated',
      agreementId: agreement.id,
      version: current.number,
      contentHash: current.contentHash,
      at: command.at,
      end,
      reason,
    },
  ];
}

/** Without control characters: they say nothing, and PostgreSQL keeps no NUL. */
function requireReason(text: string): string {
  const reason = text.replace(/\p{Cc}+/gu, ' ').trim();
  if (reason === '' || reason.length > MAX_REASON_LENGTH) {
    const key = reason === '' ? 'agreements.reason_missing' : 'agreements.reason_too_long';
    throw new DomainError('invalid_argument', key, { max: MAX_REASON_LENGTH }, [
      { field: 'reason', reason: key, params: { max: MAX_REASON_LENGTH } },
    ]);
  }
  return reason;
}
