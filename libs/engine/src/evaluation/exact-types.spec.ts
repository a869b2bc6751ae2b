import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const src = path.join(import.meta.dirname, '..');
const fixture = path.join(import.meta.dirname, 'exact-types.inline.ts');
const PRELUDE = `
import { addMoney, compare, ratio, type Instant, type Interval, type Money, type Ratio } from '@sla/kernel';
import type { Share } from '../slices/mean-of-shares.js';
import type { ValueSample } from '../samples.js';
declare const r: Ratio; declare const m: Money; declare const s: ValueSample; declare const share: Share; declare const at: Instant;
`;

/** Type errors of one statement, compiled as if it stood in a file of the engine. */
function errorsOf(statements: readonly string[]): ReadonlyMap<string, number> {
  const text = `${PRELUDE}${statements.map((statement) => `{ ${statement} }`).join('\n')}\n`;
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    customConditions: ['@sla/source'],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => name === fixture || fileExists.call(host, name);
  host.readFile = (name) => (name === fixture ? text : readFile.call(host, name));
  host.getSourceFile = (name, language) =>
    name === fixture ? ts.createSourceFile(name, text, language) : getSourceFile.call(host, name, language);
  const program = ts.createProgram([fixture], options, host);
  const first = PRELUDE.split('\n').length - 1;
  const found = new Map(statements.map((statement) => [statement, 0]));
  for (const { file, start } of program.getSemanticDiagnostics(program.getSourceFile(fixture))) {
    const line = file === undefined ? -1 : file.getLineAndCharacterOfPosition(start ?? 0).line;
    const statement = statements[line - first];
    if (statement === undefined) throw new Error(`the fixture itself is wrong at line ${line}`);
    found.set(statement, (found.get(statement) ?? 0) + 1);
  }
  return found;
}

/** What would let a double decide. */
const REFUSED = [
  'const a: number = r * 2;',
  'const b = r + 1;',
  'const c = r.num / 3;',
  'const d = r.num * 0.5;',
  'const e: Ratio = 0.999;',
  'const f = r.num + r.den + 1;',
  'const g = m * 2;',
  'const h: Money = { amountMinor: 12.5, currency: "EUR" };',
  'const i = m.amountMinor * 1.1;',
  'const j = m.amountMinor + 1;',
  'const k = s.scaled / 10;',
  'const l = s.scaled * 0.1;',
  'const n: number = share.num;',
  'const o = Math.round(r);',
  'const p = Math.floor(m.amountMinor);',
  'const q = compare(r, 0.5);',
  'const t = addMoney(m, 5n);',
  'const u: Instant = 5;',
  'const v: Interval = { start: 1, end: 2 };',
  'const w: Ratio = m;',
];
const ACCEPTED = [
  'const a = ratio(1n, 3n);',
  'const b = r.num * 2n;',
  'const c = compare(r, ratio(1n, 2n)) < 0;',
  'const d = addMoney(m, m);',
  'const e = s.scaled * 10n;',
  'const f: Share = r;',
  'const g = at - 1;',
];

describe('exact types', () => {
  const errors = errorsOf([...REFUSED, ...ACCEPTED]);
  it.each(REFUSED)('%s does not compile', (statement) => expect(errors.get(statement)).toBeGreaterThan(0));
  it.each(ACCEPTED)('%s compiles', (statement) => expect(errors.get(statement)).toBe(0));
});

/** Ways out of the types: a fraction or an amount made a double. */
const WAYS_OUT = [
  /\bparseFloat\(/,
  /\.toFixed\(|\.toPrecision\(/,
  /\bNumber\([^()]*\.(num|den|amountMinor)\b[^()]*\)\s*[/*]/,
  /\bNumber\([^()]*\b(amountMinor|scaled)\b/,
  /\bMath\.(round|trunc)\(/,
];

describe('the engine', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/[.](spec|fixture)[.]ts$/.test(file),
  );

  it.each(files)('%s makes no double of a fraction or an amount', (file) => {
    const text = readFileSync(path.join(src, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    expect(WAYS_OUT.filter((way) => way.test(text)).map(String)).toEqual([]);
  });

  it('would notice', () => {
    const wrong = [
      'Number(r.num) / Number(r.den)',
      'parseFloat(x)',
      'x.toFixed(2)',
      'Number(m.amountMinor)',
      'Math.round(x)',
    ];
    for (const text of wrong) expect(WAYS_OUT.some((way) => way.test(text))).toBe(true);
  });
});
