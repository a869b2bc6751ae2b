import {
  canonicalJson,
  DomainError,
  parseInstant,
  sha256Hex,
  type CanonicalValue,
  type Digest,
  type Instant,
} from '@sla/kernel';
import { TZ_VERSION } from '@sla/calendar';
import { evaluate } from '../evaluation/evaluate.js';
import type { Evaluation, EvaluationInput } from '../evaluation/evaluation.js';
import { STATES, type Dispute, type SeriesInput, type State } from '../samples.js';
import { readTerms } from '../terms/read-terms.js';
import { canReplay, EVALUATOR_VERSION } from '../version.js';
import { BUNDLE_SCHEMA, dayHashes, makeBundle } from './bundle.js';

/** Most characters of a member that a finding shows. */
const MAX_SHOWN = 200;

/** One thing that is not what the bundle says it is. */
export interface VerificationFinding {
  /** For example `figure bad`, `hour 2026-03-14T09:00:00Z`, `samples of 2026-03-14`, `agreement terms`. */
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}

export type Verification =
  | { readonly ok: true; readonly evaluation: Evaluation; readonly figures: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly findings: readonly VerificationFinding[] };

/**
 * Computes the result of a bundle again from its samples and terms, and compares everything that it states.
 * Reads nothing but the bundle. Every difference is named; a bundle that cannot be read is one finding.
 */
export function verifyBundle(bundle: unknown, digest: Digest): Verification {
  try {
    return compareBundle(bundle as Bundle, digest);
  } catch (error) {
    // What was tampered with may no longer be readable at all.
    const got = error instanceof DomainError ? error.message : 'it cannot be read';
    return { ok: false, findings: [{ what: 'bundle', expected: BUNDLE_SCHEMA, got }] };
  }
}

interface Bundle {
  readonly [key: string]: CanonicalValue;
  readonly schema: string;
  readonly agreement: {
    readonly id: string;
    readonly version: number;
    readonly contentHash: string;
    readonly terms: string;
  };
  readonly objective: string;
  readonly revision: number;
  readonly window: { readonly start: string; readonly end: string; readonly label: string };
  readonly judgedAt: string;
  readonly versions: { readonly evaluator: string; readonly tz: string };
  readonly series: {
    readonly name: string;
    readonly kind: string;
    readonly samples: readonly (readonly (number | string)[])[];
    readonly days: readonly (readonly [string, string])[];
  };
  readonly disputes: readonly {
    readonly id: string;
    readonly start: string;
    readonly end: string;
    readonly claim: string;
    readonly openedBy: string;
    readonly state: string;
  }[];
  readonly hours: readonly (readonly [string, string])[];
  readonly result: Readonly<Record<string, string | boolean>>;
  readonly resultHash: string;
  readonly bundleHash: string;
}

function compareBundle(bundle: Bundle, digest: Digest): Verification {
  const version = versionFindings(bundle);
  if (version.length > 0) return { ok: false, findings: version };
  const input = inputOf(bundle, digest);
  const evaluation = evaluate(input);
  const { version: agreementVersion, terms: canonicalTerms } = bundle.agreement;
  const again = makeBundle(input, evaluation, {
    agreementVersion,
    canonicalTerms,
    revision: bundle.revision,
  }) as unknown as Bundle;
  const findings = [
    ...difference('agreement terms', bundle.agreement.contentHash, sha256Hex(digest, canonicalTerms)),
    ...pairs('samples of', bundle.series.days, dayHashes(input.series, digest)),
    ...pairs('hour', bundle.hours, again.hours),
    ...Object.keys({ ...bundle.result, ...again.result }).flatMap((figure) =>
      difference(`figure ${figure}`, String(bundle.result[figure]), String(again.result[figure])),
    ),
    ...difference('result hash', bundle.resultHash, again.resultHash),
  ];
  const { bundleHash, ...content } = bundle;
  const whole = difference('bundle hash', bundleHash, sha256Hex(digest, canonicalJson(content)));
  const all = [...findings, ...(findings.length === 0 ? nameTheRest(bundle, again, whole) : whole)];
  if (all.length > 0) return { ok: false, findings: all };
  const figures = Object.fromEntries(Object.entries(again.result).map(([name, value]) => [name, String(value)]));
  return { ok: true, evaluation, figures };
}

/**
 * A change outside of figures and samples shows in the bundle hash alone; the member that reads differently is named where there is one.
 * The hash that the bundle states may have been made anew with the change: what was computed again has another one.
 */
function nameTheRest(
  bundle: Bundle,
  again: Bundle,
  whole: readonly VerificationFinding[],
): readonly VerificationFinding[] {
  if (whole.length === 0 && bundle.bundleHash === again.bundleHash) return [];
  const members = Object.keys({ ...bundle, ...again }).filter((member) => member !== 'bundleHash');
  const named = members.flatMap((member) =>
    difference(`member ${member}`, textOf(bundle[member]), textOf(again[member])),
  );
  const cut = named.map(({ what, expected, got }) => ({
    what,
    expected: expected.slice(0, MAX_SHOWN),
    got: got.slice(0, MAX_SHOWN),
  }));
  return [...cut, ...whole];
}

const textOf = (value: CanonicalValue | undefined): string => (value === undefined ? '(absent)' : canonicalJson(value));

function versionFindings({ schema, versions }: Bundle): readonly VerificationFinding[] {
  const schemas = difference('schema', String(schema), BUNDLE_SCHEMA);
  if (schemas.length > 0) return schemas;
  return [
    ...(canReplay(versions.evaluator) ? [] : difference('evaluator version', versions.evaluator, EVALUATOR_VERSION)),
    ...difference('tz data version', versions.tz, TZ_VERSION),
  ];
}

const difference = (what: string, expected: string, got: string): readonly VerificationFinding[] =>
  expected === got ? [] : [{ what, expected, got }];

function pairs(
  what: string,
  expected: readonly (readonly [string, string])[],
  got: readonly (readonly [string, string])[],
): readonly VerificationFinding[] {
  const [stated, computed] = [new Map(expected), new Map(got)];
  return [...new Set([...stated.keys(), ...computed.keys()])]
    .sort()
    .flatMap((key) => difference(`${what} ${key}`, stated.get(key) ?? '(absent)', computed.get(key) ?? '(absent)'));
}

function inputOf(bundle: Bundle, digest: Digest): EvaluationInput {
  const reading = readTerms(JSON.parse(bundle.agreement.terms));
  if (!reading.ok) throw new DomainError('invalid_argument', 'terms.unreadable', {}, reading.violations);
  const objective = reading.terms.objectives.find((candidate) => candidate.id === bundle.objective);
  if (objective === undefined)
    throw new DomainError('invalid_argument', 'terms.dangling_reference', { id: bundle.objective, to: 'objectives' });
  return {
    terms: reading.terms,
    contentHash: bundle.agreement.contentHash,
    objective,
    window: { start: parseInstant(bundle.window.start), end: parseInstant(bundle.window.end) },
    windowLabel: bundle.window.label,
    series: seriesOf(bundle.series),
    disputes: bundle.disputes.map(disputeOf),
    judgedAt: parseInstant(bundle.judgedAt),
    digest,
  };
}

function seriesOf({ name, kind, samples }: Bundle['series']): SeriesInput {
  const at = (row: readonly (number | string)[]): Instant => Number(row[0]) as Instant;
  const big = (value: number | string | undefined): bigint => BigInt(value ?? '');
  switch (kind) {
    case 'state':
      return { series: name, kind, samples: samples.map((row) => ({ at: at(row), state: stateOf(row[1]) })) };
    case 'count':
      return {
        series: name,
        kind,
        samples: samples.map((row) => ({ at: at(row), good: big(row[1]), total: big(row[2]) })),
      };
    case 'value':
      return {
        series: name,
        kind,
        samples: samples.map((row) => ({ at: at(row), scaled: big(row[1]), scale: Number(row[2]) })),
      };
    default:
      throw new DomainError('invalid_argument', 'terms.not_one_of', { value: kind, allowed: 'state, count, value' });
  }
}

function stateOf(text: number | string | undefined): State {
  const state = STATES.find((known) => known === text);
  if (state === undefined)
    throw new DomainError('invalid_argument', 'terms.not_one_of', { value: String(text), allowed: STATES.join(', ') });
  return state;
}

function disputeOf(row: Bundle['disputes'][number]): Dispute {
  const state = (['open', 'upheld', 'withdrawn'] as const).find((known) => known === row.state);
  if (state === undefined)
    throw new DomainError('invalid_argument', 'terms.not_one_of', {
      value: row.state,
      allowed: 'open, upheld, withdrawn',
    });
  const interval = { start: parseInstant(row.start), end: parseInstant(row.end) };
  return { id: row.id, interval, claim: stateOf(row.claim), openedBy: row.openedBy, state };
}
