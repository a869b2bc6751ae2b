import path from 'node:path';

const servers = process.env.SLA_SUITE === 'servers';
const workspaceRoot = path.resolve(import.meta.dirname, '../..');

/**
 * Shared Jest settings: native ES modules, SWC with decorator metadata, workspace packages read from their sources.
 * Two suites: `*.spec.ts` is pure and may be cached; `*.server.spec.ts` starts real servers and never is.
 */
export const preset = (rootDir, extra = {}) => ({
  rootDir,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@sla/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testMatch: servers ? ['<rootDir>/**/*.server.spec.ts'] : ['<rootDir>/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...(servers ? [] : ['\\.server\\.spec\\.ts$'])],
  passWithNoTests: true,
  maxWorkers: servers ? 1 : 2,
  testTimeout: servers ? 240_000 : 60_000,
  reporters: [
    'default',
    [path.join(workspaceRoot, 'tools/jest/result-file.mjs'), { suite: servers ? 'servers' : 'unit' }],
  ],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  ...extra,
});
