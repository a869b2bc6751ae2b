import ts from 'typescript';
import { collect, lineOf, syntaxOf } from '../syntax.ts';
import type { Tree } from '../tree.ts';

export const LANGUAGES = ['en', 'zh-CN'] as const;
const CATALOGUE = /^libs\/texts\/src\/catalogue\/[^/]+[.]ts$/;

export interface CatalogueText {
  readonly key: string;
  readonly file: string;
  readonly line: number;
  /** What stands there by language; a text that is no literal is missing. */
  readonly said: ReadonlyMap<string, string>;
}

/** Every text of the catalogue files. */
export const textsOf = (tree: Tree): readonly CatalogueText[] =>
  tree.files
    .filter((file) => isCatalogue(file))
    .flatMap((file) => collect(syntaxOf(tree, file), (node) => textOf(node, file)));

export const isCatalogue = (file: string): boolean => CATALOGUE.test(file) && !file.endsWith('.spec.ts');

function textOf(node: ts.Node, file: string): CatalogueText | undefined {
  if (!ts.isPropertyAssignment(node) || !ts.isObjectLiteralExpression(node.initializer)) return undefined;
  const key = nameOf(node);
  if (!key.includes('.')) return undefined;
  const said = node.initializer.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) && ts.isStringLiteralLike(property.initializer)
      ? [[nameOf(property), property.initializer.text] as const]
      : [],
  );
  return { key, file, line: lineOf(node), said: new Map(said) };
}

const nameOf = ({ name }: ts.PropertyAssignment): string =>
  ts.isStringLiteralLike(name) || ts.isIdentifier(name) ? name.text : name.getText();
