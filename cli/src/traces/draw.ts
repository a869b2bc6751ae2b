import type { Shell } from '../shell.js';
import { spansOf } from './spans.js';
import { waterfall } from './waterfall.js';

/** slactl trace. */
export function addTrace(shell: Shell): void {
  shell
    .command('trace <trace-id>', 'trace')
    .option('--dir <dir>', shell.text('cli.option_dir'))
    .action(
      shell.answering((session, traceId: string, { dir }: { readonly dir?: string }) => {
        const spans = spansOf(dir ?? session.context.traces ?? '.local/traces', traceId);
        return { data: spans, text: waterfall(session, spans) };
      }),
    );
}
