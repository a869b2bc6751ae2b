import { measurementV1 as m } from '@sla/contracts';
import { formatInstant } from '@sla/kernel';
import type { Rows } from '../answer.js';
import { readChecks } from '../input/read-checks.js';
import { SeriesNames } from '../input/series-names.js';
import { shareText } from '../output/words.js';
import type { Session } from '../session.js';
import type { Shell } from '../shell.js';
import { batchesOf, type Sample } from './batches.js';
import { CoverageCount, readStaleness, type SeriesCoverage } from './coverage.js';
import { importRows } from './import-answer.js';
import { sendBatches } from './send-batches.js';
import { untilEvaluated } from './until-evaluated.js';

interface Options {
  readonly source: string;
  readonly seriesPrefix: string;
  readonly staleness?: string;
  readonly wait: boolean;
}

/** slactl import checks: status pages, one series per site. */
export function addImportChecks(shell: Shell): void {
  shell
    .command('checks <files...>', 'import_checks')
    .requiredOption('--source <id>', shell.text('cli.option_source'))
    .option('--series-prefix <prefix>', shell.text('cli.option_prefix'), '')
    .option('--staleness <span>', shell.text('cli.option_staleness'))
    .option('--wait', shell.text('cli.option_wait'), false)
    .action(shell.answering((session, files: readonly string[], options: Options) => run(session, files, options)));
}

async function run(session: Session, files: readonly string[], options: Options) {
  const stalenessMs = options.staleness === undefined ? undefined : readStaleness(options.staleness);
  const count = new CoverageCount();
  const samples = samplesOf(files, options.seriesPrefix, count);
  // Status pages repeat a check within one second now and then; the worse of two answers is the one that users had.
  const settings = { source: options.source, conflictRule: m.ConflictRule.KEEP_WORST };
  const sums = await sendBatches(session, batchesOf(samples, settings));
  if (options.wait) await untilEvaluated(session);
  const series = stalenessMs === undefined ? [] : count.of(stalenessMs);
  return {
    data: { ...sums, ...(stalenessMs !== undefined && { stalenessMs, series: series.map(namedCoverage) }) },
    tables: [...(series.length === 0 ? [] : [coverageRows(session, series)]), importRows(session, sums)],
  };
}

async function* samplesOf(files: readonly string[], prefix: string, count: CoverageCount): AsyncGenerator<Sample> {
  const names = new SeriesNames(prefix);
  for (const file of files) {
    for await (const { at, slug, state, line } of readChecks(file)) {
      const series = names.seriesOf(slug, { file, line });
      count.add(series, at);
      yield { series, at, state };
    }
  }
}

const namedCoverage = (row: SeriesCoverage) => ({
  ...row,
  first: formatInstant(row.first),
  last: formatInstant(row.last),
});

const coverageRows = (session: Session, series: readonly SeriesCoverage[]): Rows => [
  [
    session.text('cli.head_series'),
    session.text('cli.head_samples'),
    session.text('cli.head_first'),
    session.text('cli.head_last'),
    session.text('cli.head_coverage'),
  ],
  ...series.map((row) => [
    row.series,
    String(row.samples),
    formatInstant(row.first),
    formatInstant(row.last),
    shareText(row.coverage),
  ]),
];
