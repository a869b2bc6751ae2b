// Prisma's schema engine without its native binary, which is a download: the WebAssembly build over the pg driver adapter.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';

const require = createRequire(import.meta.url);
/** Object ids of PostgreSQL's types "char" (a byte, in catalogs) and bpchar. */
const PG_CHAR = 18;
const PG_BPCHAR = 1042;

const panics = { message: '', set_message: (message) => (panics.message = message) };
globalThis.PRISMA_WASM_PANIC_REGISTRY = panics;

let loaded;
/** The bindings hold one instance: a second one would pull the memory away from under the first. */
const loadEngine = () => (loaded ??= instantiate());

async function instantiate() {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const folder = path.dirname(require.resolve('@prisma/schema-engine-wasm'));
  const bytes = await readFile(path.join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings.SchemaEngine;
}

/** The adapter cannot decode "char", which the engine reads from the catalog, and cuts scripts at semicolons, function bodies too. */
function mended(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  const bytes = new WeakMap();
  adapter.performIO = async (query) => {
    const answer = await performIO(query);
    const fields = answer.fields ?? [];
    bytes.set(
      query,
      fields.map((field) => field.dataTypeID === PG_CHAR),
    );
    for (const field of fields) if (field.dataTypeID === PG_CHAR) field.dataTypeID = PG_BPCHAR;
    return answer;
  };
  adapter.queryRaw = async (query) => {
    const answer = await queryRaw(query);
    bytes.get(query)?.forEach((isByte, at) => {
      if (isByte) answer.columnTypes[at] = ColumnTypeEnum.Character;
    });
    return answer;
  };
  adapter.executeScript = async (sql) => {
    try {
      await adapter.underlyingDriver().query(sql);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

function settingsOf(url) {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    host: hostname,
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password) || undefined,
    database: pathname.slice(1),
  };
}

/**
 * What would have to be migrated for the database to be what the schema says.
 * @param files the schema's files, each {path, content}, and migrations, each {name, sql}, in their order.
 * @param databases URLs of two empty databases: the engine connects to one and replays the migrations in the other.
 * @param external tables that the schema does not model, as `public.<name>`.
 * @returns SQL; undefined when schema and migrations agree.
 */
export async function driftOf({ files, migrations, databases, external }) {
  const Engine = await loadEngine();
  const opened = [];
  const connect = async (url) => {
    const adapter = mended(await new PrismaPg(settingsOf(url)).connect());
    opened.push(adapter);
    return adapter;
  };
  const factory = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connect(databases.main),
    connectToShadowDb: () => connect(databases.shadow),
  };
  const datamodels = files.map(({ path: file, content }) => [file, content]);
  try {
    const engine = await Engine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(factory));
    const { exitCode, stdout } = await engine.diff({
      from: {
        tag: 'migrations',
        baseDir: 'migrations',
        shadowDbInitScript: '',
        lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
        migrationDirectories: migrations.map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
        })),
      },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: { externalTables: [...external], externalEnums: [] },
    });
    return exitCode === 2 ? stdout : undefined;
  } catch (error) {
    throw new Error(panics.message || String(error.message ?? error), { cause: error });
  } finally {
    await Promise.all(opened.map((adapter) => adapter.dispose().catch(() => undefined)));
  }
}
