import { Command, Option } from 'commander';
import { LOCALES, render, type Locale } from '@sla/texts';
import { addActivate } from './agreements/activate.js';
import { addApply } from './agreements/apply.js';
import { addDescribeAgreement } from './agreements/describe.js';
import { addFreeze } from './agreements/freeze.js';
import { addGetAgreements } from './agreements/list.js';
import { addSign } from './agreements/sign.js';
import { addGetCompliance } from './compliance/list.js';
import { addDescribeDetermination } from './determinations/describe.js';
import { addExplain } from './determinations/explain.js';
import { addGetDeterminations } from './determinations/list.js';
import { addRestate } from './determinations/restate.js';
import { addGetRestatements } from './determinations/waiting.js';
import { addGetDisputes } from './disputes/list.js';
import { addEvidence } from './evidence/export.js';
import { addVerify } from './evidence/verify.js';
import { addKeygen } from './keys/create.js';
import { addGetLedger } from './ledger/list.js';
import { FORMATS } from './output/print.js';
import { addGetEditions } from './reports/list.js';
import { addReport } from './reports/read.js';
import { addImportChecks } from './samples/import-checks.js';
import { addImportValues } from './samples/import-values.js';
import { addImportWait } from './samples/wait.js';
import { addDescribeSeries } from './series/describe.js';
import { localizedHelp, shellOn, type Run, type Shell } from './shell.js';
import { addTrace } from './traces/draw.js';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly output: (typeof FORMATS)[number];
  readonly lang: Locale;
  readonly context?: string;
}

/** The command line in one language. */
export function programIn(locale: Locale, run: Run): Command {
  const text = (key: Parameters<typeof render>[0]): string => render(key, {}, locale);
  const program = new Command('slactl')
    .description(text('cli.program'))
    .addOption(new Option('-o, --output <format>', text('cli.option_output')).choices(FORMATS).default('table'))
    .addOption(new Option('--lang <language>', text('cli.option_lang')).choices(LOCALES).default(locale))
    .option('--context <file>', text('cli.option_context'))
    .helpOption('-h, --help', text('cli.option_help'))
    .helpCommand(false)
    .addHelpText('after', `\n${text('cli.exit_codes')}`)
    .exitOverride()
    .configureHelp(localizedHelp(locale))
    // Faults of usage are said in the language of the run, by the one place that says all of them.
    .configureOutput({ outputError: () => undefined });
  addCommands(shellOn(program, locale, run));
  return program;
}

function addCommands(shell: Shell): void {
  [addApply, addFreeze, addKeygen, addSign, addActivate].forEach((add) => add(shell));
  const get = shell.group('get', 'get');
  [addGetAgreements, addGetDeterminations, addGetCompliance, addGetEditions, addGetLedger].forEach((add) => add(get));
  [addGetRestatements, addGetDisputes].forEach((add) => add(get));
  const describe = shell.group('describe', 'describe');
  [addDescribeAgreement, addDescribeSeries, addDescribeDetermination].forEach((add) => add(describe));
  const importing = shell.group('import', 'import');
  [addImportChecks, addImportValues, addImportWait].forEach((add) => add(importing));
  [addRestate, addReport, addExplain, addEvidence, addVerify, addTrace].forEach((add) => add(shell));
}
