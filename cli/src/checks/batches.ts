import { createHash } from 'node:crypto';
import { measurementV1 as m } from '@sla/contracts';
import type { Check } from './read-checks.js';

/** Samples of one batch: one transaction of the service. */
export const BATCH_SIZE = 500;

export interface BatchSettings {
  readonly source: string;
  readonly prefix: string;
}

/** Slugs become series ids: lower-case, everything else a dash. */
export const seriesOf = (prefix: string, slug: string): string =>
  `${prefix}${slug.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '-')}`.replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');

/** Cuts checks into batches whose keys follow from their content: sent again, they count once. */
export async function* batchesOf(checks: AsyncIterable<Check>, settings: BatchSettings): AsyncGenerator<m.SampleBatch> {
  let pending: Check[] = [];
  for await (const check of checks) {
    pending.push(check);
    if (pending.length < BATCH_SIZE) continue;
    yield batchOf(pending, settings);
    pending = [];
  }
  if (pending.length > 0) yield batchOf(pending, settings);
}

const STATES = { up: m.State.UP, down: m.State.DOWN, degraded: m.State.DEGRADED } as const;

function batchOf(checks: readonly Check[], { source, prefix }: BatchSettings): m.SampleBatch {
  const columns = [...Map.groupBy(checks, ({ slug }) => seriesOf(prefix, slug))].map(([series, list]) => ({
    series,
    atMs: list.map(({ at }) => BigInt(at)),
    sequences: [],
    values: { $case: 'states' as const, value: { states: list.map(({ status }) => STATES[status]) } },
  }));
  const batchKey = createHash('sha256')
    .update(JSON.stringify([source, prefix, checks]))
    .digest('hex');
  // Status pages repeat a check within one second now and then; the later line is the better informed one only by accident.
  return { batchKey, source, conflictRule: m.ConflictRule.KEEP_WORST, historical: true, columns };
}
