import { describe, expect, it } from '@jest/globals';
import { declaredImports } from './declared-imports.ts';
import { saidOf } from './fires.ts';

const files = (file: string, text: string): Record<string, string> => ({
  'package.json': JSON.stringify({ devDependencies: { '@jest/globals': '1' } }),
  'services/a/package.json': JSON.stringify({
    name: '@sla/a',
    dependencies: { zod: '1', '@nestjs/common': '1' },
    devDependencies: { supertest: '1' },
  }),
  'libs/b/package.json': JSON.stringify({ name: '@sla/b', dependencies: { pg: '1' } }),
  [file]: text,
});
const SRC = 'services/a/src/x.ts';

describe('imports are declared', () => {
  it.each([
    ['a dependency', SRC, `import { z } from 'zod';`, []],
    ['a part of a scoped dependency', SRC, `import { x } from '@nestjs/common/pipes';`, []],
    ['a module of Node.js', SRC, `import fs from 'node:fs';\nimport path from 'path';`, []],
    ['a file', SRC, `import { x } from './y.js';`, []],
    ['its own name', SRC, `import { x } from '@sla/a';`, []],
    ['a package of another project', SRC, `import pg from 'pg';`, [`${SRC}:1: imports pg`]],
    ['another project', SRC, `import { b } from '@sla/b';`, [`${SRC}:1: imports @sla/b`]],
    ['a lazy import', SRC, `\nconst pg = await import('pg');`, [`${SRC}:2: imports pg`]],
    ['what it passes on', SRC, `export * from 'pg';`, [`${SRC}:1: imports pg`]],
    ['a development dependency in production', SRC, `import s from 'supertest';`, [`${SRC}:1: imports supertest`]],
    ['a type only', SRC, `import type s from 'supertest';`, []],
    [
      'a development dependency in a spec',
      'services/a/src/x.spec.ts',
      `import s from 'supertest';\nimport '@jest/globals';`,
      [],
    ],
    [
      'nowhere declared, in a spec',
      'services/a/src/x.spec.ts',
      `import 'left-pad';`,
      ['services/a/src/x.spec.ts:1: imports left-pad'],
    ],
  ])('%s', (_name, file, text, expected) => {
    expect(saidOf(declaredImports, files(file, text))).toEqual(expected);
  });
});
