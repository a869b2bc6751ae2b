import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readAccessRules } from '@sla/platform';
import { accessTable, NOT_SERVED } from './table.js';
import { WALLS } from './walls.js';

const REVIEWED = path.join(import.meta.dirname, 'ACCESS.md');

describe('who may call what', () => {
  it('is what was reviewed', () => {
    if (process.env['SLA_ACCEPT_ACCESS'] === '1' && process.env['CI'] !== 'true')
      writeFileSync(REVIEWED, accessTable());
    expect(accessTable()).toBe(readFileSync(REVIEWED, 'utf8'));
  });

  it('differs when a role changes', () => {
    const rules = new Map(readAccessRules());
    const path = '/sla.agreements.v1.AgreementsService/SignVersion';
    const rule = rules.get(path);
    if (rule === undefined) throw new Error(`${path} is gone`);
    rules.set(path, { ...rule, roles: [...rule.roles, 'supplier'] });
    expect(accessTable(rules)).not.toBe(accessTable());
  });

  it('knows the walls of every rpc that is served, and of no other', () => {
    const served = [...readAccessRules().keys()].filter(
      (rpc) => !NOT_SERVED.some((name) => rpc.startsWith(`/${name}/`)),
    );
    expect(Object.keys(WALLS).sort()).toEqual(served.sort());
  });
});
