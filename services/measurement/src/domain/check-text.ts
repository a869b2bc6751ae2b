import { DomainError, isResourceId, type FieldViolation } from '@sla/kernel';

/** Longest reason of a restatement or dispute, in UTF-16 code units: it is printed in reports. */
export const MAX_REASON_LENGTH = 2_000;

/** PostgreSQL keeps no NUL in a text. */
export const hasNul = (text: string): boolean => text.includes('\0');

/** @throws DomainError invalid_argument when there is no reason, or none that can be kept. */
export function checkReason(reason: string): void {
  const fault = faultOfReason(reason);
  if (fault !== undefined) throw new DomainError('invalid_argument', fault.reason, fault.params, [fault]);
}

function faultOfReason(reason: string): FieldViolation | undefined {
  const field = 'reason';
  if (reason.trim() === '') return { field, reason: 'platform.reason_required' };
  if (hasNul(reason)) return { field, reason: 'measurement.text_with_nul' };
  const params = { max: MAX_REASON_LENGTH };
  return reason.length > MAX_REASON_LENGTH ? { field, reason: 'measurement.reason_too_long', params } : undefined;
}

/** Checks ids by the fields that carry them. @throws DomainError invalid_argument with every one that is none. */
export function checkIds(ids: Readonly<Record<string, string>>): void {
  refuse(Object.entries(ids).flatMap(([field, value]) => faultOfId(field, value)));
}

/** Checks the name of a determination. @throws DomainError invalid_argument with everything that is no name. */
export function checkName(name: {
  readonly agreementId: string;
  readonly objectiveId: string;
  readonly windowLabel: string;
}): void {
  const { agreementId, objectiveId, windowLabel } = name;
  const label = LABEL.test(windowLabel) ? [] : [malformed('window_label', 'measurement.label_malformed', windowLabel)];
  refuse([...faultOfId('agreement_id', agreementId), ...faultOfId('objective_id', objectiveId), ...label]);
}

/** 2026, 2026-03, 2026-Q1, 2026-H2, 2026-W09, 2026-03-31, 2026-02-10..2026-03-09. */
const LABEL = /^\d{4}(-(\d{2}|Q[1-4]|H[12]|W\d{2}|\d{2}-\d{2}(\.\.\d{4}-\d{2}-\d{2})?))?$/;

/** Characters of a caller's text that an error repeats. */
const SHOWN = 60;

const malformed = (field: string, reason: string, value: string): FieldViolation => ({
  field,
  reason,
  params: { value: value.slice(0, SHOWN) },
});

const faultOfId = (field: string, value: string): readonly FieldViolation[] =>
  isResourceId(value) ? [] : [malformed(field, 'measurement.id_malformed', value)];

function refuse(faults: readonly FieldViolation[]): void {
  const [first] = faults;
  if (first !== undefined) throw new DomainError('invalid_argument', first.reason, first.params, faults);
}
