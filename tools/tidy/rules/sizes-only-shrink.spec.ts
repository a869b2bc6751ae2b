import { describe, expect, it } from '@jest/globals';
import { treeOf } from '../tree.ts';
import { saidOf } from './fires.ts';
import { largest, lowered, sizesIn, sizesOnlyShrink } from './sizes-only-shrink.ts';

const RATCHET = 'tools/tidy/ratchet.json';
const limits = (longestFile: number, longestTestFile = 9, longestFunction = 9): string =>
  JSON.stringify({ longestFile, longestTestFile, longestFunction });
const lines = (count: number): string => '// x\n'.repeat(count);
const longFunction = (count: number): string => `function f() {\n${'  x();\n'.repeat(count - 2)}}\n`;

describe('sizes', () => {
  it.each([
    ['a file at the limit', { [RATCHET]: limits(5), 'libs/a.ts': lines(5) }, []],
    ['a file one past it', { [RATCHET]: limits(5), 'libs/a.ts': lines(6) }, ['libs/a.ts: has 6 lines']],
    ['tests have their own limit', { [RATCHET]: limits(5), 'libs/a.spec.ts': lines(9) }, []],
    ['tests past it', { [RATCHET]: limits(5), 'libs/a.spec.ts': lines(10) }, ['libs/a.spec.ts: has 10 lines']],
    ['a function at the limit', { [RATCHET]: limits(99), 'libs/a.ts': longFunction(9) }, []],
    [
      'a function one past it',
      { [RATCHET]: limits(99), 'libs/a.ts': `\n${longFunction(10)}` },
      ['libs/a.ts:2: has 10 lines'],
    ],
    ['a table of texts', { [RATCHET]: limits(5), 'libs/texts/src/catalogue/a.ts': lines(99) }, []],
    ['generated code', { [RATCHET]: limits(5), 'libs/contracts/src/gen/a.ts': lines(99) }, []],
    ['no ratchet', {}, [`${RATCHET}: is missing`]],
  ])('%s', (_name, files, expected) => {
    expect(
      saidOf(
        sizesOnlyShrink(() => []),
        files as Record<string, string>,
      ),
    ).toEqual(expected);
  });

  it.each([
    ['the same', [limits(7)], []],
    ['lower', [limits(8)], []],
    ['raised', [limits(6)], [`${RATCHET}: longestFile was 6 once and is 7 now`]],
    ['raised by two steps', [limits(7), limits(5)], [`${RATCHET}: longestFile was 5 once and is 7 now`]],
  ])('the ratchet is %s', (_name, history, expected) => {
    expect(
      saidOf(
        sizesOnlyShrink(() => history),
        { [RATCHET]: limits(7) },
      ),
    ).toEqual(expected);
  });

  it('are what the ratchet is lowered to', () => {
    const tree = treeOf({ 'libs/a.ts': longFunction(4), 'libs/b.ts': lines(6), 'libs/b.spec.ts': lines(3) });
    expect(largest(sizesIn(tree))).toEqual({ longestFile: 6, longestTestFile: 3, longestFunction: 4 });
  });

  it('lower the ratchet and never raise it', () => {
    const limits = { longestFile: 5, longestTestFile: 5, longestFunction: 5 };
    const now = { longestFile: 4, longestTestFile: 5, longestFunction: 6 };
    expect(lowered(limits, now)).toEqual({ longestFile: 4, longestTestFile: 5, longestFunction: 5 });
  });
});
