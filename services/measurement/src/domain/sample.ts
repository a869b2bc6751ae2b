import type { State } from '@sla/engine';
import type { Instant } from '@sla/kernel';

export type SeriesKind = 'state' | 'count' | 'value';

/** What was measured at one instant, whatever the kind of the series. */
export type Reading =
  | { readonly kind: 'state'; readonly state: State }
  | { readonly kind: 'count'; readonly good: bigint; readonly total: bigint }
  | { readonly kind: 'value'; readonly scaled: bigint; readonly scale: number };

/** A sample as a batch brings it. Identified by its sequence where the source has one, else by its instant. */
export interface NewSample {
  readonly at: Instant;
  readonly sequence?: bigint;
  readonly reading: Reading;
}

/** A sample as it is kept. */
export interface StoredSample {
  readonly at: Instant;
  /** Order in which the series took it in, from 1. */
  readonly seq: bigint;
  /** Watermark of the source before its batch: tells for which windows the sample came in time. */
  readonly arrival: Instant;
  readonly reading: Reading;
}

/** One series of a batch. */
export interface NewColumn {
  readonly series: string;
  readonly kind: SeriesKind;
  readonly samples: readonly NewSample[];
}

export type ConflictRule = 'refuse' | 'keep_first' | 'keep_worst';

export interface NewBatch {
  readonly batchKey: string;
  readonly source: string;
  readonly conflictRule: ConflictRule;
  readonly historical: boolean;
  readonly columns: readonly NewColumn[];
  /** SHA-256 of the content. */
  readonly contentHash: string;
  /** The content as it came in. */
  readonly payload: Uint8Array;
}

export const sameReading = (a: Reading, b: Reading): boolean => textOf(a) === textOf(b);

/** The value for people and for comparison: `up`, `3/4`, `125e-1`. */
export function textOf(reading: Reading): string {
  switch (reading.kind) {
    case 'state':
      return reading.state;
    case 'count':
      return `${reading.good}/${reading.total}`;
    case 'value':
      return `${reading.scaled}e-${reading.scale}`;
  }
}
