// The import law of the house: who may import whom. Prisma output lies in adapters/prisma/generated and is not committed.
const NOT_TESTS = '[.](spec|fixture)[.]ts$';
const GENERATED = '/(generated|gen)/';
/** Doors of libraries: what others may import. */
const DOORS = '/(index|client|telemetry|migrate|issuer|refusal)[.]ts$';
/** Where packages resolve to, wherever npm hoisted them. */
const PACKAGES = 'node_modules/';
/** What libs/platform may bring into a process; a new name here is a decision (docs/adr). */
const PLATFORM_PACKAGES = [
  '@bufbuild/protobuf',
  '@grpc/grpc-js',
  '@grpc/proto-loader',
  '@grpc/reflection',
  '@nats-io/(jetstream|nats-core|transport-node)',
  '@nestjs/(common|core|microservices|platform-express)',
  '@opentelemetry/[^/]+',
  '(@types/)?pg',
  'cockatiel',
  'grpc-health-check',
  'jose',
  'pino',
  'prom-client',
  'reflect-metadata',
  'rxjs',
  'zod',
].join('|');
/** The table of DESIGN.md 3.1: which of our libraries a library may import. */
const LIBS_TABLE = {
  kernel: [],
  calendar: ['kernel'],
  engine: ['kernel', 'calendar'],
  texts: ['kernel'],
  contracts: [],
  platform: ['kernel', 'texts', 'contracts'],
};
const libraryRules = Object.entries(LIBS_TABLE).map(([lib, may]) => ({
  name: `lib-${lib}-imports`,
  comment: may.length === 0 ? `${lib} imports no library` : `${lib} imports ${may.join(', ')} and no other library`,
  severity: 'error',
  from: { path: `^libs/${lib}/src/`, pathNot: NOT_TESTS },
  to: { path: '^libs/', pathNot: [`^libs/${lib}/src/`, ...may.map((name) => `^libs/${name}/src/index[.]ts$`)] },
}));
export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: { pathNot: [GENERATED, '^tools/'] }, to: { circular: true } },
    {
      name: 'tools-not-circular',
      comment: 'two scripts may know types of each other; their code may not',
      severity: 'error',
      from: { path: '^tools/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-is-pure',
      comment: 'domain imports only its own folder and the pure libs',
      severity: 'error',
      from: { path: '^services/([^/]+)/src/domain/', pathNot: NOT_TESTS },
      to: { pathNot: ['^services/$1/src/domain/', '^libs/(kernel|calendar|engine|texts)/src/index[.]ts$'] },
    },
    {
      name: 'usecases-know-no-adapter',
      severity: 'error',
      from: { path: '^services/([^/]+)/src/usecases/', pathNot: NOT_TESTS },
      to: { pathNot: ['^services/$1/src/(domain|usecases)/', '^libs/(kernel|calendar|engine|texts)/src/index[.]ts$'] },
    },
    {
      name: 'adapters-are-strangers',
      comment: 'one adapter never imports another',
      severity: 'error',
      from: { path: '^services/([^/]+)/src/adapters/([^/]+)/' },
      to: { path: '^services/$1/src/adapters/', pathNot: '^services/$1/src/adapters/$2/' },
    },
    {
      name: 'only-the-module-wires',
      comment: 'inner code never imports the composition root',
      severity: 'error',
      from: { path: '^services/[^/]+/src/(domain|usecases|adapters)/' },
      to: { path: '^services/[^/]+/src/([^/]+[.]module|main|config)[.]ts$' },
    },
    {
      name: 'prisma-only-in-its-adapter',
      severity: 'error',
      from: { path: '^(services|libs)/', pathNot: '^services/[^/]+/src/adapters/prisma/' },
      to: { path: '(@prisma/client|/generated/prisma/)' },
    },
    ...libraryRules,
    {
      name: 'libs-pure-no-builtins',
      severity: 'error',
      from: { path: '^libs/(kernel|calendar|engine|texts|contracts)/src/', pathNot: NOT_TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'libs-pure-no-packages',
      comment: 'kernel, calendar, engine and texts run anywhere, a browser included',
      severity: 'error',
      from: { path: '^libs/(kernel|calendar|engine|texts)/src/', pathNot: NOT_TESTS },
      to: { path: PACKAGES },
    },
    {
      name: 'contracts-only-protobuf',
      comment: 'contracts carries messages: the protobuf runtime and the types of grpc-js, nothing else',
      severity: 'error',
      from: { path: '^libs/contracts/src/', pathNot: NOT_TESTS },
      to: { path: PACKAGES, pathNot: 'node_modules/(@bufbuild/protobuf|@grpc/grpc-js)/' },
    },
    {
      name: 'platform-packages-are-chosen',
      comment: 'every process carries what platform imports, so the list is short and written here',
      severity: 'error',
      from: { path: '^libs/platform/src/', pathNot: NOT_TESTS },
      to: { path: PACKAGES, pathNot: `node_modules/(${PLATFORM_PACKAGES})/` },
    },
    {
      name: 'libs-know-no-user',
      comment: 'libraries know neither services nor tools nor tests',
      severity: 'error',
      from: { path: '^libs/[^/]+/(src|test)/' },
      to: { path: '^(services|cli|tools|tests)/' },
    },
    {
      name: 'nobody-imports-programs',
      comment: 'slactl, tools and tests are ends: nothing is built on them',
      severity: 'error',
      from: { path: '^(services|cli|tools|tests)/' },
      to: { path: '^(cli|tools|tests)/', pathNot: ['^$1/', '^tools/jest/'] },
    },
    {
      name: 'callers-know-no-service',
      comment: 'slactl and tools reach a service over gRPC as everybody does, never by its code',
      severity: 'error',
      from: { path: '^(cli|tools)/' },
      to: { path: '^services/' },
    },
    {
      name: 'nothing-unresolvable',
      comment: 'an import that leads nowhere is checked by no other rule',
      severity: 'error',
      from: { pathNot: [GENERATED, '^cli/bin/'] }, // bin starts what the build made
      to: { couldNotResolve: true },
    },
    {
      name: 'services-are-strangers',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'calls-flow-down-0',
      comment: 'agreements calls nobody',
      severity: 'error',
      from: { path: '^services/agreements/src/adapters/peers/' },
      to: { path: '^libs/contracts/src/' },
    },
    {
      name: 'contracts-at-the-edge',
      comment: 'generated types stop at the adapters',
      severity: 'error',
      from: { path: '^services/[^/]+/src/', pathNot: '^services/[^/]+/src/(adapters/|[^/]+[.]module[.]ts$)' },
      to: { path: '^libs/contracts/' },
    },
    {
      name: 'use-cases-are-strangers',
      comment: 'a use case never calls a use case; share by a domain function, or by a step inside the transaction',
      severity: 'error',
      from: { path: '^services/([^/]+)/src/usecases/', pathNot: [NOT_TESTS, '/ports[.]ts$', '/usecases/steps/'] },
      to: { path: '^services/$1/src/usecases/', pathNot: ['/ports[.]ts$', '/usecases/steps/'] },
    },
    {
      name: 'adapters-translate-only',
      comment: 'domain values only in convert.ts / mapping.ts; types anywhere',
      severity: 'error',
      from: {
        path: '^services/([^/]+)/src/adapters/',
        pathNot: [NOT_TESTS, '/(convert|mapping)[.]ts$', '/adapters/(prisma|documents)/'],
      },
      to: { path: '^services/$1/src/domain/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'testkit-in-tests-only',
      severity: 'error',
      from: { path: '^(services|libs)/', pathNot: [NOT_TESTS, '^libs/testkit/', '^services/[^/]+/test/'] },
      to: { path: '^libs/testkit/' },
    },
    {
      name: 'libs-through-the-front-door',
      severity: 'error',
      from: { path: '^(services|cli|tools|tests)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: DOORS },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // Packages stay in the picture (doNotFollow): a rule cannot see an import that was left out.
    exclude: { path: '^(libs|services)/[^/]+/dist/|^cli/dist/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['@sla/source', 'import', 'default'],
    },
  },
};
