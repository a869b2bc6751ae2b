import { describe, expect, it } from '@jest/globals';
import { saidOf } from './fires.ts';
import { textsAreUsed } from './texts-are-used.ts';

const FILE = 'libs/texts/src/catalogue/shop.ts';
const USER = 'services/shop/src/domain/a.ts';
const said = (code: string, file = USER): readonly string[] =>
  saidOf(textsAreUsed, {
    [FILE]: `export const shop = { 'shop.state_open': { en: 'Open', 'zh-CN': '开' } };`,
    [file]: code,
  });
const UNUSED = `${FILE}:1: shop.state_open is said nowhere`;

describe('texts are used', () => {
  it.each([
    ['by its key', `say('shop.state_open');`, []],
    ['by a template', 'say(`shop.state_${state}`);', []],
    ['by a template of another text', 'say(`shop.mood_${state}`);', [UNUSED]],
    ['by nobody', '', [UNUSED]],
    ['in a comment only', '// shop.state_open', [UNUSED]],
    [
      'a key without a text',
      `say('shop.state_open');\nsay('shop.state_shut');`,
      [`${USER}:2: shop.state_shut has no text`],
    ],
    ['words of other areas', `say('shop.state_open');\nmeasure('sales.total');\ntell('shop.dispute.accept');`, []],
  ])('%s', (_name, code, expected) => {
    expect(said(code)).toEqual(expected);
  });

  it('are not used by a test', () => {
    expect(said(`say('shop.state_open');`, 'services/shop/src/domain/a.spec.ts')).toEqual([UNUSED]);
  });
});
