// Generates the Prisma client of the service in the current folder, without the internet:
// the schema engine is needed for migrations only, so any executable stands in for the download.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const prisma = path.resolve(import.meta.dirname, '../../node_modules/.bin/prisma');
try {
  execFileSync(prisma, ['generate', '--no-hints'], {
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
} catch (error) {
  process.stderr.write(`${error.stdout}${error.stderr}\n`);
  process.exit(1);
}
