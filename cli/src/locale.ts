import { LOCALES, type Locale } from '@sla/texts';

/** The language of a run: --lang, else that of the system. Help and faults of usage need it before the command line is read. */
export function localeOf(args: readonly string[], env: NodeJS.ProcessEnv): Locale {
  const named = args.find((word) => word.startsWith('--lang='))?.slice('--lang='.length) ?? wordAfter(args, '--lang');
  return LOCALES.find((locale) => locale === named) ?? systemLocale(env);
}

function wordAfter(args: readonly string[], word: string): string | undefined {
  const at = args.indexOf(word);
  return at === -1 ? undefined : args[at + 1];
}

const systemLocale = (env: NodeJS.ProcessEnv): Locale =>
  /^zh/i.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '') ? 'zh-CN' : 'en';
