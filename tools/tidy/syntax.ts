import ts from 'typescript';
import type { Tree } from './tree.ts';

/** Code that a generator wrote is judged by its generator's input. */
const GENERATED = /(^|\/)(gen|generated)\//;
const CODE = /[.](ts|mjs)$/;
const TEST = /[.](spec|fixture|suite)[.]ts$|^services\/[^/]+\/test\/|^(libs\/[^/]+|cli)\/test\/|^tests\//;

export const isCode = (file: string): boolean => CODE.test(file) && !GENERATED.test(file);
export const isTest = (file: string): boolean => TEST.test(file);

const parsed = new WeakMap<Tree, Map<string, ts.SourceFile>>();

/** The syntax of a file; parsed once per tree. */
export function syntaxOf(tree: Tree, file: string): ts.SourceFile {
  const known = parsed.get(tree) ?? new Map<string, ts.SourceFile>();
  parsed.set(tree, known);
  const source = known.get(file) ?? ts.createSourceFile(file, tree.text(file), ts.ScriptTarget.Latest, true);
  known.set(file, source);
  return source;
}

/** Every node of a file for which `pick` gives a value, in the order of the text. */
export function collect<T>(source: ts.SourceFile, pick: (node: ts.Node) => T | undefined): readonly T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    const value = pick(node);
    if (value !== undefined) found.push(value);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

export const lineOf = (node: ts.Node): number => {
  const source = node.getSourceFile();
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
};

export interface ImportedModule {
  readonly specifier: string;
  readonly line: number;
  /** Nothing of it is there at run time. */
  readonly typeOnly: boolean;
}

/** Modules that a file imports: by import, by export … from, and by import(). */
export const importsOf = (source: ts.SourceFile): readonly ImportedModule[] => collect(source, importedModule);

function importedModule(node: ts.Node): ImportedModule | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
    return { specifier: node.moduleSpecifier.text, line: lineOf(node), typeOnly: isTypeOnly(node.importClause) };
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier))
    return { specifier: node.moduleSpecifier.text, line: lineOf(node), typeOnly: node.isTypeOnly };
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [specifier] = node.arguments;
    if (specifier !== undefined && ts.isStringLiteralLike(specifier))
      return { specifier: specifier.text, line: lineOf(node), typeOnly: false };
  }
  return undefined;
}

const isTypeOnly = (clause: ts.ImportClause | undefined): boolean =>
  clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
