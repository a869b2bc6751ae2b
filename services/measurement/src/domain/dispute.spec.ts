import { describe, expect, it } from '@jest/globals';
import { DomainError, type Instant } from '@sla/kernel';
import { asOfFreeze, decideResolve, type DisputeRecord } from './dispute.js';
import { MARCH, minute } from './sample.fixture.js';

const dispute = (change: Partial<DisputeRecord> = {}): DisputeRecord => ({
  id: 'd',
  agreementId: 'site',
  series: 'probe',
  interval: { start: minute(0), end: minute(5) },
  claim: 'down',
  openedBy: 'customer',
  reason: 'it was down',
  state: 'open',
  resolution: '',
  createdAt: MARCH,
  openedWatermark: MARCH,
  ...change,
});

describe('resolving a dispute', () => {
  it.each<['upheld' | 'withdrawn', string, DisputeRecord['state'], string]>([
    ['upheld', 'provider', 'open', 'upheld'],
    ['withdrawn', 'customer', 'open', 'withdrawn'],
    ['upheld', 'customer', 'open', 'measurement.dispute_upheld_by_other'],
    ['withdrawn', 'provider', 'open', 'measurement.dispute_withdrawn_by_other'],
    ['upheld', 'provider', 'upheld', 'measurement.dispute_resolved'],
    ['upheld', 'provider', 'withdrawn', 'measurement.dispute_resolved'],
    ['withdrawn', 'customer', 'upheld', 'measurement.dispute_resolved'],
    ['withdrawn', 'customer', 'withdrawn', 'measurement.dispute_resolved'],
  ])('as %s by the %s when it is %s: %s', (resolution, party, state, outcome) => {
    const resolve = () => decideResolve(dispute({ state }), { resolution, party, reason: 'r', watermark: minute(9) });
    if (!outcome.startsWith('measurement.'))
      return expect(resolve()).toMatchObject({ state: outcome, resolution: 'r', resolvedWatermark: minute(9) });
    expect(resolve).toThrow(expect.objectContaining({ reason: outcome }));
    expect(resolve).toThrow(DomainError);
  });
});

describe('a dispute as of a freeze', () => {
  const freezeAt = minute(10);
  const before = (freezeAt - 1) as Instant;
  it.each<[string, Partial<DisputeRecord>, DisputeRecord['state'] | undefined]>([
    ['opened before it', { openedWatermark: before }, 'open'],
    ['opened at it', { openedWatermark: freezeAt }, undefined],
    ['upheld before it', { state: 'upheld', resolvedWatermark: before }, 'upheld'],
    ['withdrawn before it', { state: 'withdrawn', resolvedWatermark: before }, 'withdrawn'],
    ['upheld at it', { state: 'upheld', resolvedWatermark: freezeAt }, 'open'],
    [
      'opened and upheld after it',
      { openedWatermark: minute(11), state: 'upheld', resolvedWatermark: minute(12) },
      undefined,
    ],
  ])('%s', (_name, change, state) => {
    expect(asOfFreeze(dispute(change), freezeAt)?.state).toBe(state);
  });
});
