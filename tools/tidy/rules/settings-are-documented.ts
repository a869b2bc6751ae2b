import ts from 'typescript';
import type { Rule } from '../rule.ts';
import { collect, lineOf, syntaxOf } from '../syntax.ts';
import type { Tree } from '../tree.ts';

const SCHEMA = /^(services\/[^/]+)\/src\/config[.]ts$|^(libs\/platform)\/src\/boot\/config[.]ts$/;
const KEY = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

export const settingsAreDocumented: Rule = {
  name: 'settings-are-documented',
  law: 'every environment key that a configuration reads stands in the README of its service or library',
  check: (tree) =>
    tree.files.flatMap((file) => {
      const match = SCHEMA.exec(file);
      if (match === null) return [];
      const readme = `${match[1] ?? match[2]}/README.md`;
      const said = tree.has(readme) ? tree.text(readme) : '';
      return keysOf(tree, file)
        .filter(({ key }) => !said.includes(`\`${key}\``))
        .map(({ key, line }) => ({
          file,
          line,
          says: `${key} is not explained in ${readme}; write \`${key}\` and what it does`,
        }));
    }),
};

/** Keys of objects given to z.object(…) or .extend(…). */
function keysOf(tree: Tree, file: string): readonly { key: string; line: number }[] {
  return collect(syntaxOf(tree, file), (node) => {
    if (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) return undefined;
    const call = node.parent.parent;
    if (!ts.isCallExpression(call) || !/[.](object|extend)$/.test(call.expression.getText())) return undefined;
    const key = node.name.getText();
    return KEY.test(key) ? { key, line: lineOf(node) } : undefined;
  });
}
