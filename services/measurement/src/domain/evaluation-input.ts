import { TZ_VERSION, type EffectiveWindow } from '@sla/calendar';
import {
  evaluate,
  EVALUATOR_VERSION,
  freezeInstant,
  type Dispute,
  type Evaluation,
  type EvaluationInput,
  type Objective,
  type Phase,
  type SeriesInput,
} from '@sla/engine';
import { InvariantError, type Digest, type Instant } from '@sla/kernel';
import type { Contract } from './contract.js';
import { figuresOf, type Determination } from './determination.js';
import type { SeriesKind, StoredSample } from './sample.js';

/** One window of one objective under one version. */
export interface Target {
  readonly contract: Contract;
  readonly objective: Objective;
  readonly window: EffectiveWindow;
}

/** True for samples that count in a revision: those up to its ingest sequence and, unless it is a restated one, only those that came before the freeze. */
export const countsIn =
  ({ phase, freezeAt, asOfSeq }: Pick<Determination, 'phase' | 'freezeAt' | 'asOfSeq'>) =>
  (sample: StoredSample): boolean =>
    sample.seq <= asOfSeq && (phase === 'restated' || sample.arrival < freezeAt);

/** The engine's input from what is stored. `samples` ascend and count in the revision. */
export function evaluationInput(
  target: Target,
  kind: SeriesKind,
  samples: readonly StoredSample[],
  known: { readonly disputes: readonly Dispute[]; readonly judgedAt: Instant; readonly digest: Digest },
): EvaluationInput {
  const { contract, objective, window } = target;
  return {
    terms: contract.terms,
    contentHash: contract.contentHash,
    objective,
    window: window.effective,
    windowLabel: window.label,
    series: seriesInput(objective.indicator.series, kind, samples),
    ...known,
  };
}

/** The series as the engine reads it. Kinds do not mix: the store keeps one kind per series. */
export function seriesInput(series: string, kind: SeriesKind, samples: readonly StoredSample[]): SeriesInput {
  const mixed = (sample: StoredSample): InvariantError =>
    new InvariantError(`series ${series} of ${kind} holds a ${sample.reading.kind}`);
  switch (kind) {
    case 'state':
      return {
        series,
        kind,
        samples: samples.map((sample) => {
          if (sample.reading.kind !== 'state') throw mixed(sample);
          return { at: sample.at, state: sample.reading.state };
        }),
      };
    case 'count':
      return {
        series,
        kind,
        samples: samples.map((sample) => {
          if (sample.reading.kind !== 'count') throw mixed(sample);
          return { at: sample.at, good: sample.reading.good, total: sample.reading.total };
        }),
      };
    case 'value':
      return {
        series,
        kind,
        samples: samples.map((sample) => {
          if (sample.reading.kind !== 'value') throw mixed(sample);
          return { at: sample.at, scaled: sample.reading.scaled, scale: sample.reading.scale };
        }),
      };
  }
}

/** True when the series is of a kind that the indicator can be measured by. */
export const fits = (objective: Objective, kind: SeriesKind): boolean =>
  ({ time_in_state: 'state', event_ratio: 'count', threshold: 'value' })[objective.indicator.kind] === kind;

export interface RevisionParts {
  readonly revision: number;
  readonly phase: Phase;
  readonly asOfSeq: bigint;
  readonly historical: boolean;
  readonly traceId: string;
  readonly correlationId: string;
  readonly restatementReason: string;
}

/** Evaluates and puts the result into the form of a revision. */
export function computeRevision(
  target: Target,
  input: EvaluationInput,
  parts: RevisionParts,
): { determination: Determination; evaluation: Evaluation } {
  const { contract, objective, window } = target;
  const evaluation = evaluate(input);
  const { revision, phase, asOfSeq, historical, traceId, correlationId, restatementReason } = parts;
  const determination: Determination = {
    agreementId: contract.agreementId,
    objectiveId: objective.id,
    window: window.effective,
    windowLabel: window.label,
    freezeAt: freezeInstant(objective, window.effective),
    version: contract.version,
    contentHash: contract.contentHash,
    verdict: evaluation.verdict,
    figures: figuresOf(evaluation, objective.targetPercent, { evaluator: EVALUATOR_VERSION, tz: TZ_VERSION }),
    resultHash: evaluation.resultHash,
    evidenceHash: evaluation.evidenceHash,
    hourHashes: bytesOf(evaluation.hourNodes.map((node) => node.hash)),
    disputes: input.disputes,
    riskAnnounced: false,
    breachAnnounced: false,
    revision,
    phase,
    asOfSeq,
    historical,
    traceId,
    correlationId,
    restatementReason,
  };
  return { determination, evaluation };
}

/** The hashes as bytes, 32 each. */
function bytesOf(hashes: readonly string[]): Uint8Array {
  const hex = hashes.join('');
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}
