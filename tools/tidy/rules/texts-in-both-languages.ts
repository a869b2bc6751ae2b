import type { Fault, Rule } from '../rule.ts';
import { LANGUAGES, textsOf, type CatalogueText } from './texts-of.ts';

/** `{n}` and `{n,one|many}`: the name counts; Chinese has no plural forms, so the forms may differ. */
const PARAMETER = /\{(\w+)(?:,[^{}]*)?\}/g;
const CHINESE = /\p{Script=Han}/u;

export const textsInBothLanguages: Rule = {
  name: 'texts-in-both-languages',
  law: 'every text says the same in English and Chinese: both are there, with the same parameters, and no key comes twice',
  check: (tree) => {
    const texts = textsOf(tree);
    return [...texts.flatMap(faultsOf), ...twice(texts)];
  },
};

function faultsOf({ key, file, line, said }: CatalogueText): readonly Fault[] {
  const missing = LANGUAGES.filter((language) => (said.get(language) ?? '').trim() === '');
  if (missing.length > 0) return [{ file, line, says: `${key} says nothing in ${missing.join(' and ')}` }];
  const [english, chinese] = LANGUAGES.map((language) => parametersOf(said.get(language) ?? ''));
  if (english !== chinese)
    return [{ file, line, says: `${key} has the parameters [${english}] in en and [${chinese}] in zh-CN` }];
  return CHINESE.test(said.get('zh-CN') ?? '') ||
    said.get('zh-CN') !== said.get('en') ||
    !/[a-z]{3}/.test(said.get('en') ?? '')
    ? []
    : [{ file, line, says: `${key} is English in zh-CN` }];
}

const parametersOf = (text: string): string =>
  [...new Set([...text.matchAll(PARAMETER)].map(([, name = '']) => name))].sort().join(', ');

function twice(texts: readonly CatalogueText[]): readonly Fault[] {
  const first = new Map<string, CatalogueText>();
  return texts.flatMap((text) => {
    const earlier = first.get(text.key);
    if (earlier === undefined) first.set(text.key, text);
    return earlier === undefined
      ? []
      : [{ file: text.file, line: text.line, says: `${text.key} stands in ${earlier.file}:${earlier.line} already` }];
  });
}
