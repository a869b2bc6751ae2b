import path from 'node:path';
import { putIntoForce } from './agreements.js';
import { AGREEMENTS, PREFIX, SOURCE, writeChecks } from './checks-world.js';
import { eventsForReporting, eventsInReporting, openStores, rowsOf, untilSettled } from './settled.js';
import { outcomeOf, type Outcome } from './outcome.js';
import { slactl } from './slactl.js';
import { Suite } from './suite.js';

const SETTLE_WITHIN_MS = 180_000;
const SEED = 20_261_125;

export interface ImportReport {
  readonly samplesPerSecond: number;
  readonly samples: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly conflicting: number;
  readonly pendingRestatement: number;
  readonly replayedBatches: number;
  readonly resentBatches: number;
  readonly seconds: number;
}

export interface Run {
  readonly rows: number;
  readonly report: ImportReport;
  readonly outcome: Outcome;
  readonly sentToReporting: readonly string[];
  readonly handledByReporting: readonly string[];
  /** Events that are told once per window, with how often they were told. */
  readonly toldTwice: readonly object[];
  readonly deadLetters: number;
}

/** Imports the checks world with slactl while `disturbance` goes on, waits until all is settled, and reads what came of it. */
export async function importRun(
  replicas: Parameters<typeof Suite.start>[0],
  disturbance: (suite: Suite, importing: Promise<unknown>) => Promise<void> = () => Promise.resolve(),
): Promise<Run> {
  const suite = await Suite.start(replicas);
  const stores = openStores(suite);
  try {
    for (const agreement of AGREEMENTS) await putIntoForce(suite, agreement);
    await untilSettled(stores, SETTLE_WITHIN_MS);
    const file = path.join(suite.dir, 'checks.csv');
    const rows = writeChecks(file, SEED);
    const context = await suite.contextFile('probes');
    const words = ['import', 'checks', file, '--source', SOURCE, '--series-prefix', PREFIX, '-o', 'json'];
    const importing = slactl(context, ...words);
    await disturbance(suite, importing);
    const { exitCode, stdout, stderr } = await importing;
    if (exitCode !== 0) throw new Error(`the import ended with ${exitCode}: ${stderr}`);
    await untilSettled(stores, SETTLE_WITHIN_MS);
    const operator = await suite.clients('operator');
    const letters = await operator.reportingOperations.listDeadLetters({ pageSize: 500, pageToken: '' });
    operator.close();
    return {
      rows,
      report: JSON.parse(stdout) as ImportReport,
      outcome: await outcomeOf(suite, stores),
      sentToReporting: await eventsForReporting(stores),
      handledByReporting: await eventsInReporting(stores),
      toldTwice: await rowsOf(stores.measurement, TOLD_TWICE),
      deadLetters: letters.deadLetters.length,
    };
  } finally {
    await stores.close();
    await suite.stop();
  }
}

/** Sequences of an aggregate that are missing or told twice: both would be seen as a gap by whoever follows it. */
const TOLD_TWICE = `select aggregate_id, count(*) n, max(aggregate_sequence) last from outbox
  group by aggregate_id having count(*) <> max(aggregate_sequence) or min(aggregate_sequence) <> 1`;
