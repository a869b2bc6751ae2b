import { afterAll, describe, expect, it } from '@jest/globals';
import { zone } from '@sla/calendar';
import fc from 'fast-check';
import { all, InputFolder, refusal } from './input.fixture.js';
import { placesOf, readValues, ROUNDINGS, type ValueSettings } from './read-values.js';

const folder = new InputFolder();
afterAll(() => folder.remove());
const settings: ValueSettings = { clock: { zone: zone('UTC'), overlap: 'refuse' }, places: 3, rounding: 'refuse' };
const read = (values: readonly string[], how: Partial<ValueSettings> = {}) =>
  readValues(
    folder.file('values.csv', ['timestamp,value', ...values.map((v) => `2026-03-01 00:00:00,${v}`)].join('\n')),
    { ...settings, ...how },
  );

describe('values', () => {
  it.each([
    ['12.5', 12_500n],
    ['-0.001', -1n],
    ['0.000', 0n],
    ['1.2340', 1_234n],
    ['9223372036854775.807', 2n ** 63n - 1n],
  ])('%s is exact at a resolution of 0.001', async (text, scaled) =>
    expect(await all(read([text]))).toMatchObject([{ scaled, rounded: false }]),
  );

  it.each([
    ['NaN', 'cli.value_malformed'],
    ['Infinity', 'cli.value_malformed'],
    ['1e3', 'cli.value_malformed'],
    ['0x10', 'cli.value_malformed'],
    ['1 000', 'cli.value_malformed'],
    ['0.0001', 'cli.value_too_fine'],
    ['9223372036854775.808', 'cli.value_too_large'],
  ])('%s is refused', async (text, reason) => {
    const { fault } = await refusal(read(['1', text]));
    expect(fault).toMatchObject({ reason, params: { line: 3 } });
  });

  it.each([
    ['half_even', 2n],
    ['half_up', 3n],
    ['down', 2n],
    ['up', 3n],
    ['floor', 2n],
    ['ceiling', 3n],
  ] as const)('0.0025 rounds %s only when that is said', async (rounding, scaled) =>
    expect(await all(read(['0.0025'], { rounding }))).toMatchObject([{ scaled, rounded: true }]),
  );

  it('knows every rounding of the kernel', () => expect(ROUNDINGS.length).toBe(7));

  it('never changes a value that the resolution can hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.constantFrom(...ROUNDINGS),
        async (n, rounding) => {
          const digits = String(n < 0n ? -n : n).padStart(4, '0');
          const text = `${n < 0n ? '-' : ''}${digits.slice(0, -3)}.${digits.slice(-3)}`;
          expect(await all(read([text], { rounding }))).toMatchObject([{ scaled: n, rounded: false }]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a resolution', () => {
  it.each([
    ['1', 0],
    ['0.1', 1],
    ['0.001', 3],
    ['0.000000001', 9],
  ])('%s has %d places', (text, places) => expect(placesOf(text)).toBe(places));

  it.each(['0.0000000001', '0', '10', '0.5', '1.0', '', '-0.1', '0.01x'])('“%s” is none', (text) =>
    expect(() => placesOf(text)).toThrow('cli.resolution_malformed'),
  );
});
