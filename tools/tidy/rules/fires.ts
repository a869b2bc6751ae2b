import type { Rule } from '../rule.ts';
import { treeOf } from '../tree.ts';

/** What a rule says about a tree of these files, one line per fault as `npm test` prints it, without the advice behind `;`. */
export const saidOf = (rule: Rule, texts: Readonly<Record<string, string>>): readonly string[] =>
  rule
    .check(treeOf(texts))
    .map(({ file, line, says }) => `${file}${line === undefined ? '' : `:${line}`}: ${says.split(/[;.] /)[0] ?? ''}`);
