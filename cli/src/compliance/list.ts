import { allPages } from '../pages.js';
import { namedRow } from '../output/named.js';
import { creditsText, NOTHING, percentText, phaseWord, shareText, verdictWord } from '../output/words.js';
import type { Shell } from '../shell.js';

const HEADS = [
  'cli.head_objective',
  'cli.head_window',
  'cli.head_target',
  'cli.head_attained',
  'cli.head_phase',
  'cli.head_verdict',
  'cli.head_coverage',
  'cli.head_credit',
] as const;

/** slactl get compliance. */
export function addGetCompliance(shell: Shell): void {
  shell
    .command('compliance', 'get_compliance')
    .option('--agreement <id>', shell.text('cli.option_agreement'), '')
    .action(
      shell.answering(async (session, { agreement }: { readonly agreement: string }) => {
        const compliance = await allPages(
          (page) =>
            session.clients.reporting.listCompliance({ ...page, agreementId: agreement, overlapping: undefined }),
          (page) => page.rows,
        );
        const rows = compliance.map(({ determination: d, objectiveTitle, credits }) => [
          session.pick(objectiveTitle) || (d?.objectiveId ?? ''),
          d?.windowLabel ?? '',
          percentText(d?.targetPercent ?? ''),
          percentText(d?.attainedPercent ?? ''),
          d === undefined ? NOTHING : phaseWord(session, d.phase),
          d === undefined ? NOTHING : verdictWord(session, d),
          shareText(d?.coverage),
          creditsText(session, credits),
        ]);
        return { data: compliance.map(namedRow), tables: [[HEADS.map((key) => session.text(key)), ...rows]] };
      }),
    );
}
