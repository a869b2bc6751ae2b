import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root, scratchCopy } from '../scratch-copy.js';

/** One way to let schema and migrations drift apart per service. */
const DRIFTS = [
  {
    name: 'a column that no migration makes',
    service: 'agreements',
    drift: (dir: string) =>
      edit(dir, 'prisma/schema.prisma', (text) =>
        text.replace('model Agreement {', 'model Agreement {\n  nickname String?'),
      ),
    says: 'ADD COLUMN     "nickname" TEXT',
  },
  {
    name: 'a migration that the schema does not know',
    service: 'measurement',
    drift: (dir: string) => {
      const migration = path.join(dir, 'prisma/migrations/20991231000000_late');
      mkdirSync(migration);
      writeFileSync(path.join(migration, 'migration.sql'), 'CREATE TABLE forgotten (id TEXT PRIMARY KEY);\n');
    },
    says: 'DROP TABLE "forgotten"',
  },
  {
    name: 'an external table that does not exist',
    service: 'reporting',
    drift: (dir: string) => edit(dir, 'prisma.config.ts', (text) => text.replace(`'audit',`, `'audit',\n  'nowhere',`)),
    says: 'public.nowhere is declared external, but no migration makes it',
  },
] as const;

function edit(dir: string, file: string, change: (text: string) => string): void {
  const place = path.join(dir, file);
  const text = readFileSync(place, 'utf8');
  if (change(text) === text) throw new Error(`${place} was not changed`);
  writeFileSync(place, change(text));
}

function check(dirs: readonly string[]): { readonly status: number | null; readonly said: string } {
  const args = [path.join(root, 'tools/prisma/check.mjs'), ...dirs];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}

describe('schema and migrations', () => {
  let copy: string;
  const dirOf = (service: string): string => path.join(copy, 'services', service);

  beforeAll(() => {
    copy = scratchCopy();
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('agree in every service as it is', () => {
    const { status, said } = check(DRIFTS.map(({ service }) => dirOf(service)));
    expect(said.match(/schema and migrations agree/g)).toHaveLength(DRIFTS.length);
    expect(status).toBe(0);
  });

  it.each(DRIFTS)('differ by $name', ({ service, drift, says }) => {
    drift(dirOf(service));
    const { status, said } = check([dirOf(service)]);
    expect(said).toContain(says);
    expect(status).toBe(1);
  });
});
