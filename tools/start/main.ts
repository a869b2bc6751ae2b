import { inWords, say } from '../bootstrap/say.mjs';
import { showDemo } from './demo.ts';
import { forget, releaseLock, takeLock } from './local-folder.ts';
import { readOptions, usage, type StartOptions } from './options.ts';
import { printAddresses } from './print.ts';
import { startStack } from './stack.ts';

/** Exit code of a program that was ended by Ctrl-C before it was done. */
const INTERRUPTED = 130;

async function run(options: StartOptions): Promise<number> {
  const startedAt = Date.now();
  takeLock();
  try {
    if (options.fresh) forget();
    return await serve(options, startedAt, stopOnSignal());
  } finally {
    releaseLock();
  }
}

async function serve(options: StartOptions, startedAt: number, stop: AbortSignal): Promise<number> {
  const asked = new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve()));
  const stack = await startStack(stop);
  try {
    const shown = options.demo ? showDemo(stack, options, startedAt) : printAddresses(stack, options);
    const mismatches = await Promise.race([shown, asked]);
    if (mismatches === undefined) return INTERRUPTED;
    if (!options.exit) {
      say('\nRunning. Ctrl-C stops everything; the data stays.', '\n正在运行。按 Ctrl-C 停止，数据会保留。');
      await asked;
    }
    return mismatches === 0 ? 0 : 1;
  } finally {
    say('Stopping …', '正在停止 …');
    await stack.stop();
  }
}

/** The first Ctrl-C asks for the end, whatever is under way; the next ones only learn that it is coming. */
function stopOnSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) say('Still stopping; a few seconds more …', '仍在停止，请再等几秒 …');
      else stop.abort(new Error(inWords('stopped while starting', '启动过程中被停止')));
    });
  }
  return stop.signal;
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') process.stdout.write(`${usage()}\n`);
  else process.exitCode = await run(options);
} catch (error) {
  const message = `\n${error instanceof Error ? error.message : String(error)}`;
  say(message, message);
  process.exitCode = 1;
}
process.exit();
