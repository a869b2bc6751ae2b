import {
  canonicalJson,
  civilFromDays,
  DAY_MS,
  formatInstant,
  sha256Hex,
  type CanonicalValue,
  type Digest,
} from '@sla/kernel';
import { TZ_VERSION } from '@sla/calendar';
import type { Evaluation, EvaluationInput } from '../evaluation/evaluation.js';
import type { SeriesInput } from '../samples.js';
import { EVALUATOR_VERSION } from '../version.js';
import { resultRecord } from './result-hash.js';

export const BUNDLE_SCHEMA = 'sla-suite/evidence/v1';

/** What the maker of a bundle knows beside the calculation. */
export interface BundleOrigin {
  readonly agreementVersion: number;
  /** Canonical JSON of the agreement, whose SHA-256 is its content hash. */
  readonly canonicalTerms: string;
  readonly revision: number;
}

/**
 * One document that holds everything a result depends on, so that anyone computes it again without a server:
 * terms, samples, disputes, versions, the figures, a hash per hour of slices, a hash per day of samples, and a hash over all of it.
 */
export function makeBundle(
  input: EvaluationInput,
  evaluation: Evaluation,
  origin: BundleOrigin,
): { readonly [key: string]: CanonicalValue } {
  const content = {
    schema: BUNDLE_SCHEMA,
    agreement: {
      id: input.terms.id,
      version: origin.agreementVersion,
      contentHash: input.contentHash,
      terms: origin.canonicalTerms,
    },
    objective: input.objective.id,
    revision: origin.revision,
    window: {
      start: formatInstant(input.window.start),
      end: formatInstant(input.window.end),
      label: input.windowLabel,
    },
    judgedAt: formatInstant(evaluation.evaluatedUntil),
    versions: { evaluator: EVALUATOR_VERSION, tz: TZ_VERSION },
    series: {
      name: input.series.series,
      kind: input.series.kind,
      samples: sampleRows(input.series),
      days: dayHashes(input.series, input.digest),
    },
    disputes: input.disputes.map(({ id, interval, claim, openedBy, state }) => ({
      id,
      start: formatInstant(interval.start),
      end: formatInstant(interval.end),
      claim,
      openedBy,
      state,
    })),
    hours: evaluation.hourNodes.map((node) => [formatInstant(node.start), node.hash]),
    result: resultRecord(input, evaluation),
    resultHash: evaluation.resultHash,
  };
  return { ...content, bundleHash: sha256Hex(input.digest, canonicalJson(content)) };
}

/** One row per sample: [at, state], [at, good, total] or [at, scaled, scale]; big numbers as decimal text. */
export function sampleRows(series: SeriesInput): readonly (readonly (number | string)[])[] {
  switch (series.kind) {
    case 'state':
      return series.samples.map(({ at, state }) => [at, state]);
    case 'count':
      return series.samples.map(({ at, good, total }) => [at, String(good), String(total)]);
    case 'value':
      return series.samples.map(({ at, scaled, scale }) => [at, String(scaled), scale]);
  }
}

/** SHA-256 per UTC day of samples, so that a changed sample is named even where it changes no figure. */
export function dayHashes(series: SeriesInput, digest: Digest): readonly (readonly [string, string])[] {
  const days = new Map<number, string[]>();
  for (const row of sampleRows(series)) {
    const day = Math.floor(Number(row[0]) / DAY_MS);
    const lines = days.get(day) ?? [];
    lines.push(row.join(' '));
    days.set(day, lines);
  }
  return [...days].map(([day, lines]) => [dateText(day), sha256Hex(digest, lines.join('\n'))]);
}

function dateText(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
