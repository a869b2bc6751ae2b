// The import law of the house: who may import whom. Prisma output lies in adapters/prisma/generated and is not committed.
const NOT_TESTS = '[.](spec|fixture)[.]ts$';
const GENERATED = '/(generated|gen)/';
/** Doors of libraries: what others may import. */
const DOORS = '/(index|client|telemetry|migrate|issuer)[.]ts$';
export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: { pathNot: GENERATED }, to: { circular: true } },
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
    {
      name: 'libs-pure-no-builtins',
      severity: 'error',
      from: { path: '^libs/(kernel|calendar|engine|texts)/src/', pathNot: NOT_TESTS },
      to: { dependencyTypes: ['core'] },
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
      from: { path: '^(services|tests)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: DOORS },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(node_modules|/dist/)' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['@sla/source', 'import', 'default'],
    },
  },
};
