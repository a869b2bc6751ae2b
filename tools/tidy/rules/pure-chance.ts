import ts from 'typescript';
import type { Rule } from '../rule.ts';
import { collect, isCode, isTest, lineOf, syntaxOf } from '../syntax.ts';

const PURE = /^(libs\/(kernel|calendar|engine|texts)\/src|services\/[^/]+\/src\/domain)\//;

/** The linter sees Math.random; behind another name for Math it sees nothing, so Math gets no other name. */
export const pureChance: Rule = {
  name: 'pure-chance',
  law: 'pure code uses Math by its own name only, so that the linter sees Math.random',
  check: (tree) =>
    tree.files
      .filter((file) => PURE.test(file) && isCode(file) && !isTest(file))
      .flatMap((file) =>
        collect(syntaxOf(tree, file), (node) => (isMathItself(node) ? lineOf(node) : undefined)).map((line) => ({
          file,
          line,
          says: 'hands Math itself around; write Math.<function>',
        })),
      ),
};

function isMathItself(node: ts.Node): boolean {
  if (!ts.isIdentifier(node) || node.text !== 'Math') return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return false;
  return !(ts.isElementAccessExpression(parent) && ts.isStringLiteralLike(parent.argumentExpression));
}
