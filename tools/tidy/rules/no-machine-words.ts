import { lineAt, type Fault, type Rule } from '../rule.ts';

/** Folders of one machine; /tmp is real inside an image. */
const MACHINE_PATH = /(?<![\w.~}-])\/(?:work|home|Users|root|tmp)\/[\w.-]+/g;
const INSIDE_IMAGES = /^(charts\/|Dockerfile|compose[.]yaml)/;
/** Hosts that serve packages; the lock file names none, so that every registry works. */
const REGISTRY = /\b(?:registry|npm|pypi|proxy|goproxy|artifactory|nexus|mirrors?)[\w-]*(?:[.][\w-]+)+(?::\d+)?\/?/gi;
const HOST_END = /[.](?:com|org|net|io|dev|cn|local|internal|corp|lan)(?::\d+)?\/?$/i;
const RESOLVED = /"resolved":\s*"https?:/g;

export const noMachineWords: Rule = {
  name: 'no-machine-words',
  law: 'no file knows the machine that it was written on: no path of it, no package registry',
  check: (tree) =>
    tree.files.filter((file) => !file.startsWith('tools/tidy/')).flatMap((file) => wordsIn(file, tree.text(file))),
};

function wordsIn(file: string, text: string): readonly Fault[] {
  const found = (pattern: RegExp, what: string): readonly Fault[] =>
    [...text.matchAll(pattern)].map((match) => ({
      file,
      line: lineAt(text, match.index),
      says: `${what}: ${match[0]}; other machines have another one`,
    }));
  return [
    ...(INSIDE_IMAGES.test(file) ? [] : found(MACHINE_PATH, 'a path of one machine')),
    ...found(REGISTRY, 'a package registry').filter(({ says }) => HOST_END.test(says.split('; ')[0] ?? '')),
    ...found(RESOLVED, 'a package registry'),
  ];
}
