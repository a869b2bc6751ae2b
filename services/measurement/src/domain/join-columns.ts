import { DomainError } from '@sla/kernel';
import type { NewColumn, NewSample } from './sample.js';

/** All that a batch brings for one series. */
export interface SeriesColumn extends NewColumn {
  /** True when its samples are identified by sequence. */
  readonly sequenced: boolean;
}

/**
 * Joins columns of the same series: a batch may bring several. Columns without samples say nothing and are left out.
 * @throws DomainError failed_precondition when columns of a series differ in kind or in what identifies their samples.
 */
export function joinColumns(columns: readonly NewColumn[]): readonly SeriesColumn[] {
  const bySeries = new Map<string, SeriesColumn>();
  for (const { series, kind, samples } of columns) {
    const [first] = samples;
    if (first === undefined) continue;
    const sequenced = isSequenced(first);
    const before = bySeries.get(series);
    if (before !== undefined && before.kind !== kind) throw kindDiffers(series, before.kind, kind);
    if ((before?.sequenced ?? sequenced) !== sequenced || samples.some((sample) => isSequenced(sample) !== sequenced))
      throw identityDiffers(series);
    bySeries.set(series, { series, kind, sequenced, samples: [...(before?.samples ?? []), ...samples] });
  }
  return [...bySeries.values()];
}

const isSequenced = ({ sequence }: NewSample): boolean => sequence !== undefined;

export const kindDiffers = (series: string, stored: string, sent: string): DomainError =>
  new DomainError('failed_precondition', 'measurement.series_kind_differs', { series, stored, sent });

export const identityDiffers = (series: string): DomainError =>
  new DomainError('failed_precondition', 'measurement.series_identity_differs', { series });
