import { CommanderError } from 'commander';
import type { Answer } from './answer.js';
import { EXIT, exitCodeOf, explainFailure } from './exit-codes.js';
import { localeOf } from './locale.js';
import { printed } from './output/print.js';
import { programIn, type GlobalOptions } from './program.js';
import { Session } from './session.js';
import { usageFault } from './usage-fault.js';

const args = process.argv.slice(2);
const locale = localeOf(args, process.env);
let addresses: readonly string[] = [];

const program = programIn(locale, async (work) => {
  const { output, context } = program.opts<GlobalOptions>();
  const session = new Session(locale, context);
  try {
    const answer: Answer = await work(session);
    process.stdout.write(printed(answer, output, session.text('cli.none')));
    process.exitCode = answer.exitCode ?? 0;
  } finally {
    addresses = session.addresses;
    session.close();
  }
});

// A reader that has seen enough, such as head, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program.parseAsync(args, { from: 'user' });
} catch (error) {
  if (error instanceof CommanderError) {
    if (error.exitCode !== 0) fail(usageFault(error), EXIT.usage);
  } else fail(error, exitCodeOf(error));
}

function fail(error: unknown, exitCode: number): void {
  process.stderr.write(`${explainFailure(error, locale, addresses)}\n`);
  process.exitCode = exitCode;
}
