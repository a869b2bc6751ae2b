import { allPages } from '../pages.js';
import { moneyText } from '../output/words.js';
import type { Shell } from '../shell.js';

const HEADS = [
  'cli.head_agreement',
  'cli.head_clause',
  'cli.head_window',
  'cli.head_debit_account',
  'cli.head_credit_account',
  'cli.head_amount',
] as const;

/** slactl get ledger. */
export function addGetLedger(shell: Shell): void {
  shell
    .command('ledger', 'get_ledger')
    .option('--agreement <id>', shell.text('cli.option_agreement'), '')
    .action(
      shell.answering(async (session, { agreement }: { readonly agreement: string }) => {
        const entries = await allPages(
          (page) => session.clients.reporting.listLedgerEntries({ ...page, agreementId: agreement }),
          (page) => page.entries,
        );
        const rows = entries.map((entry) => [
          entry.agreementId,
          entry.creditId,
          entry.windowLabel,
          entry.debitAccount,
          entry.creditAccount,
          moneyText(entry.amount),
        ]);
        return { data: entries, tables: [[HEADS.map((key) => session.text(key)), ...rows]] };
      }),
    );
}
