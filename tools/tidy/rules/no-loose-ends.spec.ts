import { describe, expect, it } from '@jest/globals';
import { saidOf } from './fires.ts';
import { noLooseEnds } from './no-loose-ends.ts';

const word = 'TO' + 'DO';

describe('loose ends', () => {
  it.each([
    ['with an issue', `// ${word}(#12) later`, []],
    ['without one', `\n// ${word} later`, [`a.ts:2: ${word} without an issue`]],
    ['with a name', `// ${word}(me) later`, [`a.ts:1: ${word} without an issue`]],
    ['fix me', `# ${'FIX' + 'ME'}: broken`, [`a.ts:1: ${'FIX' + 'ME'} without an issue`]],
    ['a word that contains it', `MASTO${'DO'}N`, []],
  ])('%s', (_name, text, expected) => {
    expect(saidOf(noLooseEnds, { 'a.ts': text })).toEqual(expected);
  });
});
