import { namedDetermination } from '../output/named.js';
import { verdictWord } from '../output/words.js';
import type { Shell } from '../shell.js';

/** slactl restate. */
export function addRestate(shell: Shell): void {
  shell
    .command('restate <agreement> <objective> <window>', 'restate')
    .requiredOption('--reason <text>', shell.text('cli.option_reason'))
    .action(
      shell.answering(
        async (
          session,
          agreementId: string,
          objective: string,
          window: string,
          options: { readonly reason: string },
        ) => {
          const { determination, changed } = await session.clients.measurement.restate({
            agreementId,
            objectiveId: objective,
            windowLabel: window,
            reason: options.reason,
            requestId: '',
          });
          const revision = determination?.revision ?? 0;
          const verdict = determination === undefined ? '' : verdictWord(session, determination);
          return {
            data: { changed, ...(determination && { determination: namedDetermination(determination) }) },
            text: changed
              ? session.text('cli.restated', { objective, window, revision, verdict })
              : session.text('cli.restated_nothing', { objective, window, revision }),
          };
        },
      ),
    );
}
