import type { WorkingCalendar } from '@sla/calendar';
import type { ClockEvent, ClockRules, ClockTerms, State } from '@sla/engine';
import type { Instant, Interval } from '@sla/kernel';
import type { Words } from './text.js';

/** A reading of a series, in the words of the file: a state, `good/total`, or a decimal. */
export type ScenarioReading =
  | { readonly kind: 'state'; readonly state: State }
  | { readonly kind: 'count'; readonly good: bigint; readonly total: bigint }
  | { readonly kind: 'value'; readonly decimal: string };

export interface ScenarioSample {
  readonly series: string;
  readonly at: Instant;
  readonly reading: ScenarioReading;
}

/** A clock on tickets, as an agreement declares it. */
export interface ScenarioClock {
  readonly rules: ClockRules;
  readonly terms: ClockTerms;
}

/** A ticket with everything that ever happens to it; an expectation sees what had happened by its instant. */
export interface ScenarioTicket {
  readonly clock: string;
  readonly events: readonly ClockEvent[];
}

/** What a scenario expects, checked where it stands in the story. */
export interface Expectation {
  readonly line: number;
  /** The statement after `expect`. */
  readonly words: Words;
}

/** What happens, in the order of the file. */
export type Step =
  | { readonly kind: 'samples'; readonly line: number; readonly samples: readonly ScenarioSample[] }
  | { readonly kind: 'watermark'; readonly line: number; readonly at: Instant }
  | {
      readonly kind: 'dispute';
      readonly line: number;
      readonly id: string;
      readonly party: string;
      readonly series: string;
      readonly span: Interval;
      readonly claim: State;
    }
  | {
      readonly kind: 'resolve';
      readonly line: number;
      readonly id: string;
      readonly resolution: 'upheld' | 'withdrawn';
    }
  | {
      readonly kind: 'restate';
      readonly line: number;
      readonly objective: string;
      readonly window: string;
      readonly reason: string;
    }
  | { readonly kind: 'expect'; readonly line: number; readonly expectation: Expectation };

/** A story: what was agreed, what happened, what follows. */
export interface Scenario {
  readonly title: string;
  /** Requirements and clauses that it tells about. */
  readonly sources: readonly string[];
  readonly calendars: ReadonlyMap<string, WorkingCalendar>;
  readonly clocks: ReadonlyMap<string, ScenarioClock>;
  readonly tickets: ReadonlyMap<string, ScenarioTicket>;
  /** The agreement as a document of the product; undefined for stories about calendars and clocks alone. */
  readonly document: Readonly<Record<string, unknown>> | undefined;
  readonly steps: readonly Step[];
}

/** An objective in one window, in the words of the product. Amounts are milliseconds or events. */
export interface Found {
  readonly phase: string;
  readonly verdict: string;
  readonly unit: 'ms' | 'events';
  readonly attained: string;
  readonly fraction: string;
  readonly low: string;
  readonly high: string;
  readonly good: bigint;
  readonly bad: bigint;
  readonly unknown: bigint;
  readonly excluded: bigint;
  readonly coverage: string;
  readonly budget: bigint;
  readonly left: bigint;
  readonly breachedAt: Instant | undefined;
  readonly atRisk: boolean;
  readonly revision: number;
  readonly resultHash: string;
}

/** What a credit clause says of one window: `100.00 EUR`, `none`, or `0.00..100.00 EUR` under review. */
export type CreditText = string;

/** Something in which a story can happen: the pure core, or the running suite. */
export interface ScenarioWorld {
  deliver(samples: readonly ScenarioSample[]): Promise<void>;
  /** Every source has reported up to here. */
  advance(at: Instant): Promise<void>;
  dispute(step: Extract<Step, { kind: 'dispute' }>): Promise<void>;
  resolve(step: Extract<Step, { kind: 'resolve' }>): Promise<void>;
  restate(step: Extract<Step, { kind: 'restate' }>): Promise<void>;
  /** The newest revision; undefined when the window has never been judged. */
  find(objective: string, window: string): Promise<Found | undefined>;
  credit(clause: string, window: string): Promise<CreditText | undefined>;
}
