import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface RunningService {
  readonly name: string;
  readonly process: ChildProcess;
  readonly logFile: string;
}

/** How long a service may take from its start until it answers /readyz. */
const READY_WITHIN_MS = 30_000;
/** How long a service may take to drain before it is killed. */
const STOP_WITHIN_MS = 15_000;

/** Starts one service with its log in a file of its own and waits until it is ready. */
export async function startService(options: {
  readonly name: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly httpPort: number;
  readonly logDir: string;
}): Promise<RunningService> {
  mkdirSync(options.logDir, { recursive: true });
  const logFile = path.join(options.logDir, `${options.name}.log`);
  const log = createWriteStream(logFile, { flags: 'a' });
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', '--import', '@sla/platform/telemetry', 'dist/main.js'],
    { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const service = { name: options.name, process: child, logFile };
  await untilReady(service, options.httpPort);
  return service;
}

async function untilReady(service: RunningService, httpPort: number): Promise<void> {
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  while (Date.now() < giveUpAt) {
    if (service.process.exitCode !== null) throw new Error(`${service.name} ended at once:\n${tail(service.logFile)}`);
    const ready = await fetch(`http://127.0.0.1:${httpPort}/readyz`).then(
      (r) => r.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stopService(service);
  throw new Error(`${service.name} was not ready within ${READY_WITHIN_MS / 1000} s:\n${tail(service.logFile)}`);
}

const tail = (file: string): string => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12).join('\n');

/** Asks a service to drain, and kills it when it does not. */
export async function stopService(service: RunningService): Promise<void> {
  const child = service.process;
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}

/** Proportional set size of processes in MiB, from smaps_rollup; undefined where the system has none (macOS). */
export function proportionalMemoryMiB(pids: readonly number[]): number | undefined {
  let kib = 0;
  for (const pid of pids) {
    const pss = pssKiB(pid);
    if (pss === undefined) return undefined;
    kib += pss;
  }
  return Math.round(kib / 1024);
}

function pssKiB(pid: number): number | undefined {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH')
      return undefined;
    throw error;
  }
}
