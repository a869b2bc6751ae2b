import { describe, expect, it } from '@jest/globals';
import type { Instant } from '@sla/kernel';
import { FileFactsCount } from './file-facts.js';

const facts = (instants: readonly number[]) => {
  const count = new FileFactsCount();
  instants.forEach((at) => count.add(at as Instant, false));
  return count.facts();
};

describe('what a file says in its own order', () => {
  it.each([
    ['nothing', [], { rows: 0, modalStepMs: 0, irregularSteps: 0, backwardSteps: 0 }],
    ['one row', [5], { rows: 1, first: 5, last: 5, modalStepMs: 0, irregularSteps: 0 }],
    ['equal steps', [0, 5, 10], { rows: 3, first: 0, last: 10, modalStepMs: 5, irregularSteps: 0, backwardSteps: 0 }],
    ['a gap', [0, 5, 10, 25], { modalStepMs: 5, irregularSteps: 1, backwardSteps: 0 }],
    ['a repeated row', [0, 5, 5, 10], { modalStepMs: 5, irregularSteps: 1, backwardSteps: 1 }],
    ['a step back', [0, 5, 10, 0, 5], { last: 5, modalStepMs: 5, irregularSteps: 1, backwardSteps: 1 }],
    ['two steps as frequent: the shorter', [0, 9, 13], { modalStepMs: 4, irregularSteps: 1 }],
  ])('%s', (_name, instants, expected) => expect(facts(instants)).toMatchObject(expected));

  it('counts rounded values', () => {
    const count = new FileFactsCount();
    [true, false, true].forEach((rounded, i) => count.add(i as Instant, rounded));
    expect(count.facts().rounded).toBe(2);
  });
});
