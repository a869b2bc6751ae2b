import { describe, expect, it } from '@jest/globals';
import { saidOf } from './fires.ts';
import { sameFolders } from './same-folders.ts';

const service = (name: string): Record<string, string> =>
  Object.fromEntries(
    [
      'README.md',
      'jest.config.mjs',
      'package.json',
      'prisma.config.ts',
      'prisma/migrations/1/migration.sql',
      'prisma/schema.prisma',
      'src/adapters/grpc/a.ts',
      'src/adapters/prisma/a.ts',
      'src/config.ts',
      'src/domain/a.ts',
      'src/main.ts',
      `src/${name}.module.ts`,
      'src/usecases/ports.ts',
      'test/a.spec.ts',
      'tsconfig.build.json',
    ].map((file) => [`services/${name}/${file}`, '']),
  );
const without = (name: string, file: string): Record<string, string> => {
  const files = service(name);
  delete files[`services/${name}/${file}`];
  return files;
};

describe('same folders in every service', () => {
  it.each([
    ['the skeleton', service('a'), []],
    ['a gateway without domain and database', { 'services/gateway/src/main.ts': '' }, []],
    ['no domain', without('a', 'src/domain/a.ts'), ['services/a/src/domain: is missing']],
    ['no tests', without('a', 'test/a.spec.ts'), ['services/a/test: is missing']],
    ['no README', without('a', 'README.md'), ['services/a/README.md: is missing']],
    ['no module', without('a', 'src/a.module.ts'), ['services/a/src/a.module.ts: is missing']],
    [
      'a folder of its own',
      { ...service('a'), 'services/a/src/utils/x.ts': '' },
      ['services/a/src/utils: is in no other service'],
    ],
    [
      'an unknown adapter',
      { ...service('a'), 'services/a/src/adapters/kafka/x.ts': '' },
      ['services/a/src/adapters/kafka: is in no other service'],
    ],
    ['main with ten lines', { ...service('a'), 'services/a/src/main.ts': 'x\n'.repeat(10) }, []],
    [
      'main with eleven lines',
      { ...service('a'), 'services/a/src/main.ts': 'x\n'.repeat(11) },
      ['services/a/src/main.ts: has 11 lines'],
    ],
  ])('%s', (_name, files, expected) => {
    expect(saidOf(sameFolders, files)).toEqual(expected);
  });
});
