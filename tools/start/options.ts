import { parseArgs } from 'node:util';
import { inWords, language } from '../bootstrap/say.mjs';

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

const USAGE = `npm start -- [options]

  --fresh          forget everything in .local and begin anew
  --no-demo        services only, without the sample world
  --json           one JSON document on stdout instead of tables
  --exit           end after the first picture instead of serving until Ctrl-C
  --lang LANG      en or zh-CN (default: from LANG)
  --as-of DATE     replay the sample world only up to this date, for example 2026-06-15; needs --fresh after another date
  --help           this text`;

const USAGE_ZH = `npm start -- [选项]

  --fresh          清除 .local 中的全部数据，重新开始
  --no-demo        只启动服务，不装入示例数据
  --json           在标准输出上打印一个 JSON 文档，代替表格
  --exit           显示一次结果后退出，而不是一直运行到 Ctrl-C
  --lang 语言      en 或 zh-CN（默认取自 LANG）
  --as-of 日期     示例数据只重放到该日期，例如 2026-06-15；更换日期时需加 --fresh
  --help           显示本帮助`;

export const usage = (): string => inWords(USAGE, USAGE_ZH);

/** Reads the command line; an error says which word was wrong and what is understood. */
export function readOptions(args: readonly string[]): StartOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      fresh: { type: 'boolean', default: false },
      demo: { type: 'boolean', default: true },
      json: { type: 'boolean', default: false },
      exit: { type: 'boolean', default: false },
      lang: { type: 'string', default: language },
      'as-of': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const { fresh, demo, json, exit, lang } = values;
  if (lang !== 'en' && lang !== 'zh-CN')
    throw new Error(
      inWords(`--lang ${lang} is unknown; use en or zh-CN`, `未知的语言 --lang ${lang}；请用 en 或 zh-CN`),
    );
  const asOf = values['as-of'] === undefined ? undefined : readDate(values['as-of']);
  return { fresh, demo, json, exit, lang, ...(asOf === undefined ? {} : { asOf }) };
}

function readDate(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new Error(
      inWords(
        `--as-of ${text} is not a date; write for example 2026-06-15`,
        `--as-of ${text} 不是日期；请写作 2026-06-15`,
      ),
    );
  return at;
}
