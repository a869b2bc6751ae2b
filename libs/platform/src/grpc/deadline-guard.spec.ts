import { describe, expect, it } from '@jest/globals';
import { MAX_DEADLINE_MS, remaining } from './deadline-guard.js';

const NOW = 1_790_000_000_000;
const DAY_MS = 86_400_000;
/** A deadline as grpc-js computes it: in 32 bits. */
const asComputed = (timeoutMs: number): number => NOW + (timeoutMs | 0);

describe('the time until a deadline', () => {
  it.each([
    ['none', Infinity, 0],
    ['now', NOW, 0],
    ['just passed', NOW - 5, -5],
    ['the longest accepted', asComputed(MAX_DEADLINE_MS), MAX_DEADLINE_MS],
    ['one millisecond more', asComputed(MAX_DEADLINE_MS + 1), MAX_DEADLINE_MS + 1],
    ['24.8 days', asComputed(2 ** 31 - 1), 2 ** 31 - 1],
    ['one millisecond more than 31 bits', asComputed(2 ** 31), 2 ** 31],
    ['30 days', asComputed(30 * DAY_MS), 30 * DAY_MS],
    ['49 days', asComputed(49 * DAY_MS), 49 * DAY_MS],
  ])('%s', (_name, deadline, ms) => {
    expect(remaining(deadline, NOW)).toBe(ms);
  });
});
