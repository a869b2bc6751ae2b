import crypto from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import { compileFunction } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import * as calendar from '@sla/calendar';
import * as contracts from '@sla/contracts';
import * as engine from '@sla/engine';
import * as kernel from '@sla/kernel';
import * as texts from '@sla/texts';
import ts from 'typescript';
import { root } from '../scratch-copy.js';

/** What an example may import; files are read from the root of the repository. */
const MODULES: Readonly<Record<string, object>> = {
  '@sla/calendar': calendar,
  '@sla/contracts': contracts,
  '@sla/engine': engine,
  '@sla/kernel': kernel,
  '@sla/texts': texts,
  'node:crypto': crypto,
  'node:fs': { readFileSync: (file: string) => readFileSync(path.join(root, file), 'utf8') },
};
/** Libraries whose examples need no servers; those of platform and testkit are whole services, which their specs start. */
const LIBRARIES = ['calendar', 'contracts', 'engine', 'kernel', 'texts'];

const examplesOf = (library: string): readonly string[] =>
  [...readFileSync(path.join(root, 'libs', library, 'README.md'), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(
    ([, code = '']) => code,
  );

/** `expression; // → value` becomes a comparison with what the console would print. */
function runnable(code: string): string {
  const compared = code.replace(
    /^(?!\/\/)(.+?);\s*\/\/ → (.*)$/gm,
    (_line, expression: string, value: string) => `says(${expression}, ${JSON.stringify(value)});`,
  );
  const loaded = compared.replace(
    /^import \{([^}]*)\} from '([^']+)';$/gm,
    (_line, names: string, module: string) => `const {${names}} = from('${module}');`,
  );
  const options = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(loaded, { compilerOptions: options }).outputText;
}

interface Comparison {
  readonly is: string;
  readonly said: string;
}

function run(code: string): readonly Comparison[] {
  const comparisons: Comparison[] = [];
  const from = (module: string): object => kernel.defined(MODULES[module], `module ${module} of examples`);
  const says = (value: unknown, said: string): void => {
    comparisons.push({ is: inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 6 }), said });
  };
  const example = compileFunction(runnable(code), ['from', 'says']) as (...given: readonly unknown[]) => void;
  example(from, says);
  return comparisons;
}

describe('the examples in READMEs of libraries', () => {
  it('are there for every library', () => {
    const without = readdirSync(path.join(root, 'libs')).filter((library) => examplesOf(library).length === 0);
    expect(without).toEqual([]);
  });

  it.each(LIBRARIES)('of %s do what they say', (library) => {
    const comparisons = examplesOf(library).flatMap((code) => run(code));
    expect(comparisons.length).toBeGreaterThan(0);
    expect(comparisons.map(({ is }) => is)).toEqual(comparisons.map(({ said }) => said));
  });
});
