import { builtinModules } from 'node:module';
import type { Fault, Rule } from '../rule.ts';
import { projectsOf, type Project } from '../projects.ts';
import { importsOf, isCode, isTest, syntaxOf, type ImportedModule } from '../syntax.ts';
import type { Tree } from '../tree.ts';

const BUILT_IN = new Set(builtinModules);

/** npm hoists everything into one folder, so an import that nobody declared works here and fails in an image. */
export const declaredImports: Rule = {
  name: 'declared-imports',
  law: 'a project declares every package that it runs with; tests and tools import only what the workspace declares',
  check: (tree) => {
    const projects = projectsOf(tree);
    const workspace = new Set([
      ...rootDependencies(tree),
      ...projects.flatMap(({ name, dependencies, devDependencies }) => [name, ...dependencies, ...devDependencies]),
    ]);
    return projects.flatMap((project) =>
      tree.files
        .filter((file) => file.startsWith(`${project.dir}/`) && isCode(file))
        .flatMap((file) => undeclared(tree, file, project, workspace)),
    );
  },
};

function undeclared(tree: Tree, file: string, project: Project, workspace: ReadonlySet<string>): readonly Fault[] {
  const runs = new Set(project.dependencies);
  const inProduction = file.startsWith(`${project.dir}/src/`) && !isTest(file) && project.dir !== 'tools';
  const known = (name: string, { typeOnly }: ImportedModule): boolean =>
    inProduction && !typeOnly ? runs.has(name) : workspace.has(name) || workspace.has(`@types/${name}`);
  return importsOf(syntaxOf(tree, file)).flatMap((imported) => {
    const name = packageOf(imported.specifier);
    if (name === undefined || name === project.name || known(name, imported)) return [];
    const where = inProduction ? 'dependencies' : 'devDependencies';
    return [{ file, line: imported.line, says: `imports ${name}; add it to ${where} of ${project.dir}/package.json` }];
  });
}

/** The package of an import; undefined for our own files and for what Node.js brings. */
function packageOf(specifier: string): string | undefined {
  if (/^[./]|^node:|^data:|^file:/.test(specifier) || BUILT_IN.has(specifier)) return undefined;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function rootDependencies(tree: Tree): ReadonlySet<string> {
  if (!tree.has('package.json')) return new Set();
  const { devDependencies = {} } = JSON.parse(tree.text('package.json')) as { devDependencies?: object };
  return new Set(Object.keys(devDependencies));
}
