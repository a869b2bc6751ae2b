// Progress for people, on stderr: stdout is kept for results. It speaks the language that --lang or the environment names.

/** `zh-CN` or `en`. Known before anything is installed, so it is read from the words of the command line themselves. */
export const language = (() => {
  const at = process.argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const named = at === -1 ? undefined : (process.argv[at]?.split('=')[1] ?? process.argv[at + 1]);
  return /^zh/i.test(named ?? process.env.LC_ALL ?? process.env.LANG ?? '') ? 'zh-CN' : 'en';
})();

/** A line of progress in the language of the reader. */
export const say = (en, zh) => process.stderr.write(`${inWords(en, zh)}\n`);

export const inWords = (en, zh) => (language === 'en' ? en : zh);

/** Ends the process with a message that says what to do. */
export function fail(en, zh) {
  say(`\n${en}`, `\n${zh}`);
  process.exit(1);
}
