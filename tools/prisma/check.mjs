// Does schema.prisma say what the migrations make? Offline, for every service or for the folders given as arguments.
// Drift is a failure, and so is a table that is declared external and does not exist.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startPostgres } from '@sla/testkit';
import { driftOf } from './schema-engine.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const infrastructure = readFileSync(path.join(root, 'libs/platform/sql/infrastructure.sql'), 'utf8');

function servicesWithSchema() {
  const services = path.join(root, 'services');
  return readdirSync(services)
    .map((name) => path.join(services, name))
    .filter((dir) => existsSync(path.join(dir, 'prisma/schema.prisma')));
}

function migrationsOf(dir) {
  const folder = path.join(dir, 'prisma/migrations');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => ({ name, sql: readFileSync(path.join(folder, name, 'migration.sql'), 'utf8') }));
}

/** Tables that a script makes, as `public.<name>`. */
const tablesIn = (sql) =>
  [...sql.matchAll(/^\s*create\s+table\s+(?:if\s+not\s+exists\s+)?"?(\w+)"?/gim)].map(([, name]) => `public.${name}`);

/** Tables that the schema leaves to SQL, as the stock Prisma CLI is told too. */
async function externalTables(dir) {
  const config = path.join(dir, 'prisma.config.ts');
  const { default: declared } = await import(pathToFileURL(config));
  return new Set(declared.tables?.external ?? []);
}

/** @returns what is wrong with the schema of a service; nothing when it is true. */
async function faultsOf(dir, databases) {
  const file = path.join(dir, 'prisma/schema.prisma');
  const migrations = migrationsOf(dir);
  const external = await externalTables(dir);
  const made = new Set(migrations.flatMap(({ sql }) => tablesIn(sql)));
  const stale = [...external].filter((table) => !made.has(table));
  const first = migrations[0]?.sql === infrastructure;
  const drift = await driftOf({
    files: [{ path: file, content: readFileSync(file, 'utf8') }],
    migrations,
    databases,
    external,
  });
  return [
    ...(first ? [] : ['the first migration is not libs/platform/sql/infrastructure.sql, word for word']),
    ...stale.map((table) => `${table} is declared external, but no migration makes it`),
    ...(drift === undefined
      ? []
      : [`schema and migrations differ; to make the database what the schema says:\n${drift}`]),
  ];
}

async function checkAll(dirs) {
  const empty = mkdtempSync(path.join(tmpdir(), 'sla-no-migrations-'));
  const postgres = await startPostgres();
  const database = async (name) => (await postgres.createDatabase(name, empty)).migrateUrl;
  let wrong = 0;
  try {
    for (const [at, dir] of dirs.entries()) {
      const databases = { main: await database(`main_${at}`), shadow: await database(`shadow_${at}`) };
      const faults = await faultsOf(dir, databases);
      wrong += faults.length;
      const name = path.relative(root, dir);
      process.stdout.write(
        faults.length === 0 ? `${name}: schema and migrations agree\n` : `${name}:\n${faults.join('\n')}\n`,
      );
    }
  } finally {
    await postgres.stop();
    rmSync(empty, { recursive: true, force: true });
  }
  return wrong;
}

const given = process.argv.slice(2).map((dir) => path.resolve(dir));
const wrong = await checkAll(given.length > 0 ? given : servicesWithSchema());
// The engine keeps a timer of ten seconds for its lock; nobody waits for it.
process.exit(wrong === 0 ? 0 : 1);
