import { Option } from 'commander';
import { isZoneName, zone } from '@sla/calendar';
import { measurementV1 as m } from '@sla/contracts';
import { DomainError, formatInstant } from '@sla/kernel';
import { formatSpan } from '@sla/texts';
import type { Rows } from '../answer.js';
import { placesOf, readValues, ROUNDINGS, type ValueSettings } from '../input/read-values.js';
import type { WallClock } from '../input/read-time.js';
import type { Session } from '../session.js';
import type { Shell } from '../shell.js';
import { batchesOf, type Sample } from './batches.js';
import { FileFactsCount, type FileFacts } from './file-facts.js';
import { importRows } from './import-answer.js';
import { sendBatches } from './send-batches.js';
import { untilEvaluated } from './until-evaluated.js';

interface Options {
  readonly source: string;
  readonly series: string;
  readonly timeZone?: string;
  readonly overlap: WallClock['overlap'];
  readonly resolution: string;
  readonly rounding: (typeof ROUNDINGS)[number];
  readonly onConflict: keyof typeof CONFLICT_RULES;
  readonly wait: boolean;
}

const CONFLICT_RULES = { refuse: m.ConflictRule.REFUSE, keep_first: m.ConflictRule.KEEP_FIRST } as const;

/** slactl import values: measured values of one series. */
export function addImportValues(shell: Shell): void {
  shell
    .command('values <file>', 'import_values')
    .requiredOption('--source <id>', shell.text('cli.option_source'))
    .requiredOption('--series <id>', shell.text('cli.option_series'))
    .requiredOption('--resolution <step>', shell.text('cli.option_resolution'))
    .option('--time-zone <zone>', shell.text('cli.option_time_zone'))
    .addOption(choice(shell, '--overlap <rule>', 'cli.option_overlap', ['refuse', 'earlier', 'later']))
    .addOption(choice(shell, '--rounding <rule>', 'cli.option_rounding', ROUNDINGS))
    .addOption(choice(shell, '--on-conflict <rule>', 'cli.option_conflict', Object.keys(CONFLICT_RULES)))
    .option('--wait', shell.text('cli.option_wait'), false)
    .action(shell.answering((session, file: string, options: Options) => run(session, file, options)));
}

/** The first choice is the default: the careful one. */
const choice = (shell: Shell, flags: string, key: Parameters<Shell['text']>[0], choices: readonly string[]): Option =>
  new Option(flags, shell.text(key)).choices(choices).default(choices[0]);

async function run(session: Session, file: string, options: Options) {
  const settings = { clock: clockOf(options), places: placesOf(options.resolution), rounding: options.rounding };
  const count = new FileFactsCount();
  const samples = samplesOf(file, options.series, settings, count);
  const batches = batchesOf(samples, { source: options.source, conflictRule: CONFLICT_RULES[options.onConflict] });
  const sums = await sendBatches(session, batches);
  if (options.wait) await untilEvaluated(session);
  const facts = count.facts();
  return { data: { file: namedFacts(facts), ...sums }, tables: [factsRows(session, facts), importRows(session, sums)] };
}

function clockOf({ timeZone, overlap }: Options): WallClock | undefined {
  if (timeZone === undefined) return undefined;
  if (!isZoneName(timeZone)) throw new DomainError('invalid_argument', 'cli.zone_unknown', { value: timeZone });
  return { zone: zone(timeZone), overlap };
}

async function* samplesOf(
  file: string,
  series: string,
  settings: ValueSettings,
  count: FileFactsCount,
): AsyncGenerator<Sample> {
  for await (const { at, scaled, rounded } of readValues(file, settings)) {
    count.add(at, rounded);
    yield { series, at, scaled, places: settings.places };
  }
}

const namedFacts = ({ first, last, ...facts }: FileFacts) => ({
  ...facts,
  ...(first !== undefined && { first: formatInstant(first) }),
  ...(last !== undefined && { last: formatInstant(last) }),
});

const factsRows = (session: Session, facts: FileFacts): Rows => [
  [session.text('cli.head_figure'), session.text('cli.head_value')],
  [session.text('cli.import_rows'), String(facts.rows)],
  [session.text('cli.import_first'), facts.first === undefined ? '' : formatInstant(facts.first)],
  [session.text('cli.import_last'), facts.last === undefined ? '' : formatInstant(facts.last)],
  [session.text('cli.import_modal_step'), formatSpan(facts.modalStepMs, session.locale)],
  [session.text('cli.import_irregular'), String(facts.irregularSteps)],
  [session.text('cli.import_backwards'), String(facts.backwardSteps)],
  ...(facts.rounded > 0 ? [[session.text('cli.import_rounded'), String(facts.rounded)]] : []),
];
