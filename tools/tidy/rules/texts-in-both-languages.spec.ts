import { describe, expect, it } from '@jest/globals';
import { saidOf } from './fires.ts';
import { textsInBothLanguages } from './texts-in-both-languages.ts';

const FILE = 'libs/texts/src/catalogue/shop.ts';
const said = (...texts: readonly string[]): readonly string[] =>
  saidOf(textsInBothLanguages, { [FILE]: `export const shop = {\n${texts.join(',\n')}\n};` });
const text = (en: string, zh: string): string => `'shop.a': { en: '${en}', 'zh-CN': '${zh}' }`;

describe('texts in both languages', () => {
  it.each([
    ['the same', text('Paid {n} of {m}.', '共 {m}，已付 {n}。'), []],
    ['plural forms in English only', text('{n,gap|gaps}', '{n} 处缺口'), []],
    ['nothing to translate', text('{a}: {b}', '{a}: {b}'), []],
    ['no Chinese', `'shop.a': { en: 'Paid.' }`, [`${FILE}:2: shop.a says nothing in zh-CN`]],
    ['empty English', text('', '已付'), [`${FILE}:2: shop.a says nothing in en`]],
    [
      'a text that is computed',
      `'shop.a': { en: 'Paid.', 'zh-CN': later() }`,
      [`${FILE}:2: shop.a says nothing in zh-CN`],
    ],
    [
      'another parameter',
      text('Paid {n}.', '已付 {m}。'),
      [`${FILE}:2: shop.a has the parameters [n] in en and [m] in zh-CN`],
    ],
    [
      'a parameter lost',
      text('Paid {n}.', '已付。'),
      [`${FILE}:2: shop.a has the parameters [n] in en and [] in zh-CN`],
    ],
    ['English in Chinese', text('Paid in full.', 'Paid in full.'), [`${FILE}:2: shop.a is English in zh-CN`]],
  ])('%s', (_name, given, expected) => {
    expect(said(given)).toEqual(expected);
  });

  it('says each key once', () => {
    expect(said(text('Paid.', '已付。'), text('Paid!', '已付！'))).toEqual([
      `${FILE}:3: shop.a stands in ${FILE}:2 already`,
    ]);
  });
});
