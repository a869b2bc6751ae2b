import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from './ports.js';

export interface TestNats {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** A real nats-server with JetStream in a temporary folder. @param config more of its configuration, such as users. */
export async function startNats(config = ''): Promise<TestNats> {
  const finder = pathToFileURL(path.resolve(import.meta.dirname, '../../../../tools/nats/find.mjs')).href;
  const { findNatsServer } = (await import(finder)) as { findNatsServer: () => string };
  const dir = mkdtempSync(path.join(tmpdir(), 'sla-nats-'));
  const port = await freePort();
  const file = path.join(dir, 'nats.conf');
  writeFileSync(file, config);
  const child = spawn(findNatsServer(), ['-c', file, '-a', '127.0.0.1', '-p', String(port), '-js', '-sd', dir], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`nats-server ended with ${code}`)));
    child.stderr.on('data', (chunk: Buffer) => {
      if (chunk.includes('Server is ready')) resolve();
    });
  });
  return {
    url: `nats://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
