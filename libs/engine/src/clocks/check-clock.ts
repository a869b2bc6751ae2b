import { DomainError, MAX_INSTANT, MIN_INSTANT, type FieldViolation } from '@sla/kernel';
import type { ClockEvent, ClockRules, ClockTerms, Threshold } from './clock.js';

/** Most events of one clock, duplicates included. */
export const MAX_CLOCK_EVENTS = 10_000;
/** Most thresholds of one clock. */
export const MAX_THRESHOLDS = 100;
/** Longest target or offset of a threshold: a hundred years of 365 days. More is a slip of units. */
export const MAX_CLOCK_MS = 3_153_600_000_000;

const isAmount = (ms: number): boolean => Number.isSafeInteger(ms) && ms >= 0 && ms <= MAX_CLOCK_MS;

/** @throws DomainError invalid_argument when the target is no whole number of milliseconds from 0 to MAX_CLOCK_MS. */
export function checkTerms({ targetMs }: ClockTerms): void {
  if (isAmount(targetMs)) return;
  throw new DomainError('invalid_argument', 'clock.amount_invalid', { value: String(targetMs), max: MAX_CLOCK_MS });
}

/** @throws DomainError invalid_argument or out_of_range, naming the event. */
export function checkEvent({ eventId, at, sequence, change }: ClockEvent): void {
  if (!Number.isSafeInteger(at) || at < MIN_INSTANT || at > MAX_INSTANT) {
    throw new DomainError('out_of_range', 'clock.event_time_invalid', { event: eventId, value: String(at) });
  }
  if (!Number.isSafeInteger(sequence) || sequence < 0) {
    throw new DomainError('invalid_argument', 'clock.sequence_invalid', { event: eventId, value: String(sequence) });
  }
  if (change !== undefined) checkTerms(change.terms);
}

/**
 * Checks what an agreement declares.
 * @throws DomainError invalid_argument with every fault, not only the first.
 */
export function checkClockRules({ thresholds }: ClockRules): void {
  const violations = [...countViolations(thresholds), ...thresholds.flatMap(thresholdViolations)];
  const [first] = violations;
  if (first !== undefined) throw new DomainError('invalid_argument', first.reason, first.params, violations);
}

const countViolations = (thresholds: readonly Threshold[]): readonly FieldViolation[] =>
  thresholds.length <= MAX_THRESHOLDS
    ? []
    : [
        {
          field: 'thresholds',
          reason: 'clock.too_many_thresholds',
          params: { thresholds: thresholds.length, max: MAX_THRESHOLDS },
        },
      ];

function thresholdViolations(threshold: Threshold, i: number, all: readonly Threshold[]): readonly FieldViolation[] {
  const { id } = threshold;
  const field = `thresholds[${i}]`;
  const twice = all.findIndex((other) => other.id === id) < i;
  return [
    ...(twice ? [{ field: `${field}.id`, reason: 'clock.threshold_twice', params: { threshold: id } }] : []),
    ...('ms' in threshold && !isAmount(threshold.ms)
      ? [
          {
            field: `${field}.ms`,
            reason: 'clock.amount_invalid',
            params: { value: String(threshold.ms), max: MAX_CLOCK_MS },
          },
        ]
      : []),
    ...(threshold.kind === 'elapsed' && threshold.share.num < 0n
      ? [{ field: `${field}.share`, reason: 'clock.share_negative', params: { threshold: id } }]
      : []),
  ];
}
