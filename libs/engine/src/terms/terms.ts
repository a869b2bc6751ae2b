import type { CalendarWindow, PartialWindowRule } from '@sla/calendar';
import type { Instant, Interval, Money, Ratio, Rounding } from '@sla/kernel';
import type { State } from '../samples.js';

/** A text in both languages of the suite. */
export interface LocalizedText {
  readonly en: string;
  readonly 'zh-CN': string;
}

export type PartyRole = 'provider' | 'customer';

export interface Party {
  readonly id: string;
  readonly role: PartyRole;
  readonly name: LocalizedText;
}

/** How a promise is measured. */
export type Indicator =
  | { readonly kind: 'time_in_state'; readonly series: string; readonly good: readonly State[] }
  | { readonly kind: 'event_ratio'; readonly series: string }
  | {
      readonly kind: 'threshold';
      readonly series: string;
      readonly operator: '<' | '<=' | '>' | '>=';
      readonly value: Ratio;
      readonly unit: string;
    };

/** What time or events without data count as. There is no default: the parties have to say. */
export type MissingDataRule = 'good' | 'bad' | 'ignore' | 'hold' | 'insufficient';

/** Every slice of the window is good or bad and weighs its length: good iff its share of good is at least the target of the slice. */
export interface TimeSliceBudget {
  readonly method: 'time_slices';
  readonly sliceMs: number;
  readonly sliceTarget: Ratio;
  /** Fewest events that make a slice bad; a slice with fewer is good. */
  readonly minimumVolume: number;
  /** Bad slices count only in runs of at least this many; 1: each counts. */
  readonly minimumConsecutive: number;
}

export interface Objective {
  readonly id: string;
  readonly title: LocalizedText;
  readonly service: string;
  readonly need: LocalizedText;
  /** Party that owes it. */
  readonly owner: string;
  readonly indicator: Indicator;
  /** Share of good, 0 to 1; met iff good/(good+bad) >= target. */
  readonly target: Ratio;
  /** The target as written, in percent. */
  readonly targetPercent: string;
  readonly window: CalendarWindow;
  readonly partialWindow: PartialWindowRule;
  readonly missingData: MissingDataRule;
  /** How long one sample vouches. */
  readonly stalenessMs: number;
  readonly minimumCoverage: Ratio;
  readonly expectedEveryMs?: number;
  readonly allowedLatenessMs: number;
  readonly freezeAfterMs: number;
  /** Share of the budget from which on the objective is at risk. */
  readonly atRiskAt: Ratio;
  readonly minimumVolume: bigint;
  readonly exclusions: readonly string[];
  /** Absent: every millisecond or event weighs the same. */
  readonly budgeting?: TimeSliceBudget;
}

export type ExclusionEffect = 'drop' | 'count_good' | 'drop_bad';

export interface Exclusion {
  readonly id: string;
  readonly title: LocalizedText;
  readonly effect: ExclusionEffect;
  readonly intervals: readonly (Interval & { readonly announcedAt?: Instant })[];
  readonly minimumNoticeMs?: number;
  readonly capPerWindowMs?: number;
}

export interface CreditTier {
  /** Share of good below which the tier applies, strictly. */
  readonly below: Ratio;
  readonly belowPercent: string;
  /** Percent of the basis. */
  readonly percent: Ratio;
  readonly percentText: string;
}

export interface CreditClause {
  readonly id: string;
  readonly objective: string;
  /** From the mildest to the gravest. */
  readonly tiers: readonly CreditTier[];
  /** Most that one window pays, of its charge. */
  readonly capPercent: Ratio;
  readonly capPercentText: string;
  /** Most that twelve months pay, of their charge: this window and the eleven months before it. */
  readonly rollingCapPercent?: Ratio;
  readonly rollingCapPercentText?: string;
  readonly minimum?: Money;
  /** Whether a credit of just the minimum is paid, or only one above it. */
  readonly minimumRule: 'at_least' | 'above';
  readonly rounding: Rounding;
  /** Credits of one family make good the same harm: of those for the same time only the largest is kept. */
  readonly family?: string;
  /** The credit is given back when each of the next windows reaches this share. */
  readonly earnBack?: EarnBack;
}

export interface EarnBack {
  /** Number of windows after the missed one, 1 or more. */
  readonly windows: number;
  readonly target: Ratio;
  readonly targetPercent: string;
}

/** An agreement as calculations read it: everything parsed, checked and exact. */
export interface AgreementTerms {
  readonly id: string;
  readonly kind: 'SLA' | 'OLA' | 'UC';
  readonly title: LocalizedText;
  readonly parties: readonly Party[];
  readonly term: { readonly start: Instant; readonly end?: Instant };
  readonly timeZone: string;
  readonly scope: { readonly included: readonly LocalizedText[]; readonly excluded: readonly LocalizedText[] };
  readonly services: readonly {
    readonly id: string;
    readonly title: LocalizedText;
    readonly criticality: 'critical' | 'standard' | 'auxiliary';
  }[];
  readonly objectives: readonly Objective[];
  readonly exclusions: readonly Exclusion[];
  /** Charge of one month, the basis of credits. */
  readonly monthlyCharge?: Money;
  readonly credits: readonly CreditClause[];
  readonly reports: { readonly schedule: 'month' | 'quarter' | 'year' };
}
