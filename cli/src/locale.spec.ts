import { expect, it } from '@jest/globals';
import { localeOf } from './locale.js';

it.each([
  ['--lang zh-CN', ['get', '--lang', 'zh-CN'], {}, 'zh-CN'],
  ['--lang=zh-CN', ['--lang=zh-CN'], {}, 'zh-CN'],
  ['the option before the system', ['--lang', 'en'], { LANG: 'zh_CN.UTF-8' }, 'en'],
  ['LC_ALL before LANG', [], { LC_ALL: 'en_US.UTF-8', LANG: 'zh_CN.UTF-8' }, 'en'],
  ['an empty LC_ALL is none', [], { LC_ALL: '', LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
  ['a language that slactl does not speak', ['--lang', 'fr'], { LANG: 'zh_CN' }, 'zh-CN'],
  ['nothing said', [], {}, 'en'],
] as const)('%s', (_name, args, env, locale) => expect(localeOf(args, env)).toBe(locale));
