import type { measurementV1 as m } from '@sla/contracts';
import type { Rows } from '../answer.js';
import { allPages } from '../pages.js';
import { namedDetermination } from '../output/named.js';
import { amountText, percentText, phaseWord, shareText, verdictWord } from '../output/words.js';
import type { Session } from '../session.js';
import type { Shell } from '../shell.js';

/** slactl get determinations. */
export function addGetDeterminations(shell: Shell): void {
  shell
    .command('determinations', 'get_determinations')
    .option('--agreement <id>', shell.text('cli.option_agreement'), '')
    .action(
      shell.answering(async (session, { agreement }: { readonly agreement: string }) => {
        const determinations = await allPages(
          (page) =>
            session.clients.measurement.listDeterminations({
              ...page,
              agreementId: agreement,
              objectiveId: '',
              overlapping: undefined,
              allRevisions: false,
            }),
          (page) => page.determinations,
        );
        return { data: determinations.map(namedDetermination), tables: [rowsOf(session, determinations)] };
      }),
    );
}

const HEADS = [
  'cli.head_agreement',
  'cli.head_objective',
  'cli.head_window',
  'cli.head_target',
  'cli.head_attained',
  'cli.head_phase',
  'cli.head_verdict',
  'cli.head_bad',
  'cli.head_coverage',
  'cli.head_budget_left',
  'cli.head_revision',
] as const;

/** Coverage stands beside every figure. */
const rowsOf = (session: Session, list: readonly m.Determination[]): Rows => [
  HEADS.map((key) => session.text(key)),
  ...list.map((d) => [
    d.agreementId,
    d.objectiveId,
    d.windowLabel,
    percentText(d.targetPercent),
    percentText(d.attainedPercent),
    phaseWord(session, d.phase),
    verdictWord(session, d),
    amountText(session, d.bad, d.unit),
    shareText(d.coverage),
    amountText(session, d.budgetLeft, d.unit),
    String(d.revision),
  ]),
];
