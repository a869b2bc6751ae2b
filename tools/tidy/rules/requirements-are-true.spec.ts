import { describe, expect, it } from '@jest/globals';
import { saidOf } from './fires.ts';
import { requirementsAreTrue } from './requirements-are-true.ts';

const FILE = 'docs/requirements.md';
const row = (id: string, state: string, file = '', test = ''): string =>
  `| ${id} | what | who | ${state} | ${file} | ${test} |`;
const REST = Array.from({ length: 267 }, (_, at) => row(`R${at + 2}`, 'not yet'));
const said = (first: readonly string[], rest = REST): readonly string[] =>
  saidOf(requirementsAreTrue, {
    [FILE]: [...first, ...rest].join('\n'),
    'libs/a.ts': '',
    'libs/a.spec.ts': `it('counts bad minutes', () => {})`,
    'libs/empty.spec.ts': '',
  });
const A = '`libs/a.ts`';

describe('the list of requirements', () => {
  it.each([
    ['done, with file and test', row('R1', 'done', A, '`libs/a.spec.ts`'), []],
    ['done, with the title of a test', row('R1', 'done', A, '`libs/a.spec.ts` “counts bad”'), []],
    ['not yet', row('R1', 'not yet'), []],
    [
      'a title that no test has',
      row('R1', 'done', A, '`libs/a.spec.ts` “counts good”'),
      ['R1: libs/a.spec.ts has no test called “counts good”'],
    ],
    ['an unknown state', row('R1', 'nearly', A, '`libs/a.spec.ts`'), [`R1: 'nearly' is none of done, partly, not yet`]],
    ['done without a test', row('R1', 'done', A), ['R1: names no test that would fail without it']],
    ['partly without a file', row('R1', 'partly', '', '`libs/a.spec.ts`'), ['R1: names no file that carries it']],
    [
      'a file that does not exist',
      row('R1', 'partly', '`libs/b.ts`', '`libs/a.spec.ts`'),
      ['R1: libs/b.ts does not exist'],
    ],
    ['a test that does not exist', row('R1', 'partly', A, '`libs/b.spec.ts`'), ['R1: libs/b.spec.ts does not exist']],
    ['a test without a case', row('R1', 'partly', A, '`libs/empty.spec.ts`'), ['R1: libs/empty.spec.ts holds no test']],
    ['a test that is none', row('R1', 'partly', A, A), ['R1: libs/a.ts holds no test']],
    ['not yet, and yet a file', row('R1', 'not yet', A), ['R1: names files, but is not even partly there']],
  ])('%s', (_name, given, expected) => {
    expect(said([given]).map((fault) => fault.replace(`${FILE}:1: `, ''))).toEqual(expected);
  });

  it.each([
    ['no row', [], [`${FILE}: R1 has 0 rows and needs exactly one`]],
    ['two rows', [row('R1', 'not yet'), row('R1', 'not yet')], [`${FILE}: R1 has 2 rows and needs exactly one`]],
    ['a row too many', [row('R1', 'not yet'), row('R269', 'not yet')], [`${FILE}:2: R269 is no requirement`]],
  ])('%s', (_name, given, expected) => {
    expect(said(given)).toEqual(expected);
  });
});
