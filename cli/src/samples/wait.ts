import type { Shell } from '../shell.js';
import { untilEvaluated } from './until-evaluated.js';

/** slactl import wait. */
export function addImportWait(shell: Shell): void {
  shell.command('wait', 'import_wait').action(
    shell.answering(async (session) => {
      await untilEvaluated(session);
      return { data: { caughtUp: true }, text: session.text('cli.caught_up') };
    }),
  );
}
