import { namedDetermination } from '../output/named.js';
import { storyText } from '../output/words.js';
import type { Shell } from '../shell.js';
import { newest } from './key.js';

/** slactl explain. */
export function addExplain(shell: Shell): void {
  shell.command('explain <agreement> <objective> <window>', 'explain').action(
    shell.answering(async (session, agreement: string, objective: string, window: string) => {
      const key = newest(agreement, objective, window);
      const { determination, explanation } = await session.clients.measurement.explain({ key });
      const story = explanation === undefined ? [] : [storyText(session, explanation)];
      const trace = session.text('cli.trace', { traceId: determination?.traceId ?? '' });
      return {
        data: { ...(determination && { determination: namedDetermination(determination) }), explanation },
        text: [...story, trace].join('\n'),
      };
    }),
  );
}
