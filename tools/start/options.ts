import { parseArgs } from 'node:util';

export interface StartOptions {
  /** Forget everything in .local and begin anew. */
  readonly fresh: boolean;
  /** Services only, without the sample world. */
  readonly demo: boolean;
  /** One JSON document on stdout instead of tables. */
  readonly json: boolean;
  /** End after the first picture instead of serving until Ctrl-C. */
  readonly exit: boolean;
  readonly lang: 'en' | 'zh-CN';
  /** Replay the sample world only up to this date. */
  readonly asOf?: number;
}

export const USAGE = `npm start -- [options]

  --fresh          forget everything in .local and begin anew
  --no-demo        services only, without the sample world
  --json           one JSON document on stdout instead of tables
  --exit           end after the first picture instead of serving until Ctrl-C
  --lang LANG      en or zh-CN (default: from LANG)
  --as-of DATE     replay the sample world only up to this date, for example 2026-06-15; needs --fresh after another date
  --help           this text`;

/** Reads the command line; an error says which word was wrong and what is understood. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): StartOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      fresh: { type: 'boolean', default: false },
      demo: { type: 'boolean', default: true },
      json: { type: 'boolean', default: false },
      exit: { type: 'boolean', default: false },
      lang: { type: 'string', default: /^zh/i.test(env['LC_ALL'] ?? env['LANG'] ?? '') ? 'zh-CN' : 'en' },
      'as-of': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const { fresh, demo, json, exit, lang } = values;
  if (lang !== 'en' && lang !== 'zh-CN') throw new Error(`--lang ${lang} is unknown; use en or zh-CN`);
  const asOf = values['as-of'] === undefined ? undefined : readDate(values['as-of']);
  return { fresh, demo, json, exit, lang, ...(asOf === undefined ? {} : { asOf }) };
}

function readDate(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new Error(`--as-of ${text} is not a date; write for example 2026-06-15`);
  return at;
}
