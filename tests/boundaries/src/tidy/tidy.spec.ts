import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectFile, root, scratchCopy } from '../scratch-copy.js';

/** What `npm test` says about a tree: the laws that are broken, and the faults. */
function tidy(tree: string): { readonly status: number | null; readonly said: string } {
  const args = [path.join(root, 'tools/tidy/main.ts'), '--root', tree, '--all'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (!stdout.includes('laws kept')) throw new Error(`tidy did not end:\n${stdout}${stderr}`);
  return { status, said: stdout };
}

/** One broken thing per row: the file that is changed, and what is said about it. */
const BREACHES = [
  {
    law: 'project-tags',
    file: 'services/agreements/package.json',
    change: (text: string) => text.replace('"dependencies": {', '"dependencies": {\n    "@sla/measurement": "0.1.0",'),
    says: 'services/agreements/package.json: @sla/agreements (type:service) must not depend on @sla/measurement (type:service)',
  },
  {
    law: 'project-tags',
    file: 'libs/kernel/package.json',
    change: (text: string) =>
      text.replace('"devDependencies"', '"dependencies": { "@sla/texts": "0.1.0" },\n  "devDependencies"'),
    says: 'libs/kernel/package.json: @sla/kernel must not depend on @sla/texts: the table of libraries allows none',
  },
  {
    law: 'declared-imports',
    file: 'services/agreements/src/config.ts',
    change: (text: string) => `${text}export * from 'pino';\n`,
    says: 'imports pino; add it to dependencies of services/agreements/package.json',
  },
  {
    law: 'calls-flow-down',
    file: 'services/measurement/src/adapters/peers/agreements-peer.ts',
    change: (text: string) => `${text}import { reportingV1 as upwards } from '@sla/contracts';\n`,
    says: 'measurement (rung 1) must not call reporting (rung 2)',
  },
  {
    law: 'texts-in-both-languages',
    file: 'libs/texts/src/catalogue/kernel.ts',
    change: (text: string) => text.replace(/'zh-CN': '[^']*'/, `'zh-CN': ''`),
    says: 'says nothing in zh-CN',
  },
] as const;

describe('tidy over the whole tree', () => {
  let copy: string;
  let before: string;
  let after: ReturnType<typeof tidy>;

  beforeAll(() => {
    copy = scratchCopy();
    before = tidy(copy).said;
    for (const { file, change } of BREACHES) {
      const text = readFileSync(path.join(copy, file), 'utf8');
      if (change(text) === text) throw new Error(`${file} was not changed`);
      writeFileSync(path.join(copy, file), change(text));
    }
    appendFileSync(path.join(copy, 'libs/kernel/src/money.ts'), '\nexport const alias = Math;\n');
    after = tidy(copy);
  }, 60_000);
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it.each(BREACHES)('$law fires on $file, and did not before', ({ law, says }) => {
    expect(before).not.toContain(says);
    expect(after.said).toContain(says);
    expect(after.said).toContain(`FAIL ${law}:`);
  });

  it('fails the run', () => {
    expect(after.status).toBe(1);
    expect(after.said).toContain('libs/kernel/src/money.ts');
  });

  it('reads the projects of the scratch copy', () => {
    expect(projectFile(path.join(copy, 'services/agreements')).dependencies).toHaveProperty('@sla/measurement');
  });
});
