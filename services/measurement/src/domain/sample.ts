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

/** A sample as it is kept. One that a worse value has replaced is kept too: results that counted it can be computed again. */
export interface StoredSample extends NewSample {
  /** Order in which the series took it in, from 1. */
  readonly seq: bigint;
  /** Watermark of the source before its batch: tells for which windows the sample came in time. */
  readonly arrival: Instant;
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

/** Order in which samples are kept: by instant, and of one instant the newest last. */
export const inOrder = (a: StoredSample, b: StoredSample): number => a.at - b.at || (a.seq < b.seq ? -1 : 1);

/** Of samples in order those that count, each instant once: of several values the one taken in last. */
export function newestOf(
  samples: readonly StoredSample[],
  counts: (sample: StoredSample) => boolean = () => true,
): readonly StoredSample[] {
  const counted = samples.filter(counts);
  return counted.filter(({ at }, i) => counted[i + 1]?.at !== at);
}

/** True for the same value, however it is written: 1.5 is 1.50. */
export function sameReading(a: Reading, b: Reading): boolean {
  if (a.kind === 'value' && b.kind === 'value')
    return a.scaled * 10n ** BigInt(b.scale) === b.scaled * 10n ** BigInt(a.scale);
  return a.kind === b.kind && textOf(a) === textOf(b);
}

/** The value for people: `up`, `3/4`, `125e-1`. */
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
