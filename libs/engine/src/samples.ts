import type { Instant, Interval } from '@sla/kernel';

export const STATES = ['up', 'down', 'degraded', 'unknown'] as const;
export type State = (typeof STATES)[number];

/** From `at` on the watched thing is in this state. */
export interface StateSample {
  readonly at: Instant;
  readonly state: State;
}

/** Events counted at `at`: 0 <= good <= total. */
export interface CountSample {
  readonly at: Instant;
  readonly good: bigint;
  readonly total: bigint;
}

/** A value measured at `at`: scaled / 10^scale. */
export interface ValueSample {
  readonly at: Instant;
  readonly scaled: bigint;
  readonly scale: number;
}

/** Samples of one series, ascending and with distinct instants: whoever hands them over has removed duplicates. */
export type SeriesInput =
  | { readonly series: string; readonly kind: 'state'; readonly samples: readonly StateSample[] }
  | { readonly series: string; readonly kind: 'count'; readonly samples: readonly CountSample[] }
  | { readonly series: string; readonly kind: 'value'; readonly samples: readonly ValueSample[] };

/** A contested span of a series. While it is open the verdict is bounded; when it is upheld the claim counts. */
export interface Dispute {
  readonly id: string;
  readonly interval: Interval;
  readonly claim: State;
  readonly openedBy: string;
  readonly state: 'open' | 'upheld' | 'withdrawn';
}
