import { describe, expect, it } from '@jest/globals';
import { saidOf } from './fires.ts';
import { settingsAreDocumented } from './settings-are-documented.ts';

const CONFIG = 'services/shop/src/config.ts';
const README = 'services/shop/README.md';

describe('settings are documented', () => {
  it.each([
    [
      'explained',
      { [CONFIG]: 'base.extend({ SHOP_TILL: z.string() })', [README]: '| `SHOP_TILL` | where the money is |' },
      [],
    ],
    [
      'not explained',
      { [CONFIG]: 'base.extend({\nSHOP_TILL: z.string() })', [README]: 'SHOP' },
      [`${CONFIG}:2: SHOP_TILL is not explained in ${README}`],
    ],
    [
      'a longer key explained',
      { [CONFIG]: 'z.object({ SHOP_TILL: x })', [README]: '`SHOP_TILL_FILE`' },
      [`${CONFIG}:1: SHOP_TILL is not explained in ${README}`],
    ],
    ['a short form', { [CONFIG]: 'z.object({ SHOP_TILL })' }, [`${CONFIG}:1: SHOP_TILL is not explained in ${README}`]],
    [
      'platform',
      { 'libs/platform/src/boot/config.ts': 'z.object({ SLA_A: x })' },
      ['libs/platform/src/boot/config.ts:1: SLA_A is not explained in libs/platform/README.md'],
    ],
    ['another object', { [CONFIG]: 'const LIMITS = { MAX: 1 };' }, []],
  ])('%s', (_name, files, expected) => {
    expect(saidOf(settingsAreDocumented, files as Record<string, string>)).toEqual(expected);
  });
});
