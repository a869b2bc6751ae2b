import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, openSync, closeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export const root = path.resolve(import.meta.dirname, '../../../..');
const READY_WITHIN_MS = 60_000;

export interface ServiceSettings {
  readonly service: string;
  readonly env: Readonly<Record<string, string>>;
  readonly grpcPort: number;
  readonly httpPort: number;
  readonly logFile: string;
}

/** A service as it runs in a cluster: a process of its own, built code, killed without warning and started again. */
export class ServiceProcess {
  #child: ChildProcess | undefined;

  constructor(private readonly settings: ServiceSettings) {}

  get address(): string {
    return `127.0.0.1:${this.settings.grpcPort}`;
  }

  async start(): Promise<void> {
    const { service, env, grpcPort, httpPort, logFile } = this.settings;
    const log = openSync(logFile, 'a');
    const ports = { SLA_HOST: '127.0.0.1', SLA_GRPC_PORT: String(grpcPort), SLA_HTTP_PORT: String(httpPort) };
    const child = spawn(process.execPath, ['--import', '@sla/platform/telemetry', 'dist/main.js'], {
      cwd: path.join(root, 'services', service),
      env: { ...process.env, NODE_OPTIONS: '', ...env, ...ports, OTEL_SERVICE_NAME: service },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.#child = child;
    await this.#untilReady(child);
  }

  async #untilReady(child: ChildProcess): Promise<void> {
    const giveUpAt = Date.now() + READY_WITHIN_MS;
    while (!(await this.#isReady())) {
      // Killed on purpose while it was still starting.
      if (child.signalCode !== null) return;
      if (child.exitCode !== null || Date.now() > giveUpAt)
        throw new Error(`${this.settings.service} is not ready:\n${this.#lastWords()}`);
      await wait(50);
    }
  }

  #isReady(): Promise<boolean> {
    return fetch(`http://127.0.0.1:${this.settings.httpPort}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
  }

  #lastWords(): string {
    return readFileSync(this.settings.logFile, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  }

  /** As the kernel kills a process that takes too much memory: no farewell. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
