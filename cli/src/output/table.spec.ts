import { expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { plain } from './plain.js';
import { tableOf } from './table.js';

it('aligns columns; Chinese characters are two wide; no line ends in blanks', () =>
  expect(
    tableOf([
      ['目标项', '值'],
      ['shop', '1'],
      ['结账', ''],
    ]).split('\n'),
  ).toEqual(['目标项  值', 'shop    1', '结账']));

it.each<[string, unknown, unknown]>([
  ['64-bit integers', { n: 9_007_199_254_740_993n }, { n: '9007199254740993' }],
  ['times', { at: { seconds: 1_767_225_600n, nanos: 250_000_000 } }, { at: '2026-01-01T00:00:00.250Z' }],
  ['bytes', { b: new Uint8Array([1, 2]) }, { b: 'AQI=' }],
  ['absent members', { a: undefined, b: null, c: [undefined] }, { b: null, c: [undefined] }],
])('%s lose nothing on their way to JSON and YAML', (_name, value, expected) => {
  expect(plain(value)).toEqual(expected);
  expect(stringify(plain(value))).not.toBe('');
});
