import { execFileSync } from 'node:child_process';
import ts from 'typescript';
import type { Fault, Rule } from '../rule.ts';
import { collect, isCode, isTest, lineOf, syntaxOf } from '../syntax.ts';
import type { Tree } from '../tree.ts';

/** The sizes that were reached. */
export const RATCHET = 'tools/tidy/ratchet.json';
/** Tables, which are as long as what they list: tz data, and the texts of an area. */
const TABLES = /^libs\/(calendar\/src\/tz\/data|texts\/src\/catalogue)\//;

export interface Sizes {
  readonly longestFile: number;
  readonly longestTestFile: number;
  readonly longestFunction: number;
}
type Measure = keyof Sizes;
const WHAT: Readonly<Record<Measure, string>> = {
  longestFile: 'a file of code',
  longestTestFile: 'a file of tests',
  longestFunction: 'a function outside tests',
};
const MEASURES = Object.keys(WHAT) as readonly Measure[];

/** The ratchet: what was reached once is the most that is allowed from then on. */
export const sizesOnlyShrink = (historyOf: () => readonly string[]): Rule => ({
  name: 'sizes-only-shrink',
  law: 'the longest file and the longest function only get shorter, and so does the ratchet itself',
  check: (tree) => {
    if (!tree.has(RATCHET)) return [{ file: RATCHET, says: 'is missing; it holds the sizes that were reached' }];
    const limits = JSON.parse(tree.text(RATCHET)) as Sizes;
    return [
      ...tooLong(tree, limits),
      ...raised(
        limits,
        historyOf().map((text) => JSON.parse(text) as Sizes),
      ),
    ];
  },
});

function tooLong(tree: Tree, limits: Sizes): readonly Fault[] {
  return sizesIn(tree)
    .filter(({ measure, lines }) => lines > limits[measure])
    .map(({ measure, lines, file, line }) => ({
      file,
      ...(line === undefined ? {} : { line }),
      says: `has ${lines} lines; ${WHAT[measure]} has at most ${limits[measure]} (${RATCHET}). Split it by what it says.`,
    }));
}

function raised(limits: Sizes, history: readonly Sizes[]): readonly Fault[] {
  return MEASURES.flatMap((measure) => {
    const reached = Math.min(...history.map((earlier) => earlier[measure] ?? Number.POSITIVE_INFINITY));
    return limits[measure] <= reached
      ? []
      : [{ file: RATCHET, says: `${measure} was ${reached} once and is ${limits[measure]} now; it may only go down` }];
  });
}

export interface Size {
  readonly measure: Measure;
  readonly lines: number;
  readonly file: string;
  readonly line?: number;
}

/** Sizes of every file and function that people write. */
export function sizesIn(tree: Tree): readonly Size[] {
  const files = tree.files.filter((file) => isCode(file) && !TABLES.test(file));
  return files.flatMap((file): readonly Size[] => {
    const lines = tree.text(file).trimEnd().split('\n').length;
    if (isTest(file)) return [{ measure: 'longestTestFile', lines, file }];
    return [{ measure: 'longestFile', lines, file }, ...functionsIn(tree, file)];
  });
}

const functionsIn = (tree: Tree, file: string): readonly Size[] =>
  collect(syntaxOf(tree, file), (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return undefined;
    const source = node.getSourceFile();
    const end = source.getLineAndCharacterOfPosition(node.getEnd()).line + 1;
    const line = lineOf(node);
    return { measure: 'longestFunction' as const, lines: end - line + 1, file, line };
  });

/** The largest of each, as the ratchet wants them. */
export function largest(sizes: readonly Size[]): Sizes {
  const most = (measure: Measure): number =>
    Math.max(0, ...sizes.filter((size) => size.measure === measure).map(({ lines }) => lines));
  return {
    longestFile: most('longestFile'),
    longestTestFile: most('longestTestFile'),
    longestFunction: most('longestFunction'),
  };
}

/** The ratchet one notch on: each limit at what is there now, and never above where it was. */
export const lowered = (limits: Sizes, now: Sizes): Sizes => ({
  longestFile: Math.min(limits.longestFile, now.longestFile),
  longestTestFile: Math.min(limits.longestTestFile, now.longestTestFile),
  longestFunction: Math.min(limits.longestFunction, now.longestFunction),
});

/** Every committed text of the ratchet, newest first; none where there is no history, as in a source archive. */
export function ratchetHistory(root: string): readonly string[] {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const commits = git('log', '--format=%H', '--', RATCHET)
      .split('\n')
      .filter((commit) => commit !== '');
    return commits.map((commit) => git('show', `${commit}:${RATCHET}`));
  } catch (error) {
    if (error instanceof Error) return [];
    throw error;
  }
}
