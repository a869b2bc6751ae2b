import { describe, expect, it } from '@jest/globals';
import { SeriesNames } from './series-names.js';

const place = { file: 'f.csv', line: 3 };

describe('series of slugs', () => {
  it.each([
    ['sites.', 'Web Shop', 'sites.web-shop'],
    ['', 'api_v2.status', 'api_v2.status'],
    ['sites.', 'münchen', 'sites.m-nchen'],
    ['sites.', '-edge-', 'sites.-edge'],
  ])('%s + %s is %s', (prefix, slug, series) => expect(new SeriesNames(prefix).seriesOf(slug, place)).toBe(series));

  it('are the same for the same slug', () => {
    const names = new SeriesNames('sites.');
    expect(names.seriesOf('Shop', place)).toBe(names.seriesOf('Shop', place));
  });

  it.each([
    ['upper and lower case', 'Shop', 'shop'],
    ['two characters that become a dash', 'web shop', 'web/shop'],
    ['two Chinese names', 'a-网店', 'a-结账'],
  ])('are never shared by two slugs: %s', (_name, first, second) => {
    const names = new SeriesNames('sites.');
    names.seriesOf(first, place);
    expect(() => names.seriesOf(second, place)).toThrow('cli.slugs_collide');
  });

  it.each([
    ['a slug without a letter', '网店', ''],
    ['one that is too long', 'x'.repeat(123), 'sites.'],
  ])('do not come from %s', (_name, slug, prefix) =>
    expect(() => new SeriesNames(prefix).seriesOf(slug, place)).toThrow('cli.slug_without_id'),
  );

  it('may be as long as an id may be', () =>
    expect(new SeriesNames('sites.').seriesOf('x'.repeat(122), place).length).toBe(128));
});
