import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { Command, Option } from 'commander';
import { agreementsV1, commonV1, measurementV1 as m, reportingV1 as r } from '@sla/contracts';
import { formatDecimal, formatMoney, multiply, ratio } from '@sla/kernel';
import type { Locale } from '@sla/texts';
import { connect, readContext, UsageError, type Clients } from './context.js';
import { EXIT, exitCodeOf, explainFailure } from './exit-codes.js';
import { print, type Format } from './output.js';
import { importChecks, untilEvaluated } from './commands/import-checks.js';
import { createKey, signVersion } from './commands/sign.js';
import { drawTrace } from './commands/trace.js';
import { verifyFile } from './commands/verify.js';
import { HELP } from './help.js';

interface Global {
  readonly output: Format;
  readonly lang: Locale;
  readonly context?: string;
}

const systemLocale = (): Locale => (/^zh/i.test(process.env['LC_ALL'] ?? process.env['LANG'] ?? '') ? 'zh-CN' : 'en');
/** The language of help texts has to be known before the command line is read. */
const helpLocale = (): Locale => {
  const at = process.argv.indexOf('--lang');
  const named =
    process.argv.find((word) => word.startsWith('--lang='))?.slice(7) ?? (at === -1 ? undefined : process.argv[at + 1]);
  return named === undefined ? systemLocale() : named === 'zh-CN' ? 'zh-CN' : 'en';
};

const texts = HELP[helpLocale()];
const program = new Command('slactl')
  .description(texts.program)
  .addOption(new Option('-o, --output <format>', texts.output).choices(['table', 'json', 'yaml']).default('table'))
  .addOption(new Option('--lang <language>', texts.lang).choices(['en', 'zh-CN']).default(systemLocale()))
  .option('--context <file>', texts.context)
  .addHelpText('after', `\n${texts.exitCodes}`)
  .exitOverride()
  .configureOutput({ writeErr: (text) => process.stderr.write(text) });

const global = (): Global => program.opts<Global>();

/** Runs with clients of the context and closes them in any case. */
async function withClients(work: (clients: Clients, options: Global, party: string) => Promise<void>): Promise<void> {
  const options = global();
  const context = readContext(options.context);
  const clients = connect(context, options.lang);
  try {
    await work(clients, options, context.party ?? '');
  } finally {
    clients.close();
  }
}

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const command = (name: string, help: { readonly about: string; readonly example: string }): Command =>
  program.command(name).description(help.about).addHelpText('after', `\n${texts.example}\n  ${help.example}`);

command('apply <files...>', texts.apply).action((files: string[]) =>
  withClients(async ({ agreements }, { lang }) => {
    for (const file of files) {
      const document = readFileSync(file);
      const { findings } = await agreements.validateDocument({
        document,
        format: agreementsV1.DocumentFormat.UNSPECIFIED,
      });
      if (findings.length > 0) {
        const lines = findings.map(
          (f) =>
            `${file}:${f.line}:${f.column}: ${f.field}: ${(lang === 'en' ? f.text?.en : f.text?.zhCn) ?? f.reason}`,
        );
        throw new UsageError(lines.join('\n'));
      }
      const { agreement, version, changed } = await agreements.applyDocument({
        document,
        format: agreementsV1.DocumentFormat.UNSPECIFIED,
        requestId: '',
        etag: '',
      });
      say(`${agreement?.id} v${version} ${changed ? 'stored' : 'unchanged'}`);
    }
  }),
);

command('freeze <agreement> <version>', texts.freeze).action((agreementId: string, version: string) =>
  withClients(async ({ agreements }) => {
    await agreements.freezeVersion({ agreementId, version: Number(version), requestId: '', etag: '' });
    say(`${agreementId} v${version} frozen`);
  }),
);

command('keygen <file> <key-id>', texts.keygen).action((file: string, keyId: string) => {
  createKey(file, keyId);
  say(`${file}`);
});

command('sign <agreement> <version>', texts.sign)
  .requiredOption('--key <file>', texts.key)
  .action((agreementId: string, version: string, { key }: { key: string }) =>
    withClients(async (clients, _options, party) => {
      const { agreement } = await signVersion(clients, agreementId, Number(version), key, party);
      say(`${agreementId} v${version} signed; etag ${agreement?.etag ?? ''}`);
    }),
  );

command('activate <agreement> <version>', texts.activate).action((agreementId: string, version: string) =>
  withClients(async ({ agreements }) => {
    await agreements.activateVersion({
      agreementId,
      version: Number(version),
      effectiveTime: undefined,
      requestId: '',
    });
    say(`${agreementId} v${version} effective`);
  }),
);

command('get <kind>', texts.get)
  .option('--agreement <id>', texts.agreement, '')
  .action((kind: string, { agreement: agreementId }: { agreement: string }) =>
    withClients(async (clients, { output, lang }) => {
      const page = { pageSize: 500, pageToken: '' };
      if (kind === 'agreements') {
        const { agreements } = await clients.agreements.listAgreements({ ...page, party: '' });
        print(output, agreements, () => [
          ['id', 'kind', 'title', 'versions'],
          ...agreements.map((a) => [
            a.id,
            a.kind,
            (lang === 'en' ? a.title?.en : a.title?.zhCn) ?? '',
            a.versions.map((v) => `v${v.number} ${agreementsV1.VersionState[v.state]}`).join(', '),
          ]),
        ]);
      } else if (kind === 'determinations') {
        const { determinations } = await clients.measurement.listDeterminations({
          ...page,
          pageSize: 1000,
          agreementId,
          objectiveId: '',
          overlapping: undefined,
          allRevisions: false,
        });
        print(output, determinations, () => determinationRows(determinations));
      } else if (kind === 'compliance') {
        const { rows } = await clients.reporting.listCompliance({ ...page, agreementId, overlapping: undefined });
        print(output, rows, () => complianceRows(rows, lang));
      } else if (kind === 'editions') {
        const { editions } = await clients.reporting.listReportEditions({ ...page, agreementId, period: '' });
        print(output, editions, () => [
          ['agreement', 'period', 'edition', 'complete', 'sha-256'],
          ...editions.map((e) => [e.agreementId, e.period, String(e.edition), String(e.complete), e.contentHash]),
        ]);
      } else if (kind === 'ledger') {
        const { entries } = await clients.reporting.listLedgerEntries({ ...page, agreementId });
        print(output, entries, () => [
          ['clause', 'window', 'debit', 'credit', 'amount'],
          ...entries.map((e) => [
            e.creditId,
            e.windowLabel,
            e.debitAccount,
            e.creditAccount,
            e.amount === undefined ? '' : `${formatMoney(e.amount)} ${e.amount.currency}`,
          ]),
        ]);
      } else
        throw new UsageError(
          `there is nothing to get under “${kind}”; choose agreements, determinations, compliance, editions or ledger`,
        );
    }),
  );

command('describe <kind> <name>', texts.describe).action((kind: string, name: string) =>
  withClients(async (clients, { output }) => {
    if (kind === 'agreement') {
      const { agreement } = await clients.agreements.getAgreement({ agreementId: name });
      print(output === 'table' ? 'yaml' : output, agreement, () => []);
    } else if (kind === 'series') {
      const series = await clients.measurement.describeSeries({ series: name, span: undefined, gapAboveMs: 0n });
      print(output === 'table' ? 'yaml' : output, series, () => []);
    } else throw new UsageError(`“${kind}” cannot be described; choose agreement or series`);
  }),
);

const importing = command('import <kind> [files...]', texts.import);
importing
  .requiredOption('--source <id>', texts.source)
  .option('--series-prefix <prefix>', texts.prefix, '')
  .option('--wait', texts.wait, false)
  .action((kind: string, files: string[], options: { source: string; seriesPrefix: string; wait: boolean }) =>
    withClients(async (clients, { output }) => {
      if (kind !== 'checks') throw new UsageError(`“${kind}” cannot be imported; choose checks`);
      if (files.length === 0) throw new UsageError('name at least one file to import');
      const result = await importChecks(clients, files, { source: options.source, prefix: options.seriesPrefix });
      if (options.wait) await untilEvaluated(clients, 600_000);
      print(output, result, () => [
        Object.keys(result),
        Object.values(result).map((value) => String(Math.round(value * 100) / 100)),
      ]);
    }),
  );

const FORMATS = { json: r.ReportFormat.JSON, csv: r.ReportFormat.CSV, html: r.ReportFormat.HTML } as const;
command('report <agreement> <period>', texts.report)
  .addOption(new Option('--format <format>', texts.format).choices(['json', 'csv', 'html']).default('html'))
  .option('--file <file>', texts.file)
  .option('--issue', texts.issue, false)
  .action(
    (agreementId: string, period: string, options: { format: keyof typeof FORMATS; file?: string; issue: boolean }) =>
      withClients(async ({ reporting }) => {
        if (options.issue) await reporting.issueReport({ agreementId, period, reason: '', requestId: '' });
        const { content, edition } = await reporting.getReportEdition({
          agreementId,
          period,
          edition: 0,
          format: FORMATS[options.format],
        });
        if (options.file === undefined) process.stdout.write(content);
        else {
          writeFileSync(options.file, content);
          say(`${options.file}: edition ${edition?.edition}, ${edition?.contentHash}`);
        }
      }),
  );

command('explain <agreement> <objective> <window>', texts.explain).action(
  (agreementId: string, objectiveId: string, windowLabel: string) =>
    withClients(async ({ measurement }, { output, lang }) => {
      const answer = await measurement.explain({ key: { agreementId, objectiveId, windowLabel, revision: 0 } });
      if (output !== 'table') return print(output, answer, () => []);
      if (answer.explanation !== undefined) say(storyOf(answer.explanation, lang, 0));
      say(`trace ${answer.determination?.traceId ?? ''}`);
    }),
);

command('evidence <agreement> <objective> <window>', texts.evidence)
  .requiredOption('--file <file>', texts.file)
  .action((agreementId: string, objectiveId: string, windowLabel: string, { file }: { file: string }) =>
    withClients(async ({ measurement }) => {
      const out = createWriteStream(file);
      for await (const { chunk } of measurement.exportEvidence({
        key: { agreementId, objectiveId, windowLabel, revision: 0 },
      })) {
        if (!out.write(chunk)) await once(out, 'drain');
      }
      out.end();
      await once(out, 'finish');
      say(file);
    }),
  );

command('verify <file>', texts.verify).action((file: string) => {
  const verification = verifyFile(file);
  const { output } = global();
  if (!verification.ok) {
    print(output, verification, () => [
      ['what', 'stated', 'computed'],
      ...verification.findings.map((f) => [f.what, f.expected, f.got]),
    ]);
    process.exitCode = EXIT.verificationFailed;
    return;
  }
  print(output, { ok: true, figures: verification.figures }, () => [
    ['figure', 'value'],
    ...Object.entries(verification.figures),
  ]);
});

command('trace <trace-id>', texts.trace)
  .option('--dir <dir>', texts.dir)
  .action((traceId: string, { dir }: { dir?: string }) => {
    say(drawTrace(dir ?? readContext(global().context).traces ?? '.local/traces', traceId));
  });

function storyOf(node: commonV1.ExplanationNode, lang: Locale, depth: number): string {
  const text = (lang === 'en' ? node.text?.en : node.text?.zhCn) ?? node.key;
  return [`${'  '.repeat(depth)}${text}`, ...node.children.map((child) => storyOf(child, lang, depth + 1))].join('\n');
}

const percent = (value: m.Determination['coverage']): string =>
  value === undefined
    ? '–'
    : `${formatDecimal(multiply(ratio(BigInt(value.numerator), BigInt(value.denominator)), ratio(100n)), 2, 'floor')} %`;

const determinationRows = (list: readonly m.Determination[]): string[][] => [
  ['agreement', 'objective', 'window', 'target', 'attained', 'phase', 'verdict', 'coverage', 'budget left', 'rev'],
  ...list.map((d) => [
    d.agreementId,
    d.objectiveId,
    d.windowLabel,
    d.targetPercent,
    d.attainedPercent,
    m.Phase[d.phase] ?? '',
    m.Verdict[d.verdict] ?? '',
    percent(d.coverage),
    d.budgetLeft,
    String(d.revision),
  ]),
];

const complianceRows = (rows: readonly r.ComplianceRow[], lang: Locale): string[][] => [
  ['objective', 'window', 'target', 'attained', 'phase', 'verdict', 'coverage', 'credit'],
  ...rows.map(({ determination: d, objectiveTitle, credit }) => [
    (lang === 'en' ? objectiveTitle?.en : objectiveTitle?.zhCn) ?? '',
    d?.windowLabel ?? '',
    d?.targetPercent ?? '',
    d?.attainedPercent ?? '',
    d === undefined ? '' : (m.Phase[d.phase] ?? ''),
    d === undefined ? '' : (m.Verdict[d.verdict] ?? ''),
    percent(d?.coverage),
    credit?.amount === undefined ? '–' : `${formatMoney(credit.amount)} ${credit.amount.currency}`,
  ]),
];

try {
  await program.parseAsync();
} catch (error) {
  const { code } = error as { code?: string };
  if (code?.startsWith('commander.') === true)
    process.exitCode = code === 'commander.helpDisplayed' || code === 'commander.help' ? 0 : EXIT.usage;
  else {
    process.stderr.write(`${explainFailure(error, global().lang)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}
