import { allPages } from '../pages.js';
import { timeText } from '../output/plain.js';
import type { Shell } from '../shell.js';

const HEADS = [
  'cli.head_agreement',
  'cli.head_objective',
  'cli.head_window',
  'cli.head_samples',
  'cli.head_first',
  'cli.head_last',
] as const;

/** slactl get restatements. */
export function addGetRestatements(shell: Shell): void {
  shell
    .command('restatements', 'get_restatements')
    .option('--agreement <id>', shell.text('cli.option_agreement'), '')
    .action(
      shell.answering(async (session, { agreement }: { readonly agreement: string }) => {
        const pending = await allPages(
          (page) => session.clients.measurement.listPendingRestatements({ ...page, agreementId: agreement }),
          (page) => page.pending,
        );
        const rows = pending.map(({ key, samples, firstTime, lastTime }) => [
          key?.agreementId ?? '',
          key?.objectiveId ?? '',
          key?.windowLabel ?? '',
          String(samples),
          timeText(firstTime),
          timeText(lastTime),
        ]);
        return { data: pending, tables: [[HEADS.map((key) => session.text(key)), ...rows]] };
      }),
    );
}
