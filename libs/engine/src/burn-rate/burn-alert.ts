import { intersect, type Timeline } from '@sla/calendar';
import {
  assert,
  compare,
  DomainError,
  formatDecimal,
  formatDuration,
  multiply,
  ratio,
  roundToInteger,
  ZERO,
  type Instant,
  type Interval,
  type Ratio,
} from '@sla/kernel';
import { allowedBad, greatestBurn } from './burn-rate.js';
import { exceedances, type Load } from './exceedances.js';

/** Most windows that one alert combines. */
export const MAX_ALERT_WINDOWS = 4;

/** Fires while every window burns faster than the factor, once that has lasted for `holdMs`. */
export interface BurnAlert {
  readonly target: Ratio;
  readonly factor: Ratio;
  /** Longest first: the long one gives significance, the short ones a quick reset. */
  readonly windowsMs: readonly number[];
  readonly holdMs: number;
}

/**
 * Faults of an alert.
 * @throws DomainError invalid_argument when it can never fire (an error ratio is never above 1, so a factor of 1/(1 - target) or more is
 * out of reach), when it always fires, when a window is empty, or when windows do not get shorter.
 */
export function checkAlert({ target, factor, windowsMs, holdMs }: BurnAlert): void {
  const most = greatestBurn(target);
  if (compare(factor, most) >= 0)
    throw new DomainError('invalid_argument', 'engine.alert_never_fires', {
      factor: formatDecimal(factor, 4, 'half_even'),
      most: formatDecimal(most, 4, 'half_even'),
    });
  if (compare(factor, ZERO) <= 0) throw new DomainError('invalid_argument', 'engine.alert_factor_zero');
  const wrongLength = (ms: number): boolean => !Number.isSafeInteger(ms) || ms <= 0;
  if (windowsMs.length === 0 || windowsMs.length > MAX_ALERT_WINDOWS || windowsMs.some(wrongLength))
    throw new DomainError('invalid_argument', 'engine.alert_window_empty', { max: MAX_ALERT_WINDOWS });
  if (!Number.isSafeInteger(holdMs) || holdMs < 0) throw new DomainError('invalid_argument', 'engine.alert_hold');
  windowsMs.forEach((ms, i) => {
    const longer = windowsMs[i - 1];
    if (longer !== undefined && ms >= longer)
      throw new DomainError('invalid_argument', 'engine.alert_window_order', {
        window: formatDuration(ms),
        longer: formatDuration(longer),
      });
  });
}

/**
 * A window length scaled to another period and rounded to whole steps of a resolution, halves up.
 * @throws DomainError invalid_argument when nothing is left of it.
 */
export function scaledWindow(lengthMs: number, share: Ratio, resolutionMs: number): number {
  assert(Number.isSafeInteger(resolutionMs) && resolutionMs > 0, 'a resolution');
  const steps = roundToInteger(multiply(ratio(lengthMs, resolutionMs), share), 'half_up');
  if (steps < 1n)
    throw new DomainError('invalid_argument', 'engine.alert_window_vanishes', {
      window: formatDuration(lengthMs),
      resolution: formatDuration(resolutionMs),
    });
  return Number(steps) * resolutionMs;
}

/**
 * When an alert fires over a series: exact to the millisecond. `start` is the first instant at which it fires,
 * `end` the first at which it no longer does. Events of a piece are spread evenly over it; time without pieces has no events.
 */
export function firings(alert: BurnAlert, series: readonly Load[], span: Interval): Timeline {
  checkAlert(alert);
  const threshold = multiply(alert.factor, allowedBad(alert.target));
  const burning = alert.windowsMs
    .map((windowMs) => exceedances(series, windowMs, threshold, span))
    .reduce((all, one) => intersect(all, one));
  return burning
    .map(({ start, end }) => ({ start: (start + alert.holdMs) as Instant, end }))
    .filter(({ start, end }) => start < end);
}
