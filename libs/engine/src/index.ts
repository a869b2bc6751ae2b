export * from './attribution/attribute.js';
export * from './attribution/chain.js';
export * from './budget/budget-line.js';
export * from './burn-rate/burn-alert.js';
export * from './burn-rate/burn-rate.js';
export { exceedances, type Load } from './burn-rate/exceedances.js';
export * from './clocks/check-clock.js';
export * from './clocks/clock.js';
export * from './clocks/conditions.js';
export type { ClockCalendar, ClockContext, ClockExclusion } from './clocks/counting.js';
export * from './clocks/explain-clock.js';
export * from './clocks/fold-clock.js';
export { readClock, type ClockReading, type CycleReading } from './clocks/read-clock.js';
export { isCounted, segmentsOf, type ClockSegment, type SegmentKind } from './clocks/segments.js';
export * from './clocks/ticket-outcome.js';
export { firingsOf, nextFiring, type Firing } from './clocks/thresholds.js';
export { TRANSITIONS, type ClockEffect, type Transition } from './clocks/transitions.js';
export * from './composite/composite.js';
export * from './composite/composite-slice.js';
export * from './credits/claim-window.js';
export * from './credits/credit.js';
export * from './credits/credits-of.js';
export * from './credits/stack-credits.js';
export * from './evaluation/budget.js';
export { evaluate } from './evaluation/evaluate.js';
export type * from './evaluation/evaluation.js';
export * from './evaluation/phase.js';
export { fractionOf } from './evaluation/verdict.js';
export { BUNDLE_SCHEMA, makeBundle, type BundleOrigin } from './evidence/bundle.js';
export { HourTree } from './evidence/hour-tree.js';
export { hourNodes, merkleRoot, type HourNode } from './evidence/merkle.js';
export { verifyBundle, type Verification, type VerificationFinding } from './evidence/verify.js';
export { type Explanation } from './explain/explanation.js';
export * from './formulas/rates.js';
export * from './formulas/reliability.js';
export * from './formulas/times.js';
export { bucketIndex, MAX_SCALE, MIN_SCALE } from './histogram/bucket-index.js';
export * from './histogram/count-at-most.js';
export * from './histogram/explicit-histogram.js';
export * from './histogram/exponential-histogram.js';
export * from './indicators/event-ratio.js';
export * from './indicators/goal.js';
export * from './indicators/percentile.js';
export * from './indicators/tally.js';
export * from './indicators/ticket-duration.js';
export * from './samples.js';
export * from './slices/budgeting.js';
export type { SliceTally } from './slices/slice-tally.js';
export * from './slices/distinct-samples.js';
export * from './slices/fold-samples.js';
export { MAX_REDUCED_BITS, travelling, type Share } from './slices/mean-of-shares.js';
export { RollUp } from './slices/roll-up.js';
export * from './slices/slice-columns.js';
export {
  BAD,
  EXCLUDED,
  GOOD,
  MISSING,
  sliceReader,
  UNKNOWN,
  type Reading,
  type SliceKind,
} from './slices/slice-reader.js';
export { totalsOf, type Slice, type Totals } from './slices/slice.js';
export { readTerms, TERMS_SCHEMA, type TermsReading } from './terms/read-terms.js';
export type * from './terms/terms.js';
export * from './version.js';
