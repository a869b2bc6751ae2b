import { formatSpan } from '@sla/texts';
import type { Rows } from '../answer.js';
import { timeText } from '../output/plain.js';
import type { Session } from '../session.js';
import type { Shell } from '../shell.js';
import type { measurementV1 as m } from '@sla/contracts';

/** Gaps in a table for people; programs get all of them. */
const MAX_LISTED_GAPS = 20;

/** slactl describe series. */
export function addDescribeSeries(shell: Shell): void {
  shell.command('series <id>', 'describe_series').action(
    shell.answering(async (session, series: string) => {
      const request = { series, span: undefined, gapAboveMs: 0n };
      const described = await session.clients.measurement.describeSeries(request);
      return { data: described, text: gapLines(session, described), tables: [rowsOf(session, described)] };
    }),
  );
}

function rowsOf(session: Session, series: m.DescribeSeriesResponse): Rows {
  const missing = series.gaps.reduce((sum, gap) => sum + gap.missingSamples, 0n);
  return [
    [session.text('cli.head_figure'), session.text('cli.head_value')],
    [session.text('cli.head_series'), series.series],
    [session.text('cli.head_samples'), String(series.samples)],
    [session.text('cli.head_first'), timeText(series.firstTime)],
    [session.text('cli.head_last'), timeText(series.lastTime)],
    [session.text('cli.series_modal_step'), formatSpan(series.modalStepMs, session.locale)],
    [session.text('cli.series_duplicates'), String(series.duplicates)],
    [session.text('cli.series_conflicts'), String(series.conflicts)],
    [session.text('cli.series_gaps'), String(series.gaps.length)],
    [session.text('cli.series_missing'), String(missing)],
  ];
}

function gapLines(session: Session, { gaps }: m.DescribeSeriesResponse): string {
  const lines = gaps.slice(0, MAX_LISTED_GAPS).map(({ afterTime, beforeTime, missingSamples }) => {
    const params = { after: timeText(afterTime), before: timeText(beforeTime), missing: String(missingSamples) };
    return `  ${session.text('cli.series_gap', params)}`;
  });
  const hidden = gaps.length - lines.length;
  const rest = hidden > 0 ? [`  ${session.text('cli.more_rows', { count: hidden })}`] : [];
  const head = session.text('cli.series_gaps');
  return lines.length === 0 ? session.text('cli.series_without_gaps') : [head, ...lines, ...rest].join('\n');
}
