import { DomainError } from '@sla/kernel';

/** Longest reason that an edition prints, in UTF-16 units. */
export const MAX_REASON = 1_000;
// oxlint-disable-next-line no-control-regex -- control characters are what this looks for; tab and line feed are text
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F]/;

/** Why a report is asked for, without surrounding space; '' when nobody says. @throws DomainError when it is too long or not plain text. */
export function readReason(text: string): string {
  const reason = text.trim();
  if (reason.length > MAX_REASON) throw refuse('reporting.reason_too_long', { length: reason.length, max: MAX_REASON });
  if (CONTROL.test(reason)) throw refuse('reporting.reason_not_text', {});
  return reason;
}

const refuse = (reason: string, params: Readonly<Record<string, number>>): DomainError =>
  new DomainError('invalid_argument', reason, params, [{ field: 'reason', reason, params }]);
