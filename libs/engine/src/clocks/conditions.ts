import { DomainError } from '@sla/kernel';
import { CLOCK_ACTIONS, type ClockAction } from './clock.js';

/** Fields of a ticket by name; a field that is absent has no value and equals nothing. */
export type TicketFields = Readonly<Record<string, string | number | boolean>>;

/** When something is done to a clock, as an agreement declares it: no code, so that it can be read and signed. */
export type Condition =
  | { readonly field: string; readonly equals: string | number | boolean }
  | { readonly field: string; readonly in: readonly (string | number | boolean)[] }
  /** The event gave the field another value, or its first one, or took it away. */
  | { readonly field: string; readonly changed: true }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** Deepest nesting of conditions: deeper ones are not understood by the people who sign them. */
export const MAX_CONDITION_DEPTH = 8;

/**
 * True when a condition holds for a ticket after an event. `before` is undefined for the first event.
 * An empty `all` holds, an empty `any` does not.
 * @throws DomainError invalid_argument beyond MAX_CONDITION_DEPTH.
 */
export function conditionHolds(condition: Condition, before: TicketFields | undefined, after: TicketFields): boolean {
  return holds(condition, before ?? {}, after, 1);
}

function holds(condition: Condition, before: TicketFields, after: TicketFields, depth: number): boolean {
  if (depth > MAX_CONDITION_DEPTH) {
    throw new DomainError('invalid_argument', 'clock.condition_too_deep', { max: MAX_CONDITION_DEPTH });
  }
  const inner = (part: Condition): boolean => holds(part, before, after, depth + 1);
  if ('all' in condition) return condition.all.every(inner);
  if ('any' in condition) return condition.any.some(inner);
  if ('not' in condition) return !inner(condition.not);
  const value = valueOf(after, condition.field);
  if ('changed' in condition) return value !== valueOf(before, condition.field);
  if (value === undefined) return false;
  return 'in' in condition ? condition.in.includes(value) : condition.equals === value;
}

/** Own fields only: a ticket field named `constructor` is a field like any other. */
const valueOf = (fields: TicketFields, name: string): string | number | boolean | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;

/** What starts, pauses, resumes, stops, resets and cancels a clock; what is not declared never happens. */
export type ClockConditions = Readonly<Partial<Record<ClockAction, Condition>>>;

/**
 * The actions of an event: those whose condition holds after it and did not before, so that an update which leaves a
 * ticket waiting does not pause it again. For a first event everything that holds is new.
 * @throws DomainError invalid_argument beyond MAX_CONDITION_DEPTH.
 */
export function actionsOf(
  conditions: ClockConditions,
  before: TicketFields | undefined,
  after: TicketFields,
): readonly ClockAction[] {
  return CLOCK_ACTIONS.filter((action) => {
    const condition = conditions[action];
    if (condition === undefined || !conditionHolds(condition, before, after)) return false;
    // Of one state alone nothing has changed: a condition on a change is new whenever it holds.
    return before === undefined || !conditionHolds(condition, before, before);
  });
}
