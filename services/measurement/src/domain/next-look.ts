import type { Instant } from '@sla/kernel';

/**
 * When a window has to be looked at again although nothing new comes. Clocks of sources may be ahead of ours, and a window is judged
 * at the earlier of both: what the source has reported beyond our now counts when our clock gets there.
 * @returns undefined when time alone changes nothing.
 */
export function nextLook(at: {
  readonly now: Instant;
  readonly watermark: Instant;
  readonly windowEnd: Instant;
  readonly freezeAt: Instant;
}): Instant | undefined {
  const { now, watermark, windowEnd, freezeAt } = at;
  if (watermark <= now || now >= freezeAt) return undefined;
  const due = [windowEnd, freezeAt, watermark].filter((instant) => instant > now && instant <= watermark);
  return due.reduce((least, instant) => (instant < least ? instant : least), watermark);
}
