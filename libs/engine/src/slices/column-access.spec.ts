import { describe, expect, it } from '@jest/globals';
import { countAt, numberAt } from './column-access.js';

describe('columns', () => {
  it('read what is there, and nothing outside', () => {
    const at = [-1, 0, 1, 2];
    expect(at.map((i) => countAt(Uint32Array.of(7, 8), i))).toEqual([0, 7, 8, 0]);
    expect(at.map((i) => numberAt(Float64Array.of(-7, 8), i))).toEqual([0, -7, 8, 0]);
  });
});
