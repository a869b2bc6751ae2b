import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inWords } from '../bootstrap/say.mjs';
import { local } from './stack.ts';

const lockFile = path.join(local, 'start.pid');

/** One suite per checkout: two would write the same data folder. */
export function takeLock(): void {
  mkdirSync(local, { recursive: true });
  const pid = existsSync(lockFile) ? Number(readFileSync(lockFile, 'utf8')) : 0;
  if (pid > 0 && isStart(pid))
    throw new Error(
      inWords(
        `the suite runs already (pid ${pid}); stop it with Ctrl-C or: kill ${pid}`,
        `套件已在运行（进程 ${pid}）；请用 Ctrl-C 停止，或执行：kill ${pid}`,
      ),
    );
  writeFileSync(lockFile, String(process.pid));
}

export const releaseLock = (): void => rmSync(lockFile, { force: true });

function isStart(pid: number): boolean {
  if (existsSync('/proc/self')) {
    const file = `/proc/${pid}/cmdline`;
    return existsSync(file) && readFileSync(file, 'utf8').includes('tools/start/main.ts');
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // no such process
  }
}

/** Everything but what had to be fetched. */
export function forget(): void {
  for (const name of [
    'postgres',
    'jetstream',
    'traces',
    'logs',
    'issuer',
    'keys',
    'reports',
    'demo.json',
    'service.token',
    'context.json',
  ]) {
    rmSync(path.join(local, name), { recursive: true, force: true });
  }
}
