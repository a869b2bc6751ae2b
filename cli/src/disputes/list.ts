import { allPages } from '../pages.js';
import { namedDispute } from '../output/named.js';
import { timeText } from '../output/plain.js';
import { disputeWord, stateWord } from '../output/words.js';
import type { Shell } from '../shell.js';

const HEADS = [
  'cli.head_id',
  'cli.head_agreement',
  'cli.head_series',
  'cli.head_first',
  'cli.head_last',
  'cli.head_claim',
  'cli.head_opened_by',
  'cli.head_state',
] as const;

/** slactl get disputes. */
export function addGetDisputes(shell: Shell): void {
  shell
    .command('disputes', 'get_disputes')
    .option('--agreement <id>', shell.text('cli.option_agreement'), '')
    .action(
      shell.answering(async (session, { agreement }: { readonly agreement: string }) => {
        const disputes = await allPages(
          (page) => session.clients.measurement.listDisputes({ ...page, agreementId: agreement }),
          (page) => page.disputes,
        );
        const rows = disputes.map((dispute) => [
          dispute.id,
          dispute.agreementId,
          dispute.series,
          timeText(dispute.interval?.startTime),
          timeText(dispute.interval?.endTime),
          stateWord(session, dispute.claim),
          dispute.openedBy,
          disputeWord(session, dispute.state),
        ]);
        return { data: disputes.map(namedDispute), tables: [[HEADS.map((key) => session.text(key)), ...rows]] };
      }),
    );
}
