import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  add,
  canonicalJson,
  civilFromDays,
  compare,
  daysFromCivil,
  divide,
  formatDecimal,
  formatDuration,
  formatInstant,
  formatMoney,
  formatRatio,
  isResourceId,
  MAX_INSTANT,
  MIN_INSTANT,
  multiply,
  parseDecimal,
  parseDuration,
  parseInstant,
  parseMoney,
  parseRatio,
  ratio,
  roundToInteger,
  subtract,
  type Instant,
  type Rounding,
} from './index.js';

const ratios = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([n, d]) => ratio(n, d));

describe('ratios', () => {
  it('add and subtract, multiply and divide are inverse, exactly', () => {
    fc.assert(
      fc.property(ratios, ratios, (a, b) => {
        expect(subtract(add(a, b), b)).toEqual(a);
        fc.pre(b.num !== 0n);
        expect(divide(multiply(a, b), b)).toEqual(a);
        expect(parseRatio(formatRatio(a))).toEqual(a);
      }),
    );
  });

  it.each<[Rounding, string[]]>([
    ['half_up', ['-3', '-2', '2', '3']],
    ['half_even', ['-2', '-2', '2', '2']],
    ['down', ['-2', '-1', '1', '2']],
    ['up', ['-3', '-2', '2', '3']],
    ['floor', ['-3', '-2', '1', '2']],
    ['ceiling', ['-2', '-1', '2', '3']],
  ])('%s rounds -2.5, -1.5, 1.5 and 2.5', (rounding, expected) => {
    expect(['-2.5', '-1.5', '1.5', '2.5'].map((text) => String(roundToInteger(parseDecimal(text), rounding)))).toEqual(
      expected,
    );
  });

  it('0.1 + 0.2 is 0.3', () =>
    expect(compare(add(parseDecimal('0.1'), parseDecimal('0.2')), parseDecimal('0.3'))).toBe(0));
  it('formats with places', () => expect(formatDecimal(parseDecimal('-0.005'), 2, 'half_up')).toBe('-0.01'));
  it.each(['', '1e3', '+1', '.5', '5.', ' 1', '1'.repeat(39)])('refuses %j as a decimal', (text) =>
    expect(() => parseDecimal(text)).toThrow('kernel.decimal_malformed'),
  );
});

describe('instants', () => {
  const instants = fc.integer({ min: MIN_INSTANT, max: MAX_INSTANT }).map((ms) => ms as Instant);
  it('text and instant are inverse', () => {
    fc.assert(
      fc.property(instants, (at) => {
        expect(parseInstant(formatInstant(at))).toBe(at);
        expect(formatInstant(at)).toBe(new Date(at).toISOString().replace('.000Z', 'Z'));
      }),
    );
  });
  it('days and dates are inverse', () => {
    fc.assert(
      fc.property(fc.integer({ min: -500_000, max: 2_000_000 }), (days) => {
        const { year, month, day } = civilFromDays(days);
        expect(daysFromCivil(year, month, day)).toBe(days);
      }),
    );
  });
  it.each([
    '2026-02-29T00:00:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01',
    '2026-03-01T00:00:00',
    '2026-03-01T00:00:00.0001Z',
    '1899-12-31T23:59:59Z',
  ])('refuses %s', (text) => expect(() => parseInstant(text)).toThrow(/kernel.instant/));
  it.each(['PT0S', 'PT36H', 'P5D', 'P1DT2H3M4S'])('duration %s', (text) => {
    expect(parseDuration(formatDuration(parseDuration(text)))).toBe(parseDuration(text));
  });
  it.each(['P', 'PT', 'P1M', '1h', 'P1Y', 'PT1.5H'])('refuses the duration %s', (text) =>
    expect(() => parseDuration(text)).toThrow('kernel.duration_malformed'),
  );
});

describe('money', () => {
  it.each([
    ['12.34', 'EUR', 1234n],
    ['1234', 'JPY', 1234n],
    ['1.234', 'KWD', 1234n],
  ])('%s %s', (amount, currency, minor) => {
    expect(parseMoney(amount, currency).amountMinor).toBe(minor);
    expect(formatMoney(parseMoney(amount, currency))).toBe(amount);
  });
  it('refuses what is finer than the currency', () =>
    expect(() => parseMoney('0.001', 'EUR')).toThrow('kernel.money_too_fine'));
});

describe('canonical JSON', () => {
  it('orders keys and keeps texts', () =>
    expect(canonicalJson({ b: [1, 'ü"'], a: { d: null, c: true } })).toBe('{"a":{"c":true,"d":null},"b":[1,"ü\\""]}'));
  it('is a fixed point', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.stringMatching(/^[a-z]{1,8}$/),
          fc.oneof(fc.integer(), fc.boolean(), fc.stringMatching(/^[ -~]*$/)),
        ),
        (value) => {
          const text = canonicalJson(value);
          expect(canonicalJson(JSON.parse(text) as never)).toBe(text);
        },
      ),
    );
  });
  it.each<[string, unknown]>([
    ['kernel.json_number_not_integer', { a: 1.5 }],
    ['kernel.json_lone_surrogate', ['\ud800']],
    ['kernel.json_key_not_ascii', { ü: 1 }],
  ])('%s', (reason, value) => expect(() => canonicalJson(value as never)).toThrow(reason));
});

it.each([
  ['web-shop.acme', true],
  ['Web', false],
  ['-a', false],
  ['a'.repeat(128), true],
  ['a'.repeat(129), false],
])('id %s', (text, ok) => expect(isResourceId(text)).toBe(ok));
