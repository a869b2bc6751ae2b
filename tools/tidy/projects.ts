import type { Tree } from './tree.ts';

export interface Project {
  /** Folder, relative to the root. */
  readonly dir: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
}

interface PackageFile {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly tags?: readonly string[] };
}

/** Where projects live, as package.json of the root says it. */
export const WORKSPACES: readonly string[] = ['libs/*', 'services/*', 'tests/*', 'cli', 'tools'];
const PROJECT = /^((libs|services|tests)\/[^/]+|cli|tools)\/package[.]json$/;

/** All projects of the workspace, from their package.json. */
export const projectsOf = (tree: Tree): readonly Project[] =>
  tree.files.filter((file) => PROJECT.test(file)).map((file) => projectOf(tree, file));

function projectOf(tree: Tree, file: string): Project {
  const pkg = JSON.parse(tree.text(file)) as PackageFile;
  return {
    dir: file.slice(0, -'/package.json'.length),
    name: pkg.name ?? '',
    tags: pkg.nx?.tags ?? [],
    dependencies: Object.keys(pkg.dependencies ?? {}),
    devDependencies: Object.keys(pkg.devDependencies ?? {}),
  };
}
