import { canonicalJson, formatInstant, formatRatio, sha256Hex, type Ratio, type Sha256Hex } from '@sla/kernel';
import { TZ_VERSION } from '@sla/calendar';
import type { Evaluation, EvaluationInput } from '../evaluation/evaluation.js';
import { EVALUATOR_VERSION } from '../version.js';

type Result = Omit<Evaluation, 'resultHash' | 'explanation'>;

/** SHA-256 over what was promised, what was measured and what follows; never over ids, traces or write times. */
export function resultHash(input: EvaluationInput, result: Result): Sha256Hex {
  return sha256Hex(input.digest, canonicalJson(resultRecord(input, result)));
}

/** The figures of a result as canonical data: what is hashed, and what an evidence bundle states. */
export function resultRecord(
  input: EvaluationInput,
  result: Result,
): Readonly<Record<string, string | number | boolean>> {
  const fraction = (value: Ratio | undefined): string => (value === undefined ? '' : formatRatio(value));
  return {
    agreement: input.contentHash,
    objective: input.objective.id,
    windowStart: formatInstant(input.window.start),
    windowEnd: formatInstant(input.window.end),
    evaluatedUntil: formatInstant(result.evaluatedUntil),
    evaluator: EVALUATOR_VERSION,
    tz: TZ_VERSION,
    evidence: result.evidenceHash,
    good: String(result.good),
    bad: String(result.bad),
    unknown: String(result.unknown),
    excluded: String(result.excluded),
    fraction: fraction(result.fraction),
    low: fraction(result.low),
    high: fraction(result.high),
    coverage: formatRatio(result.coverage),
    budgetTotal: String(result.budget.total),
    budgetLeft: String(result.budget.left),
    breachedAt: result.breachedAt === undefined ? '' : formatInstant(result.breachedAt),
    verdict: result.verdict,
    atRisk: result.atRisk,
  };
}
