import { freezeInstant, type Objective } from '@sla/engine';
import type { Instant, Interval } from '@sla/kernel';
import { windowsTouching, type Contract } from './contract.js';
import type { SeriesKind } from './sample.js';

/** Samples that came after the freeze of a window and wait for its restatement. */
export interface PendingSamples {
  readonly agreementId: string;
  readonly objectiveId: string;
  readonly windowStart: Instant;
  readonly windowLabel: string;
  readonly samples: number;
  readonly first: Instant;
  readonly last: Instant;
}

/** A sample that was taken in, and the first sample after it, or the watermark where there is none. */
export interface TakenSample {
  readonly at: Instant;
  readonly next: Instant;
}

/** What a batch brought for one series. */
export interface Arrivals {
  readonly series: string;
  readonly kind: SeriesKind;
  readonly samples: readonly TakenSample[];
}

export interface Pending {
  readonly windows: readonly PendingSamples[];
  /** Samples that wait for at least one window; each counts once. */
  readonly samples: number;
}

/** Which samples came after the freeze of windows whose result they would change. */
export function pendingOf(contracts: readonly Contract[], arrivals: readonly Arrivals[], watermark: Instant): Pending {
  const waiting = new Map<string, { readonly key: WindowKey; readonly instants: Set<Instant> }>();
  const late = new Set<string>();
  for (const { contract, objective, taken } of measured(contracts, arrivals)) {
    for (const { key, window } of frozen(contract, objective, taken, watermark)) {
      const id = `${key.agreementId}/${key.objectiveId}/${key.windowStart}`;
      const entry = waiting.get(id) ?? { key, instants: new Set<Instant>() };
      for (const sample of taken.samples) {
        if (!touches(reachOf(sample, taken.kind, objective), window)) continue;
        entry.instants.add(sample.at);
        late.add(`${taken.series}/${sample.at}`);
      }
      if (entry.instants.size > 0) waiting.set(id, entry);
    }
  }
  return { windows: [...waiting.values()].map(({ key, instants }) => summed(key, instants)), samples: late.size };
}

type WindowKey = Omit<PendingSamples, 'samples' | 'first' | 'last'>;

const measured = (
  contracts: readonly Contract[],
  arrivals: readonly Arrivals[],
): readonly { readonly contract: Contract; readonly objective: Objective; readonly taken: Arrivals }[] =>
  contracts.flatMap((contract) =>
    contract.terms.objectives.flatMap((objective) => {
      const taken = arrivals.find(({ series }) => series === objective.indicator.series);
      return taken === undefined || taken.samples.length === 0 ? [] : [{ contract, objective, taken }];
    }),
  );

/** Windows of an objective that were frozen when the samples came and that the samples may reach. */
function frozen(
  contract: Contract,
  objective: Objective,
  { kind, samples }: Arrivals,
  watermark: Instant,
): readonly { readonly key: WindowKey; readonly window: Interval }[] {
  const reaches = samples.map((sample) => reachOf(sample, kind, objective));
  const start = reaches.reduce((least, reach) => Math.min(least, reach.start), Infinity) as Instant;
  const end = reaches.reduce((most, reach) => Math.max(most, reach.end), 0) as Instant;
  // Nothing that begins after the watermark is frozen.
  const span = { start, end: Math.min(end, watermark + 1) as Instant };
  if (span.end <= span.start) return [];
  return windowsTouching(contract, objective, span)
    .filter(({ effective }) => freezeInstant(objective, effective) <= watermark)
    .map(({ effective, label }) => ({
      key: {
        agreementId: contract.agreementId,
        objectiveId: objective.id,
        windowStart: effective.start,
        windowLabel: label,
      },
      window: effective,
    }));
}

/** How far a sample speaks: a held state until the next sample; else as long as one sample vouches, which decides coverage. */
function reachOf({ at, next }: TakenSample, kind: SeriesKind, objective: Objective): Interval {
  const held = kind === 'state' && objective.missingData === 'hold';
  const end = held ? next : Math.min(next, at + objective.stalenessMs);
  return { start: at, end: Math.max(end, at + 1) as Instant };
}

const touches = (a: Interval, b: Interval): boolean => a.start < b.end && b.start < a.end;

function summed(key: WindowKey, instants: ReadonlySet<Instant>): PendingSamples {
  const all = [...instants];
  const first = all.reduce((least, at) => (at < least ? at : least));
  const last = all.reduce((most, at) => (at > most ? at : most));
  return { ...key, samples: all.length, first, last };
}
