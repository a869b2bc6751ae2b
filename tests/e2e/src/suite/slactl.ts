import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './service-process.js';

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const binary = path.join(root, 'cli/bin/slactl.mjs');

/** Runs the built slactl as a person would, without blocking what happens meanwhile. */
export function slactl(context: string, ...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_OPTIONS: '', SLA_CONTEXT: context, LC_ALL: 'C' };
    const child = spawn(process.execPath, [binary, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({
        exitCode: code ?? -1,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
      }),
    );
  });
}

/** The JSON of a command that must succeed. */
export async function slactlJson<T>(context: string, ...args: readonly string[]): Promise<T> {
  const ran = await slactl(context, ...args, '-o', 'json');
  if (ran.exitCode !== 0) throw new Error(`slactl ${args.join(' ')} ended with ${ran.exitCode}: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as T;
}
