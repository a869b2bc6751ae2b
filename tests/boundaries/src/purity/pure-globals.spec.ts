import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, cpSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from '../scratch-copy.js';

const PURE_FOLDERS = [
  'libs/kernel/src',
  'libs/calendar/src/windows',
  'libs/engine/src/evaluation',
  'libs/texts/src/catalogue',
  'services/agreements/src/domain',
  'services/incidents/src/domain/clocks',
];
/** DESIGN.md 3.4 names these; the linter's configuration may name more. */
const NAMED_BY_THE_DESIGN = ['Date', 'globalThis', 'process', 'performance', 'crypto', 'setTimeout', 'setInterval'];

interface Config {
  readonly overrides: readonly [
    { readonly rules: { readonly 'no-restricted-globals': readonly ['error', ...{ readonly name: string }[]] } },
  ];
}
const config = JSON.parse(readFileSync(path.join(root, '.oxlintrc.json'), 'utf8')) as Config;
const [, ...restricted] = config.overrides[0].rules['no-restricted-globals'];
const globals = restricted.map(({ name }) => name);

const GLOBALS = 'eslint(no-restricted-globals)';
const PROPERTIES = 'eslint(no-restricted-properties)';
/** Ways to the same things that do not look like them. */
const DISGUISES: readonly { name: string; text: string; fires: readonly string[] }[] = [
  { name: 'Math.random', text: 'export const x = Math.random();', fires: [PROPERTIES] },
  { name: 'Math["random"]', text: 'export const x = Math["random"]();', fires: [PROPERTIES] },
  { name: 'random taken out of Math', text: 'export const { random } = Math;', fires: [PROPERTIES] },
  { name: 'an alias of Date', text: 'const D = Date;\nexport const x = D.now();', fires: [GLOBALS] },
  { name: 'Date under globalThis', text: 'export const x = globalThis.Date.now();', fires: [GLOBALS] },
  { name: 'Date as a constructor in a default', text: 'export const f = (at = new Date()) => at;', fires: [GLOBALS] },
  {
    name: 'the order of a locale',
    text: 'export const f = (a: string, b: string) => a.localeCompare(b);',
    fires: [PROPERTIES],
  },
  { name: 'digits of a locale', text: 'export const f = (a: number) => a.toLocaleString();', fires: [PROPERTIES] },
  {
    name: 'a property that is called like a global',
    text: 'export const f = (a: { process: number }) => a.process;',
    fires: [],
  },
  {
    name: 'a parameter that is called like a global',
    text: 'export const f = (process: number) => process;',
    fires: [],
  },
  { name: 'arithmetic', text: 'export const x = Math.floor(1.5);', fires: [] },
];

interface Finding {
  readonly code: string;
  readonly filename: string;
}

describe('pure folders', () => {
  let copy: string;
  let findings: readonly Finding[];
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    writeFileSync(path.join(copy, file), `${text}\n`);
  };
  const firedIn = (file: string): readonly string[] => [
    ...new Set(findings.filter(({ filename }) => filename === file).map(({ code }) => code)),
  ];

  beforeAll(() => {
    copy = mkdtempSync(path.join(tmpdir(), 'sla-purity-'));
    cpSync(path.join(root, '.oxlintrc.json'), path.join(copy, '.oxlintrc.json'));
    for (const folder of PURE_FOLDERS) {
      for (const name of globals) write(`${folder}/uses-${name}.ts`, `export const x = ${name};`);
      DISGUISES.forEach(({ text }, at) => write(`${folder}/disguise-${at}.ts`, text));
    }
    for (const file of ['libs/kernel/src/a.spec.ts', 'libs/platform/src/a.ts', 'services/agreements/src/adapters/a.ts'])
      write(file, 'export const x = Date.now();');
    const { stdout, stderr } = spawnSync(path.join(root, 'node_modules/.bin/oxlint'), ['--format', 'json', '.'], {
      cwd: copy,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    if (!stdout.startsWith('{')) throw new Error(`oxlint did not answer:\n${stdout}${stderr}`);
    findings = (JSON.parse(stdout) as { diagnostics: Finding[] }).diagnostics;
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('know no global that the design forbids', () => {
    expect(NAMED_BY_THE_DESIGN.filter((name) => !globals.includes(name))).toEqual([]);
  });

  describe.each(PURE_FOLDERS)('%s', (folder) => {
    it.each(globals)('refuses %s', (name) => {
      expect(firedIn(`${folder}/uses-${name}.ts`)).toContain(GLOBALS);
    });

    it.each(DISGUISES.map((disguise, at) => ({ ...disguise, at })))('sees $name: $fires', ({ at, fires }) => {
      expect(firedIn(`${folder}/disguise-${at}.ts`)).toEqual(fires);
    });
  });

  it.each(['libs/kernel/src/a.spec.ts', 'libs/platform/src/a.ts', 'services/agreements/src/adapters/a.ts'])(
    'are no others: %s may read the clock',
    (file) => {
      expect(firedIn(file)).toEqual([]);
    },
  );
});
