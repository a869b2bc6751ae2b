import { Option } from 'commander';
import { reportingV1 as r } from '@sla/contracts';
import type { Answer } from '../answer.js';
import { writeOutput } from '../input/files.js';
import type { Session } from '../session.js';
import type { Shell } from '../shell.js';

const FORMATS = { json: r.ReportFormat.JSON, csv: r.ReportFormat.CSV, html: r.ReportFormat.HTML } as const;

interface Options {
  readonly format: keyof typeof FORMATS;
  readonly file?: string;
  readonly issue: boolean;
  readonly reason: string;
}

/** slactl report. */
export function addReport(shell: Shell): void {
  const format = new Option('--format <format>', shell.text('cli.option_format'));
  shell
    .command('report <agreement> <period>', 'report')
    .addOption(format.choices(Object.keys(FORMATS)).default('html'))
    .option('--file <file>', shell.text('cli.option_file'))
    .option('--issue', shell.text('cli.option_issue'), false)
    .option('--reason <text>', shell.text('cli.option_reason'), '')
    .action(
      shell.answering((session, agreement: string, period: string, options: Options) =>
        report(session, agreement, period, options),
      ),
    );
}

async function report(session: Session, agreementId: string, period: string, options: Options): Promise<Answer> {
  const { reporting } = session.clients;
  if (options.issue) await reporting.issueReport({ agreementId, period, reason: options.reason, requestId: '' });
  const format = FORMATS[options.format];
  const { content, edition, mediaType } = await reporting.getReportEdition({ agreementId, period, edition: 0, format });
  const { file } = options;
  if (file === undefined)
    return { data: { edition, mediaType, content: Buffer.from(content).toString('utf8') }, raw: content };
  writeOutput(file, content);
  const params = { file, edition: edition?.edition ?? 0, hash: edition?.contentHash ?? '' };
  return { data: { file, mediaType, edition }, text: session.text('cli.edition_saved', params) };
}
