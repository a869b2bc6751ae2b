import type { Rows } from '../answer.js';
import type { Session } from '../session.js';
import type { ImportSums } from './send-batches.js';

/** The figures of an import, one per line; zeros of what is unusual are left out. */
export function importRows(session: Session, sums: ImportSums): Rows {
  const always = [
    [session.text('cli.import_samples'), String(sums.samples)],
    [session.text('cli.import_accepted'), String(sums.accepted)],
    [session.text('cli.import_duplicates'), String(sums.duplicates)],
  ];
  const unusual: readonly (readonly [string, number])[] = [
    [session.text('cli.import_conflicting'), sums.conflicting],
    [session.text('cli.import_pending'), sums.pendingRestatement],
    [session.text('cli.import_replayed'), sums.replayedBatches],
    [session.text('cli.import_retries'), sums.resentBatches],
  ];
  return [
    [session.text('cli.head_figure'), session.text('cli.head_value')],
    ...always,
    ...unusual.filter(([, value]) => value > 0).map(([name, value]) => [name, String(value)]),
    [session.text('cli.import_seconds'), String(sums.seconds)],
    [session.text('cli.import_rate'), String(sums.samplesPerSecond)],
  ];
}
