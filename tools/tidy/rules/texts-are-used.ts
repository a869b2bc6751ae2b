import ts from 'typescript';
import type { Fault, Rule } from '../rule.ts';
import { collect, isCode, isTest, lineOf, syntaxOf } from '../syntax.ts';
import type { Tree } from '../tree.ts';
import { isCatalogue, textsOf } from './texts-of.ts';

/** A word in the code that may be the key of a text; `made` matches the keys that a template makes. */
interface Spoken {
  readonly file: string;
  readonly line: number;
  readonly key?: string;
  readonly made?: RegExp;
}

export const textsAreUsed: Rule = {
  name: 'texts-are-used',
  law: 'every text has a place that says it, and every key that code says has a text',
  check: (tree) => {
    const texts = textsOf(tree);
    const spoken = speakers(tree).flatMap((file) => spokenIn(tree, file));
    const said = new Set(spoken.flatMap(({ key }) => key ?? []));
    const made = spoken.flatMap((word) => word.made ?? []);
    const unused = texts
      .filter(({ key }) => !said.has(key) && !made.some((pattern) => pattern.test(key)))
      .map(({ key, file, line }) => ({ file, line, says: `${key} is said nowhere; use it or delete it` }));
    return [...unused, ...unknownKeys(spoken, new Set(texts.map(({ key }) => key)))];
  },
};

/** Tests prove that a text is said; they are not what says it. */
const speakers = (tree: Tree): readonly string[] =>
  tree.files.filter((file) => isCode(file) && !isTest(file) && !isCatalogue(file) && !file.startsWith('tools/tidy/'));

const KEY = /^[a-z]+(\.[a-z0-9]+(_[a-z0-9]+)*)+$/;

function spokenIn(tree: Tree, file: string): readonly Spoken[] {
  return collect(syntaxOf(tree, file), (node) => {
    if (ts.isStringLiteralLike(node))
      return KEY.test(node.text) ? { file, line: lineOf(node), key: node.text } : undefined;
    if (!ts.isTemplateExpression(node) || !/^[a-z]+\.[a-z0-9_.]*$/.test(node.head.text)) return undefined;
    const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
    const pattern = parts.map((part) => part.replaceAll('.', '\\.')).join('[a-z0-9_]+');
    return { file, line: lineOf(node), made: new RegExp(`^${pattern}$`) };
  });
}

/**
 * A refusal names its text by a string, which no type holds against the catalogue. Only words of the catalogue's own
 * first parts are asked: names of metrics and of events have others, or more parts, and tools
 * refuse nobody.
 */
function unknownKeys(spoken: readonly Spoken[], known: ReadonlySet<string>): readonly Fault[] {
  const areas = new Set([...known].map((key) => key.split('.', 1)[0] ?? ''));
  const shape = (key: string): boolean => areas.has(key.split('.', 1)[0] ?? '') && key.split('.').length === 2;
  return spoken.flatMap(({ file, line, key }) =>
    key === undefined || known.has(key) || !shape(key) || file.startsWith('tools/')
      ? []
      : [{ file, line, says: `${key} has no text; add it to libs/texts in both languages` }],
  );
}
