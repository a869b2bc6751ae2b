import { createHash } from 'node:crypto';
import { measurementV1 as m } from '@sla/contracts';
import type { Instant } from '@sla/kernel';

/** Samples of one batch: one transaction of the service. */
export const BATCH_SIZE = 2_000;

/** One sample of an import: a state, or a value as a scaled integer. */
export type Sample =
  | { readonly series: string; readonly at: Instant; readonly state: m.State }
  | { readonly series: string; readonly at: Instant; readonly scaled: bigint; readonly places: number };

export interface BatchSettings {
  readonly source: string;
  readonly conflictRule: m.ConflictRule;
}

/** Cuts samples into batches whose keys follow from their content: sent again, they count once. */
export async function* batchesOf(
  samples: AsyncIterable<Sample>,
  settings: BatchSettings,
): AsyncGenerator<m.SampleBatch> {
  let pending: Sample[] = [];
  for await (const sample of samples) {
    pending.push(sample);
    if (pending.length < BATCH_SIZE) continue;
    yield batchOf(pending, settings);
    pending = [];
  }
  if (pending.length > 0) yield batchOf(pending, settings);
}

function batchOf(samples: readonly Sample[], { source, conflictRule }: BatchSettings): m.SampleBatch {
  const columns = [...Map.groupBy(samples, ({ series }) => series)].map(([series, list]) => ({
    series,
    atMs: list.map(({ at }) => BigInt(at)),
    sequences: [],
    values: valuesOf(list),
  }));
  const batch = { batchKey: '', source, conflictRule, historical: true, columns };
  const batchKey = createHash('sha256').update(m.SampleBatch.encode(batch).finish()).digest('hex');
  return { ...batch, batchKey };
}

function valuesOf(samples: readonly Sample[]): m.SeriesColumn['values'] {
  const states = samples.flatMap((sample) => ('state' in sample ? [sample.state] : []));
  if (states.length > 0) return { $case: 'states', value: { states } };
  const values = samples.flatMap((sample) => ('scaled' in sample ? [sample] : []));
  return { $case: 'decimals', value: { scaled: values.map(({ scaled }) => scaled), scale: values[0]?.places ?? 0 } };
}

export const samplesIn = (batch: m.SampleBatch): number =>
  batch.columns.reduce((sum, column) => sum + column.atMs.length, 0);
