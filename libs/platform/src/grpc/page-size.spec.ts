import { describe, expect, it } from '@jest/globals';
import { pageSize } from './page-size.js';
import { timestampOf } from './timestamp.js';

describe('a page size', () => {
  it.each([
    [0, 50],
    [1, 1],
    [500, 500],
  ])('%d means %d', (value, size) => {
    expect(pageSize(value, 50, 500)).toBe(size);
  });

  it.each([-1, 501, 1.5, NaN])('%d is refused', (value) => {
    expect(() => pageSize(value, 50, 500)).toThrow('platform.page_size_out_of_range');
  });
});

describe('a timestamp', () => {
  it.each([
    [0, { seconds: 0n, nanos: 0 }],
    [1_001, { seconds: 1n, nanos: 1_000_000 }],
    [-1, { seconds: -1n, nanos: 999_000_000 }],
    [-1_000, { seconds: -1n, nanos: 0 }],
    [-1_001n, { seconds: -2n, nanos: 999_000_000 }],
  ])('of %d ms', (ms, timestamp) => {
    expect(timestampOf(ms)).toEqual(timestamp);
  });
});
