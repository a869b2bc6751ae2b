import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The text files of the repository, as rules read them. Paths are relative to its root, with slashes. */
export interface Tree {
  readonly files: readonly string[];
  /** @throws Error when the file is not in the tree. */
  text(file: string): string;
  /** Whether a file or folder of that path is in the tree. */
  has(place: string): boolean;
}

/** Files whose bytes are no text, or text that nobody writes. */
const NO_TEXT = /[.](png|binpb|gz|woff2?|ico)$|(^|\/)package-lock[.]json$/;
const LEFT_OUT = new Set(['node_modules', 'dist', '.git', '.nx', '.local', '.results', 'generated']);

/** The tree of a folder: what git tracks or would track there; every file when git does not know the folder. */
export function openTree(root: string): Tree {
  const cache = new Map<string, string>();
  const files = (existsSync(path.join(root, '.git')) ? trackedFiles(root) : allFiles(root))
    .filter((file) => existsSync(path.join(root, file)))
    .sort();
  const places = placesOf(files);
  return {
    files: files.filter((file) => !NO_TEXT.test(file)),
    has: (place) => places.has(place.replace(/\/$/, '')),
    text: (file) => {
      const known = cache.get(file) ?? readFileSync(path.join(root, file), 'utf8');
      cache.set(file, known);
      return known;
    },
  };
}

/** A tree that exists in memory only: the bad samples of the rules' own specs. */
export function treeOf(texts: Readonly<Record<string, string>>): Tree {
  const files = Object.keys(texts).sort();
  const places = placesOf(files);
  return {
    files,
    has: (place) => places.has(place.replace(/\/$/, '')),
    text: (file) => {
      const text = texts[file];
      if (text === undefined) throw new Error(`no file ${file}`);
      return text;
    },
  };
}

function placesOf(files: readonly string[]): ReadonlySet<string> {
  const places = new Set<string>(['.']);
  for (const file of files) for (let place = file; place !== '.'; place = path.posix.dirname(place)) places.add(place);
  return places;
}

function trackedFiles(root: string): readonly string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return [...new Set(listed.split('\0').filter((file) => file !== ''))];
}

function allFiles(root: string): readonly string[] {
  const walk = (dir: string): readonly string[] =>
    readdirSync(path.join(root, dir), { withFileTypes: true })
      .filter((entry) => !LEFT_OUT.has(entry.name))
      .flatMap((entry) => {
        const place = path.posix.join(dir, entry.name);
        return entry.isDirectory() ? walk(place) : entry.isFile() ? [place] : [];
      });
  return walk('.');
}

/** Children of a folder: names of files and folders directly in it. */
export function childrenOf(tree: Tree, folder: string): ReadonlySet<string> {
  const inside = tree.files.filter((file) => file.startsWith(`${folder}/`));
  return new Set(inside.map((file) => file.slice(folder.length + 1).split('/')[0] ?? ''));
}
