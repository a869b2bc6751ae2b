import { describe, expect, it } from '@jest/globals';
import { refusalOf } from '@sla/testkit/refusal';
import { DAY_MS, type Instant } from '@sla/kernel';
import { ACTIVATED_AT, TERM, draft, effective, frozen, signed, superseded } from './agreement.fixture.js';
import { evolve } from './evolve.js';
import { MAX_REASON_LENGTH, decideTerminate } from './terminate-agreement.js';

const plus = (at: Instant, ms: number): Instant => (at + ms) as Instant;
const terminate = (agreement: ReturnType<typeof draft>, effectiveAt?: Instant, reason = 'moved away') =>
  decideTerminate(agreement, { ...(effectiveAt !== undefined && { effectiveAt }), reason, at: ACTIVATED_AT });

describe('terminating', () => {
  it('ends now when no time is stated', () => {
    const after = evolve(effective(), terminate(effective()));
    expect(after.versions[0]).toMatchObject({
      state: 'terminated',
      effective: { start: TERM.start, end: ACTIVATED_AT },
    });
  });

  it('leaves superseded versions as they are', () => {
    const before = superseded();
    const after = evolve(before, terminate(before, plus(ACTIVATED_AT, DAY_MS)));
    expect(after.versions[0]).toEqual(before.versions[0]);
    expect(after.versions[1]).toMatchObject({ effective: { end: plus(ACTIVATED_AT, DAY_MS) } });
  });

  it.each([
    ['one ms in the past', effective(), plus(ACTIVATED_AT, -1), 'agreements.terminate_in_past'],
    ['at the end of the term', effective(), TERM.end, 'agreements.terminate_after_end'],
    [
      'before the start of a version activated for later',
      effective(signed(), plus(ACTIVATED_AT, DAY_MS)),
      plus(ACTIVATED_AT, DAY_MS - 1),
      'agreements.terminate_before_start',
    ],
    ['without a version in force', frozen(), undefined, 'agreements.nothing_in_force'],
  ])('is refused %s', (_name, agreement, at, reason) => {
    expect(refusalOf(() => terminate(agreement, at))).toBe(reason);
  });

  it('at the very start of a version activated for later means that it never was in force', () => {
    const start = plus(ACTIVATED_AT, DAY_MS);
    const scheduled = effective(signed(), start);
    expect(evolve(scheduled, terminate(scheduled, start)).versions[0]?.effective).toEqual({ start, end: start });
  });

  it.each([
    ['', 'agreements.reason_missing'],
    ['  \n', 'agreements.reason_missing'],
    ['x'.repeat(MAX_REASON_LENGTH + 1), 'agreements.reason_too_long'],
  ])('needs a usable reason (%#)', (reason, refusal) => {
    expect(refusalOf(() => terminate(effective(), undefined, reason))).toBe(refusal);
  });

  it('accepts the longest reason', () => {
    expect(terminate(effective(), undefined, 'x'.repeat(MAX_REASON_LENGTH))).toHaveLength(1);
  });
});
