import type { Fault, Rule } from '../rule.ts';
import type { Tree } from '../tree.ts';

const FILE = 'docs/requirements.md';
/** Requirements of the source document: R1 to R268. */
const REQUIREMENTS = 268;
const STATES = new Set(['done', 'partly', 'not yet']);
const TEST_FILE = /[.](spec|suite)[.]ts$|\/test\/suites\/[^/]+[.]ts$/;
const CASE = /\b(it|test)(\.each)?\b/;

interface Row {
  readonly line: number;
  readonly id: string;
  readonly state: string;
  readonly files: string;
  readonly tests: string;
}

export const requirementsAreTrue: Rule = {
  name: 'requirements-are-true',
  law: 'docs/requirements.md has every requirement once, and names only files and tests that exist',
  check: (tree) => {
    if (!tree.has(FILE)) return [{ file: FILE, says: 'is missing; it says what is done' }];
    const rows = rowsOf(tree.text(FILE));
    return [...unlisted(rows), ...rows.flatMap((row) => faultsOf(tree, row))];
  },
};

function rowsOf(text: string): readonly Row[] {
  return text.split('\n').flatMap((line, at) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const [, id = '', , , state = '', files = '', tests = ''] = cells;
    return /^R\d+$/.test(id) ? [{ line: at + 1, id, state, files, tests }] : [];
  });
}

function unlisted(rows: readonly Row[]): readonly Fault[] {
  const wanted = Array.from({ length: REQUIREMENTS }, (_, at) => `R${at + 1}`);
  const strange = rows.filter(({ id }) => !wanted.includes(id));
  return [
    ...wanted.flatMap((id) => {
      const times = rows.filter((row) => row.id === id).length;
      return times === 1 ? [] : [{ file: FILE, says: `${id} has ${times} rows and needs exactly one` }];
    }),
    ...strange.map(({ id, line }) => ({ file: FILE, line, says: `${id} is no requirement` })),
  ];
}

function faultsOf(tree: Tree, row: Row): readonly Fault[] {
  const fault = (says: string): Fault => ({ file: FILE, line: row.line, says: `${row.id}: ${says}` });
  if (!STATES.has(row.state)) return [fault(`'${row.state}' is none of ${[...STATES].join(', ')}`)];
  const files = named(row.files);
  const tests = named(row.tests);
  if (row.state === 'not yet')
    return files.length + tests.length === 0 ? [] : [fault('names files, but is not even partly there')];
  const missing = [
    ...(files.length === 0 ? ['names no file that carries it'] : []),
    ...(tests.length === 0 ? ['names no test that would fail without it'] : []),
  ];
  return [
    ...missing.map(fault),
    ...files.filter(({ place }) => !tree.has(place)).map(({ place }) => fault(`${place} does not exist`)),
    ...tests.flatMap((test) => testFault(tree, test) ?? []).map(fault),
  ];
}

interface Named {
  readonly place: string;
  /** Words of a test's title. */
  readonly title?: string;
}

/** `` `path` `` or `` `path` “words of the title” ``, separated by commas. */
const named = (cell: string): readonly Named[] =>
  [...cell.matchAll(/`([^`]+)`(?:\s*“([^”]+)”)?/g)].map(([, place = '', title]) =>
    title === undefined ? { place } : { place, title },
  );

function testFault(tree: Tree, { place, title }: Named): string | undefined {
  if (!tree.has(place)) return `${place} does not exist`;
  if (!TEST_FILE.test(place) || !CASE.test(tree.text(place))) return `${place} holds no test`;
  if (title !== undefined && !tree.text(place).includes(title)) return `${place} has no test called “${title}”`;
  return undefined;
}
