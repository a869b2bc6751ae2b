/** A forbidden import, and the rules that must see it: these and no others. An empty list is an import that is allowed. */
export interface BrokenLaw {
  readonly name: string;
  /** New file of the scratch copy; the import is written into it. */
  readonly file: string;
  readonly text: string;
  readonly fires: readonly string[];
  /** A second new file, where the law is about two. */
  readonly beside?: Readonly<Record<string, string>>;
}

const inDomain = (rest: string): string => `services/agreements/src/domain/${rest}.ts`;
const inUsecases = (rest: string): string => `services/agreements/src/usecases/${rest}.ts`;
const inGrpc = (rest: string): string => `services/agreements/src/adapters/grpc/${rest}.ts`;

const law = (name: string, file: string, text: string, ...fires: readonly string[]): BrokenLaw => ({
  name,
  file,
  text,
  fires,
});

const domain: readonly BrokenLaw[] = [
  law('a domain imports Nest', inDomain('nest'), `import '@nestjs/common';`, 'domain-is-pure'),
  law(
    'a domain imports a type of Nest',
    inDomain('nest-type'),
    `import type { Type } from '@nestjs/common';\nexport type T = Type;`,
    'domain-is-pure',
  ),
  law('a domain imports a module of Node.js', inDomain('node'), `import 'node:fs';`, 'domain-is-pure'),
  law('a domain imports lazily', inDomain('lazy'), `export const lazy = import('node:crypto');`, 'domain-is-pure'),
  law('a domain passes a package on', inDomain('passing-on'), `export * from 'zod';`, 'domain-is-pure'),
  law('a domain imports platform', inDomain('platform'), `import '@sla/platform';`, 'domain-is-pure'),
  law(
    'a domain imports contracts',
    inDomain('contracts'),
    `import '@sla/contracts';`,
    'contracts-at-the-edge',
    'domain-is-pure',
  ),
  law('a domain imports a use case', inDomain('inside-out'), `import '../usecases/ports.js';`, 'domain-is-pure'),
  law('a domain imports the pure libraries', inDomain('allowed'), `import '@sla/engine';\nimport '@sla/kernel';`),
];

const usecases: readonly BrokenLaw[] = [
  law(
    'a use case imports an adapter',
    inUsecases('adapter'),
    `import '../adapters/prisma/mapping.js';`,
    'usecases-know-no-adapter',
  ),
  law('a use case imports Nest', inUsecases('nest'), `import '@nestjs/common';`, 'usecases-know-no-adapter'),
  law('a use case imports a module of Node.js', inUsecases('node'), `import 'node:fs';`, 'usecases-know-no-adapter'),
  law('a use case imports a use case', inUsecases('neighbour'), `import './get-terms.js';`, 'use-cases-are-strangers'),
  law(
    'a use case imports ports and domain',
    inUsecases('allowed'),
    `import './ports.js';\nimport '../domain/audit.js';`,
  ),
];

const adapters: readonly BrokenLaw[] = [
  law('an adapter imports another', inGrpc('stranger'), `import '../prisma/mapping.js';`, 'adapters-are-strangers'),
  law('an adapter imports the configuration', inGrpc('config'), `import '../../config.js';`, 'only-the-module-wires'),
  law(
    'an adapter imports the composition root',
    inGrpc('module'),
    `import '../../agreements.module.js';`,
    'only-the-module-wires',
  ),
  law('the grpc adapter imports Prisma', inGrpc('prisma'), `import '@prisma/client';`, 'prisma-only-in-its-adapter'),
  law(
    'a controller computes with domain values',
    inGrpc('values'),
    `import '../../domain/audit.js';`,
    'adapters-translate-only',
  ),
  law(
    'a controller names domain types',
    inGrpc('types'),
    `import type { Agreement } from '../../domain/agreement.js';\nexport type T = Agreement;`,
  ),
  law('an adapter imports the testkit', inGrpc('testkit'), `import '@sla/testkit';`, 'testkit-in-tests-only'),
  law('a spec imports the testkit', inGrpc('testkit.spec'), `import '@sla/testkit';`),
  law(
    'agreements calls a peer',
    'services/agreements/src/adapters/peers/peer.ts',
    `import '@sla/contracts';`,
    'calls-flow-down-0',
  ),
];

const services: readonly BrokenLaw[] = [
  law(
    'a service imports another',
    'services/measurement/src/adapters/grpc/stranger.ts',
    `import '../../../../agreements/src/adapters/grpc/convert.js';`,
    'services-are-strangers',
  ),
  law(
    'inner code imports contracts',
    'services/agreements/src/inner.ts',
    `import '@sla/contracts';`,
    'contracts-at-the-edge',
  ),
  law(
    'a service imports a library by the back door',
    'services/agreements/src/back-door.ts',
    `import '../../../libs/kernel/src/ratio.js';`,
    'libs-through-the-front-door',
  ),
  law(
    'a service imports slactl',
    'services/agreements/src/upwards.ts',
    `import '../../../cli/src/exit-codes.js';`,
    'nobody-imports-programs',
  ),
  law(
    'slactl imports a service',
    'cli/src/shortcut.ts',
    `import '../../services/agreements/src/domain/audit.js';`,
    'callers-know-no-service',
  ),
  law(
    'an import leads nowhere',
    'services/agreements/src/nowhere.ts',
    `import './no-such-file.js';`,
    'nothing-unresolvable',
  ),
  {
    ...law('two files import each other', inDomain('circle-a'), `import './circle-b.js';`, 'no-circular'),
    beside: { [inDomain('circle-b')]: `import './circle-a.js';` },
  },
  {
    ...law('two scripts import each other', 'tools/tidy/circle-a.ts', `import './circle-b.ts';`, 'tools-not-circular'),
    beside: { 'tools/tidy/circle-b.ts': `import './circle-a.ts';` },
  },
  {
    ...law(
      'two scripts know types of each other',
      'tools/tidy/types-a.ts',
      `import './types-b.ts';\nexport type A = 1;`,
    ),
    beside: { 'tools/tidy/types-b.ts': `import type { A } from './types-a.ts';\nexport type B = A;` },
  },
];

const inLib = (lib: string, rest: string): string => `libs/${lib}/src/law-${rest}.ts`;

const libraries: readonly BrokenLaw[] = [
  law('kernel imports calendar', inLib('kernel', 'up'), `import '@sla/calendar';`, 'lib-kernel-imports'),
  law('calendar imports engine', inLib('calendar', 'up'), `import '@sla/engine';`, 'lib-calendar-imports'),
  law('engine imports texts', inLib('engine', 'up'), `import '@sla/texts';`, 'lib-engine-imports'),
  law('texts imports engine', inLib('texts', 'up'), `import '@sla/engine';`, 'lib-texts-imports'),
  law('contracts imports kernel', inLib('contracts', 'up'), `import '@sla/kernel';`, 'lib-contracts-imports'),
  law('platform imports engine', inLib('platform', 'up'), `import '@sla/engine';`, 'lib-platform-imports'),
  law(
    'a library imports another by the back door',
    inLib('calendar', 'back-door'),
    `import '../../kernel/src/ratio.js';`,
    'lib-calendar-imports',
  ),
  law(
    'engine imports calendar and kernel',
    inLib('engine', 'allowed'),
    `import '@sla/calendar';\nimport '@sla/kernel';`,
  ),
  ...['kernel', 'calendar', 'engine', 'texts'].flatMap((lib) => [
    law(`${lib} imports a package`, inLib(lib, 'package'), `import 'zod';`, 'libs-pure-no-packages'),
    law(`${lib} imports a module of Node.js`, inLib(lib, 'node'), `import 'node:fs';`, 'libs-pure-no-builtins'),
  ]),
  law('contracts imports a package', inLib('contracts', 'package'), `import 'zod';`, 'contracts-only-protobuf'),
  law(
    'contracts imports a module of Node.js',
    inLib('contracts', 'node'),
    `import 'node:fs';`,
    'libs-pure-no-builtins',
  ),
  law(
    'platform imports a package that nobody chose',
    inLib('platform', 'package'),
    `import 'yaml';`,
    'platform-packages-are-chosen',
  ),
  law(
    'platform imports Prisma',
    inLib('platform', 'prisma'),
    `import '@prisma/client';`,
    'platform-packages-are-chosen',
    'prisma-only-in-its-adapter',
  ),
  law(
    'platform imports the testkit',
    inLib('platform', 'testkit'),
    `import '@sla/testkit';`,
    'lib-platform-imports',
    'testkit-in-tests-only',
  ),
  law(
    'a library imports a service',
    inLib('platform', 'service'),
    `import '../../../services/agreements/src/domain/audit.js';`,
    'libs-know-no-user',
  ),
];

export const BROKEN_LAWS: readonly BrokenLaw[] = [...domain, ...usecases, ...adapters, ...services, ...libraries];
