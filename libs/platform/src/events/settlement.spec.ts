import { describe, expect, it } from '@jest/globals';
import {
  backOffMs,
  MAX_BACK_OFF_MS,
  MAX_FAILURES,
  settle,
  UnusableEvent,
  type Outcome,
  type Settlement,
} from './settlement.js';

const error = new Error('no');

describe('what becomes of a delivery', () => {
  it.each<[string, Outcome, number, Settlement]>([
    ['handled', { admission: 'new' }, 1, { verb: 'acknowledge' }],
    ['seen before', { admission: 'duplicate' }, 9, { verb: 'acknowledge' }],
    ['before its turn', { admission: 'gap' }, 1, { verb: 'return', afterMs: 200 }],
    ['before its turn for long', { admission: 'gap' }, 10_000, { verb: 'return', afterMs: MAX_BACK_OFF_MS }],
    ['failed once', { error, failures: 1 }, 1, { verb: 'return', afterMs: 200 }],
    ['failed once after it was held for long', { error, failures: 1 }, 500, { verb: 'return', afterMs: 200 }],
    ['failed once less than too often', { error, failures: MAX_FAILURES - 1 }, 7, { verb: 'return', afterMs: 12_800 }],
    ['failed too often', { error, failures: MAX_FAILURES }, 8, { verb: 'give_up', reason: 'no' }],
    ['unusable', { error: new UnusableEvent('no event'), failures: 1 }, 1, { verb: 'give_up', reason: 'no event' }],
    ['failed with a text', { error: 'odd', failures: MAX_FAILURES }, 8, { verb: 'give_up', reason: 'odd' }],
  ])('%s', (_name, outcome, deliveries, settlement) => {
    expect(settle(outcome, deliveries)).toEqual(settlement);
  });

  it('rests longer and longer, up to a limit', () => {
    expect([1, 2, 3, 8, 9, 1e9].map(backOffMs)).toEqual([200, 400, 800, 25_600, MAX_BACK_OFF_MS, MAX_BACK_OFF_MS]);
  });
});
