import { lineAt, type Rule } from '../rule.ts';

/** Spelt apart, so that this file is no loose end. */
const WORDS = ['TO' + 'DO', 'FIX' + 'ME', 'HA' + 'CK', 'X' + 'XX'];
/** Generated from, or copied from, protos of Google. */
const WRITTEN_ELSEWHERE = /^proto\/vendor\/|\/gen\//;
const LOOSE = new RegExp(String.raw`\b(${WORDS.join('|')})\b(?!\(#\d+\))`, 'g');

export const noLooseEnds: Rule = {
  name: 'no-loose-ends',
  law: 'what is left for later has an issue, and its number stands behind the word: (#123)',
  check: (tree) =>
    tree.files
      .filter((file) => !WRITTEN_ELSEWHERE.test(file))
      .flatMap((file) => {
        const text = tree.text(file);
        return [...text.matchAll(LOOSE)].map((match) => ({
          file,
          line: lineAt(text, match.index),
          says: `${match[0]} without an issue; do it now, or write ${match[0]}(#number)`,
        }));
      }),
};
