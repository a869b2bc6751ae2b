import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root, scratchCopy } from '../scratch-copy.js';
import { BROKEN_LAWS } from './broken-laws.js';

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}
interface Config {
  readonly forbidden: readonly { readonly name: string; readonly severity: string }[];
}

/** The import laws over a whole tree take seconds, so all laws are broken at once and every case looks for its own file. */
function violations(copy: string): readonly Violation[] {
  const program = path.join(root, 'node_modules/.bin/depcruise');
  const trees = ['libs', 'services', 'cli', 'tests', 'tools'];
  const args = [program, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...trees];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (stdout === '') throw new Error(`dependency-cruiser said nothing:\n${stderr}`);
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

describe('the import laws', () => {
  let copy: string;
  let found: readonly Violation[];
  let rules: Config['forbidden'];

  beforeAll(async () => {
    copy = scratchCopy();
    const files = BROKEN_LAWS.flatMap(({ file, text, beside = {} }) => [
      [file, text] as const,
      ...Object.entries(beside),
    ]);
    for (const [file, text] of files) {
      mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
      writeFileSync(path.join(copy, file), `${text}\nexport {};\n`, { flag: 'wx' });
    }
    found = violations(copy);
    const url = pathToFileURL(path.join(root, '.dependency-cruiser.mjs')).href;
    rules = ((await import(url)) as { default: Config }).default.forbidden;
  }, 120_000);
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it.each(BROKEN_LAWS)('$name: $fires', ({ file, fires }) => {
    const fired = found.filter(({ from }) => from === file).map(({ rule }) => rule.name);
    expect([...new Set(fired)].sort()).toEqual(fires);
  });

  it('find nothing else in the tree as it is', () => {
    const ours = new Set(BROKEN_LAWS.flatMap(({ file, beside = {} }) => [file, ...Object.keys(beside)]));
    expect(found.filter(({ from }) => !ours.has(from))).toEqual([]);
  });

  it('are each broken by a case, alone', () => {
    const alone = new Set(BROKEN_LAWS.flatMap(({ fires }) => (fires.length === 1 ? fires : [])));
    expect(rules.map(({ name }) => name).filter((name) => !alone.has(name))).toEqual([]);
  });

  it('are all errors, so that none only warns', () => {
    expect(rules.filter(({ severity }) => severity !== 'error')).toEqual([]);
  });
});
