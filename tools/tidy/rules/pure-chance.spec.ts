import { describe, expect, it } from '@jest/globals';
import { saidOf } from './fires.ts';
import { pureChance } from './pure-chance.ts';

const PURE = 'libs/engine/src/a.ts';

describe('chance in pure code', () => {
  it.each([
    ['Math.floor', PURE, 'export const x = Math.floor(1);', []],
    ['a name in quotes, which the linter sees', PURE, `export const x = Math['random']();`, []],
    ['an alias', PURE, 'const M = Math;', [`${PURE}:1: hands Math itself around`]],
    ['a computed name', PURE, 'export const f = (k: "max") => Math[k];', [`${PURE}:1: hands Math itself around`]],
    ['an argument', PURE, `export const x = Reflect.get(Math, 'random');`, [`${PURE}:1: hands Math itself around`]],
    ['taken apart', PURE, 'const { floor } = Math;', [`${PURE}:1: hands Math itself around`]],
    [
      'a domain',
      'services/a/src/domain/b.ts',
      'const M = Math;',
      ['services/a/src/domain/b.ts:1: hands Math itself around'],
    ],
    ['an adapter', 'services/a/src/adapters/timers/b.ts', 'const M = Math;', []],
    ['a spec', 'libs/engine/src/a.spec.ts', 'const M = Math;', []],
  ])('%s', (_name, file, text, expected) => {
    expect(saidOf(pureChance, { [file]: text })).toEqual(expected);
  });
});
