import { describe, expect, it } from '@jest/globals';
import { refusalOf } from '@sla/testkit/refusal';
import { DAY_MS, parseInstant, type Instant } from '@sla/kernel';
import { decideActivate } from './activate-version.js';
import {
  ACTIVATED_AT,
  SIGNED_AT,
  TERM,
  draft,
  effective,
  frozen,
  headerOf,
  signed,
  superseded,
  terminated,
} from './agreement.fixture.js';
import { evolve } from './evolve.js';

const activate = (agreement: ReturnType<typeof draft>, version: number, effectiveAt?: Instant) =>
  decideActivate(agreement, {
    version,
    ...(effectiveAt !== undefined && { effectiveAt }),
    canonicalJson: '{}',
    at: ACTIVATED_AT,
  });

const amendment = (): ReturnType<typeof draft> => signed(frozen(draft(effective(), 'b')));
const plus = (at: Instant, ms: number): Instant => (at + ms) as Instant;

describe('activating the first version', () => {
  it('starts with the term when no time is stated, even in the past', () => {
    expect(effective().versions[0]?.effective).toEqual(TERM);
  });

  it('starts at a stated time inside the term', () => {
    const start = parseInstant('2026-06-01T00:00:00Z');
    expect(effective(signed(), start).versions[0]?.effective).toEqual({ start, end: TERM.end });
  });

  it('has no end when the term has none', () => {
    const header = headerOf({ term: { start: TERM.start } });
    expect(effective(signed(frozen(draft(undefined, 'a', header)))).versions[0]?.effective).toEqual({
      start: TERM.start,
    });
  });

  it.each([
    ['one ms before the term', plus(TERM.start, -1)],
    ['at the end of the term', TERM.end],
  ])('is refused %s', (_name, at) => {
    expect(refusalOf(() => activate(signed(), 1, at))).toBe('agreements.activate_outside_term');
  });

  it('accepts the first and the last instant of the term', () => {
    expect(activate(signed(), 1, TERM.start)).toHaveLength(1);
    expect(activate(signed(), 1, plus(TERM.end, -1))).toHaveLength(1);
  });
});

describe('activating an amendment', () => {
  it('takes over now, without gap or overlap', () => {
    const [first, second] = superseded().versions;
    expect(first).toMatchObject({ state: 'superseded', effective: { start: TERM.start, end: ACTIVATED_AT } });
    expect(second).toMatchObject({ state: 'effective', effective: { start: ACTIVATED_AT, end: TERM.end } });
  });

  it('tells the end of the old version before the start of the new one', () => {
    expect(activate(amendment(), 2).map((event) => event.type)).toEqual(['version_superseded', 'agreement_effective']);
  });

  it('may start the moment it was signed, and not one ms earlier', () => {
    expect(activate(amendment(), 2, SIGNED_AT)).toHaveLength(2);
    expect(refusalOf(() => activate(amendment(), 2, plus(SIGNED_AT, -1)))).toBe('agreements.activate_before_signature');
  });

  it('starts after its predecessor', () => {
    const start = plus(ACTIVATED_AT, DAY_MS);
    const scheduled = signed(frozen(draft(effective(signed(), start), 'b')));
    expect(refusalOf(() => activate(scheduled, 2, start))).toBe('agreements.activate_not_after_current');
    expect(activate(scheduled, 2, plus(start, 1))).toHaveLength(2);
  });

  it('leaves no gap after an ended term', () => {
    const short = headerOf({ term: { start: TERM.start, end: plus(SIGNED_AT, DAY_MS) } });
    const renewal = signed(frozen(draft(effective(signed(frozen(draft(undefined, 'a', short)))), 'b')));
    expect(activate(renewal, 2, plus(SIGNED_AT, DAY_MS))).toHaveLength(2);
    expect(refusalOf(() => activate(renewal, 2, plus(SIGNED_AT, DAY_MS + 1)))).toBe('agreements.activate_leaves_gap');
  });

  it('is refused when a later version is in force already', () => {
    const skipped = signed(frozen(draft(frozen(), 'b')));
    const second = evolve(skipped, activate(skipped, 2));
    const firstSigned = {
      ...second,
      versions: second.versions.map((v) => (v.number === 1 ? { ...v, state: 'signed' as const } : v)),
    };
    expect(refusalOf(() => activate(firstSigned, 1, plus(ACTIVATED_AT, DAY_MS)))).toBe(
      'agreements.activate_older_version',
    );
  });

  it('is refused after termination', () => {
    expect(refusalOf(() => activate(terminated(amendment()), 2))).toBe('agreements.agreement_terminated');
  });
});

describe('activating again', () => {
  it.each([
    ['without a time', undefined],
    ['at the same time', TERM.start],
  ])('changes nothing %s', (_name, at) => {
    expect(activate(effective(), 1, at)).toEqual([]);
  });

  it('is refused for another time', () => {
    expect(refusalOf(() => activate(effective(), 1, plus(TERM.start, 1)))).toBe('agreements.already_effective');
  });
});
