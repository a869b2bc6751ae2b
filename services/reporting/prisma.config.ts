import { defineConfig } from 'prisma/config';

/** Tables of the platform's migration: Prisma must not take them for leftovers. */
const PLATFORM_TABLES = [
  'audit',
  'audit_head',
  'deadline',
  'inbox',
  'inbox_aggregate',
  'outbox',
  'outbox_aggregate',
  'relay_shard',
  'request',
];
/** Tables that adapters/prisma reads and writes in SQL. */
const SQL_TABLES = ['agreement_version', 'compliance', 'credit', 'ledger_entry', 'ledger_head', 'report_edition'];

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  experimental: { externalTables: true },
  tables: { external: [...PLATFORM_TABLES, ...SQL_TABLES].map((table) => `public.${table}`) },
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://localhost:5432/unused' },
});
