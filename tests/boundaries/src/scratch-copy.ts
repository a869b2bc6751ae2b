import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../../..');

/** What the laws are read from, and what they are about. */
const COPIED = ['.dependency-cruiser.mjs', '.oxlintrc.json', 'tsconfig.base.json', 'package.json'];
const TREES = ['libs', 'services', 'cli', 'tests', 'tools'];
/** Never copied: made by tools, or linked instead. */
const LEFT_OUT = new Set(['node_modules', 'dist', '.results']);

/**
 * A copy of our sources in a temporary folder, where a test may break laws without leaving dirt in the checkout.
 * Packages are links to the installed ones; our own packages are links within the copy, so that imports stay inside it.
 * @returns the copy's folder; the caller removes it.
 */
export function scratchCopy(): string {
  const copy = realpathSync(mkdtempSync(path.join(tmpdir(), 'sla-laws-')));
  for (const name of COPIED) cpSync(path.join(root, name), path.join(copy, name));
  for (const tree of TREES) {
    cpSync(path.join(root, tree), path.join(copy, tree), {
      recursive: true,
      filter: (source) => !LEFT_OUT.has(path.basename(source)),
    });
  }
  linkPackages(copy);
  return copy;
}

function linkPackages(copy: string): void {
  const installed = path.join(root, 'node_modules');
  mkdirSync(path.join(copy, 'node_modules/@sla'), { recursive: true });
  for (const name of readdirSync(installed).filter((entry) => !entry.startsWith('.') && entry !== '@sla'))
    symlinkSync(path.join(installed, name), path.join(copy, 'node_modules', name));
  for (const project of projectFolders(copy)) {
    const { name } = projectFile(project);
    if (name.startsWith('@sla/')) symlinkSync(project, path.join(copy, 'node_modules', name));
    linkNested(project, path.join(root, path.relative(copy, project)));
  }
}

/** npm keeps a package beside a project when another one wants another version of it. */
function linkNested(project: string, original: string): void {
  if (readdirSync(original).includes('node_modules'))
    symlinkSync(path.join(original, 'node_modules'), path.join(project, 'node_modules'));
}

/** Folders of all projects: libs, services, tests, cli, tools. */
export function projectFolders(base: string): readonly string[] {
  const groups = ['libs', 'services', 'tests'].flatMap((group) =>
    readdirSync(path.join(base, group)).map((name) => path.join(base, group, name)),
  );
  return [...groups, path.join(base, 'cli'), path.join(base, 'tools')].filter((dir) =>
    existsSync(path.join(dir, 'package.json')),
  );
}

export interface ProjectFile {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly tags?: readonly string[] };
}

export const projectFile = (dir: string): ProjectFile =>
  JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8')) as ProjectFile;
