import { allPages } from '../pages.js';
import type { Shell } from '../shell.js';

const HEADS = ['cli.head_agreement', 'cli.head_period', 'cli.head_edition', 'cli.head_complete'] as const;

/** slactl get editions. */
export function addGetEditions(shell: Shell): void {
  shell
    .command('editions', 'get_editions')
    .option('--agreement <id>', shell.text('cli.option_agreement'), '')
    .action(
      shell.answering(async (session, { agreement }: { readonly agreement: string }) => {
        const editions = await allPages(
          (page) => session.clients.reporting.listReportEditions({ ...page, agreementId: agreement, period: '' }),
          (page) => page.editions,
        );
        const rows = editions.map((edition) => [
          edition.agreementId,
          edition.period,
          String(edition.edition),
          session.text(edition.complete ? 'cli.yes' : 'cli.no'),
          edition.contentHash,
        ]);
        return { data: editions, tables: [[[...HEADS.map((key) => session.text(key)), 'SHA-256'], ...rows]] };
      }),
    );
}
